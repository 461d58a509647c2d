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
  /** By kind, then by time: the page's number, and 0 where there is none. */
  readonly #numbers = new Uint16Array(KINDS * PAGES);
  readonly #pages: Int32Array[] = [new Int32Array(0)];
  /** Of each page, its kind and time. */
  readonly #places: number[] = [];

  add(kind: number, seconds: number): void {
    const bin = Math.min(seconds, LONGEST);
    const at = kind * PAGES + (bin >> PAGE_BITS);
    const page = this.#pages[this.#numbers[at]! || this.#make(at)]!;
    page[bin & (PAGE_SECONDS - 1)]!++;
  }

  /** Adds rows of two words each: their kind and their seconds. */
  addAll(rows: Int32Array, count: number): void {
    const numbers = this.#numbers;
    for (let at = 0, end = count * 2; at < end; at += 2) {
      const bin = Math.min(rows[at + 1]!, LONGEST);
      const cell = rows[at]! * PAGES + (bin >> PAGE_BITS);
      this.#pages[numbers[cell]! || this.#make(cell)]![bin & (PAGE_SECONDS - 1)]!++;
    }
  }

  /** The number of a new page; past the ceiling that of the one without room, which counts nothing. */
  #make(at: number): number {
    if (this.#pages.length > MOST_PAGES) return 0;
    this.#numbers[at] = this.#pages.length;
    this.#places.push(at);
    return this.#pages.push(new Int32Array(PAGE_SECONDS)) - 1;
  }

  /** Entries of a kind with so many seconds left. */
  of(kind: number, seconds: number): number {
    if (seconds < 0 || seconds > LONGEST) return 0;
    const page = this.#pages[this.#numbers[kind * PAGES + (seconds >> PAGE_BITS)]!]!;
    return page[seconds & (PAGE_SECONDS - 1)] ?? 0;
  }

  /** Calls `visit` with each kind, the seconds it has entries for, from few to many, and how many. */
  forEach(visit: (kind: number, seconds: number, count: number) => void): void {
    for (const at of this.#places.sort((a, b) => a - b)) {
      const first = (at % PAGES) * PAGE_SECONDS;
      const page = this.#pages[this.#numbers[at]!]!;
      for (let second = 0; second < PAGE_SECONDS; second++)
        if (page[second]! > 0) visit(Math.floor(at / PAGES), first + second, page[second]!);
    }
  }
}
