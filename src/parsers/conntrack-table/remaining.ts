import { KINDS } from "./states.ts";

const PAGE_SECONDS = 4096;
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
  /** By kind and page. */
  readonly #pages: (Int32Array | undefined)[] = new Array(KINDS * PAGES).fill(undefined);
  #made = 0;

  add(kind: number, seconds: number): void {
    const bin = Math.min(seconds, LONGEST);
    const at = kind * PAGES + ((bin / PAGE_SECONDS) | 0);
    let page = this.#pages[at];
    if (page === undefined) {
      if (this.#made === MOST_PAGES) return;
      this.#made++;
      page = new Int32Array(PAGE_SECONDS);
      this.#pages[at] = page;
    }
    page[bin % PAGE_SECONDS]!++;
  }

  /** Entries of a kind with so many seconds left. */
  of(kind: number, seconds: number): number {
    if (seconds < 0 || seconds > LONGEST) return 0;
    const page = this.#pages[kind * PAGES + ((seconds / PAGE_SECONDS) | 0)];
    return page?.[seconds % PAGE_SECONDS] ?? 0;
  }

  /** Calls `visit` with each kind, the seconds it has entries for, from few to many, and how many. */
  forEach(visit: (kind: number, seconds: number, count: number) => void): void {
    for (const [at, page] of this.#pages.entries()) {
      if (page === undefined) continue;
      const from = (at % PAGES) * PAGE_SECONDS;
      for (let second = 0; second < PAGE_SECONDS; second++)
        if (page[second]! > 0) visit((at / PAGES) | 0, from + second, page[second]!);
    }
  }
}
