import { KINDS } from "./states.ts";

const PAGE_BITS = 12;
const PAGE_SECONDS = 1 << PAGE_BITS;
const PAGES = 296;
/** What is longer, two weeks and more, counts as this. */
export const LONGEST = PAGES * PAGE_SECONDS - 1;
/** 64 MB of pages: a usual table has some thirty, but a forged dump may ask for any. */
const MOST_PAGES = 4096;

/**
 * How many entries of each kind have so many whole seconds left: to the second under any timeout, so that the time
 * since a last packet is told. Times lie close together, so pages are made where they are needed.
 */
export class RemainingTimes {
  /** By kind, then by page. */
  readonly #kinds: ((Int32Array | undefined)[] | undefined)[] = new Array(KINDS).fill(undefined);
  #made = 0;

  add(kind: number, seconds: number): void {
    const bin = Math.min(seconds, LONGEST);
    const page = this.#kinds[kind]?.[bin >> PAGE_BITS] ?? this.#make(kind, bin >> PAGE_BITS);
    if (page !== null) page[bin & (PAGE_SECONDS - 1)]!++;
  }

  #make(kind: number, at: number): Int32Array | null {
    if (this.#made === MOST_PAGES) return null;
    this.#made++;
    const page = new Int32Array(PAGE_SECONDS);
    this.#kinds[kind] ??= [];
    this.#kinds[kind][at] = page;
    return page;
  }

  /** Entries of a kind with so many seconds left. */
  of(kind: number, seconds: number): number {
    if (seconds < 0 || seconds > LONGEST) return 0;
    return this.#kinds[kind]?.[seconds >> PAGE_BITS]?.[seconds & (PAGE_SECONDS - 1)] ?? 0;
  }

  /** Calls `visit` with each kind, the seconds it has entries for, from few to many, and how many. */
  forEach(visit: (kind: number, seconds: number, count: number) => void): void {
    for (const [kind, pages] of this.#kinds.entries())
      for (const [at, page] of (pages ?? []).entries())
        for (let second = 0; page !== undefined && second < PAGE_SECONDS; second++)
          if (page[second]! > 0) visit(kind, at * PAGE_SECONDS + second, page[second]!);
  }
}
