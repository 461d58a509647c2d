import { LIMITS } from "../limits.ts";
import type { Addresses } from "./addresses.ts";
import { type UsualRows, usualRows } from "./usual-rows.ts";

const LF = 10;
/** Bytes that are given on at once. */
const CHUNK = 1 << 20;

/**
 * Hides the addresses of rows as bytes. A row whose words are all known is copied with other addresses; any other
 * line is given to `slow`, as a text.
 */
export class RowHider {
  readonly #addresses: Addresses;
  readonly #usual: UsualRows | null;
  readonly #slow: (line: string) => string;
  readonly #give: (bytes: Uint8Array) => void;
  #out = new Uint8Array(CHUNK + (1 << 17));
  #used = 0;
  #isBehindOdd = false;
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();

  constructor(
    addresses: Addresses,
    slow: (line: string) => string,
    give: (bytes: Uint8Array) => void,
  ) {
    this.#addresses = addresses;
    this.#usual = usualRows();
    this.#slow = slow;
    this.#give = give;
  }

  /**
   * Takes the whole lines of `[from, to)`, as far as `goesOn` says of those that are no usual rows. Answers where it
   * stopped, and how many lines it took.
   */
  take(
    block: Uint8Array,
    from = 0,
    to = block.length,
    goesOn?: (start: number, end: number) => boolean,
  ): { at: number; lines: number } {
    const usual = this.#usual;
    let lines = 0;
    let p = from;
    while (p < to) {
      if (usual !== null && !this.#isBehindOdd) {
        const end = lastLineEnd(block, p, Math.min(to, p + usual.room));
        if (end > p) {
          this.#copy(usual.hide(block, p, end, this.#addresses));
          lines += usual.lines;
          p = usual.stopped;
          if (!usual.isOdd) continue;
        }
      }
      const feed = block.indexOf(LF, p);
      const end = feed < 0 || feed >= to ? to : feed;
      // the second half of a row may look like a whole one
      if (goesOn?.(p, end) === false) break;
      this.#isBehindOdd = end === to || !this.#isUsual(block, p, end + 1);
      this.text(this.#slow(this.#decoder.decode(block.subarray(p, end))), end < to);
      lines++;
      p = end + 1;
    }
    return { at: Math.min(p, to), lines };
  }

  /** Gives a line on that is hidden already. */
  text(line: string, feed = true): void {
    this.#copy(this.#encoder.encode(feed ? `${line}\n` : line));
  }

  /** Gives on what is waiting. */
  flush(): void {
    if (this.#used === 0) return;
    this.#give(this.#out.slice(0, this.#used));
    this.#used = 0;
  }

  /** Whether a line that is taken as a text is a usual row itself. */
  #isUsual(block: Uint8Array, from: number, end: number): boolean {
    const usual = this.#usual;
    if (usual === null || end - from > usual.room) return false;
    usual.hide(block, from, end, this.#addresses);
    return !usual.isOdd;
  }

  #copy(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#out.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #room(bytes: number): void {
    if (this.#used >= CHUNK) this.flush();
    if (this.#used + bytes <= this.#out.length) return;
    this.flush();
    if (bytes > this.#out.length) this.#out = new Uint8Array(bytes);
  }
}

/** Behind the last line feed of `[from, to)`, or `from` without one. */
const lastLineEnd = (block: Uint8Array, from: number, to: number): number =>
  Math.max(from, block.lastIndexOf(LF, to - 1) + 1);

/** Cuts blocks into whole lines for a hider. */
export function rowFeed(rows: RowHider): { push(block: Uint8Array): void; end(): void } {
  let rest = new Uint8Array(0);
  return {
    push(block) {
      const last = block.lastIndexOf(LF) + 1;
      if (last === 0) {
        // of an endless line no more is kept than shows that it is too long
        if (rest.length <= LIMITS.lineBytes) rest = both(rest, block);
        return;
      }
      const first = rest.length > 0 ? block.indexOf(LF) + 1 : 0;
      if (first > 0) rows.take(both(rest, block.subarray(0, first)));
      rows.take(block, first, last);
      rest = new Uint8Array(block.subarray(last));
    },
    end() {
      rows.take(rest);
      rows.flush();
    },
  };
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
