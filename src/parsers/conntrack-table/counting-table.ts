import { compacted, countAbove, insert2, insert4, TAG, TAG_BITS } from "./slots.ts";

/** Slots below which a table is small: at most 2 MB of them. */
const SMALL = 1 << 17;
/** Keys that are looked up together, so that their cache misses overlap. */
const TOGETHER = 512;
const ALL_TAGS = new Uint8Array(TAG + 1).fill(1);
/** Places for the hashes of keys that are looked up together: nothing is left in them. */
const HASHES = new Int32Array(TOGETHER);

/**
 * Counts how often a key occurs: one or three 32-bit words and a tag of seven bits. Open addressing in the slots
 * of `slots.ts`, so that a million keys are one allocation and no slot lies on two cache lines. Before it is more
 * than 5/8 full it grows: eightfold while it is small, then twofold.
 *
 * What is added waits until it can be looked up together with others. A key that is counted more than 2^25 times
 * has several slots, and is visited as often.
 *
 * A table that may not grow further forgets its smallest keys, at least half of them (lossy counting): from
 * then on each count may be too low, by {@link error} at most, and a key that is missing had no more.
 */
export class CountingTable {
  /** Words of a slot: 2 or 4. */
  readonly #words: 2 | 4;
  readonly #insert: typeof insert2;
  #slots: Int32Array;
  #used = 0;
  /** Whether the keys stand at the front, one behind the other, and not where they are looked for. */
  #isDense = false;
  /** What was added and is in no slot yet, in the form of slots. */
  readonly #waiting: Int32Array;
  #waits = 0;
  readonly #most: number;
  /** By how much a count may be too low: 0 as long as all are exact. */
  error = 0;

  /**
   * @param keys how many are expected: a table that need not grow leaves nothing behind
   * @param most how many it may hold
   */
  constructor(words: 1 | 3, keys = 640, most = Number.POSITIVE_INFINITY) {
    this.#words = words === 1 ? 2 : 4;
    this.#insert = words === 1 ? insert2 : insert4;
    this.#slots = new Int32Array(slotsFor(keys) * this.#words);
    this.#most = most;
    this.#waiting = new Int32Array(TOGETHER * this.#words);
  }

  /** Distinct keys. */
  get size(): number {
    this.#settle();
    return this.#used;
  }

  /** Adds `count`, below 2^25, to a key. A table of one word ignores `b` and `c`. */
  add(a: number, b: number, c: number, tag: number, count: number): void {
    const waiting = this.#waiting;
    const at = this.#waits;
    const words = this.#words;
    waiting[at] = a;
    if (words === 4) {
      waiting[at + 1] = b;
      waiting[at + 2] = c;
    }
    waiting[at + words - 1] = (count << TAG_BITS) | tag;
    this.#waits = at + words;
    if (this.#waits === waiting.length) this.#settle();
  }

  /**
   * Adds keys that stand one behind the other as slots do: their words, then count << 7 | tag. At most
   * {@link TOGETHER} of them.
   */
  addAll(keys: Int32Array, count: number): void {
    // what was moved together no longer stands where it is looked for
    if (this.#isDense) this.#grow(this.#slots.length / this.#words);
    for (let from = 0; from < count; ) {
      const all = this.#slots.length / this.#words;
      const some = Math.min(count - from, this.#most - this.#used);
      if ((this.#used + some) * 8 > all * 5) this.#grow(all < SMALL ? all * 8 : all * 2);
      else {
        this.#used += this.#insert(this.#slots, keys, from, some, HASHES);
        from += some;
        if (this.#used >= this.#most) this.#forget();
      }
    }
  }

  /** Forgets all keys and keeps their room. */
  clear(): void {
    this.#slots.fill(0);
    this.#used = 0;
    this.#isDense = false;
    this.#waits = 0;
    this.error = 0;
  }

  /**
   * Calls `visit` with each key, its count and its number, in the order of the slots; words that there are not
   * are 0.
   *
   * @param of by tag: 0 for keys to pass over, which are numbered as well
   */
  forEach(
    visit: (a: number, b: number, c: number, tag: number, count: number, n: number) => void,
    of: Uint8Array = ALL_TAGS,
  ): void {
    this.#settle();
    const count = this.#compact();
    const slots = this.#slots;
    const words = this.#words;
    const wide = words === 4;
    for (let n = 0, at = 0; n < count; n++, at += words) {
      const last = slots[at + words - 1]!;
      if (of[last & TAG] === 0) continue;
      const b = wide ? slots[at + 1]! : 0;
      visit(slots[at]!, b, wide ? slots[at + 2]! : 0, last & TAG, last >>> TAG_BITS, n);
    }
  }

  #settle(): void {
    const waits = this.#waits / this.#words;
    if (waits === 0) return;
    this.#waits = 0;
    this.addAll(this.#waiting, waits);
  }

  /** Drops the keys with the smallest counts, so many that at most half are left. */
  #forget(): void {
    const old = this.#slots;
    const words = this.#words;
    let least = 1;
    while (countAbove(old, words, least) * 2 > this.#used) least *= 2;
    for (let at = words - 1; at < old.length; at += words)
      if (old[at]! >>> TAG_BITS <= least) old[at] = 0;
    this.error += least;
    this.#grow(old.length / words);
  }

  /** Moves every key into new slots, so many. */
  #grow(all: number): void {
    const keys = this.#slots;
    const count = this.#compact();
    this.#slots = new Int32Array(all * this.#words);
    this.#isDense = false;
    this.#used = count;
    for (let n = 0; n < count; n += TOGETHER)
      this.#insert(this.#slots, keys, n, Math.min(TOGETHER, count - n), HASHES);
  }

  /** Moves the keys to the front of the slots, where they stay in their order. Answers how many there are. */
  #compact(): number {
    if (!this.#isDense) this.#used = compacted(this.#slots, this.#words);
    this.#isDense = true;
    return this.#used;
  }
}

/** A power of two of which these keys fill no more than 5/8. */
const slotsFor = (keys: number): number => 2 ** Math.ceil(Math.log2((keys * 8) / 5));
