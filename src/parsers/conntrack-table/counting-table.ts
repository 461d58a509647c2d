/** Slots below which a table is small: at most 2 MB of them. */
const SMALL = 1 << 17;
/** Keys that are looked up together, so that their cache misses overlap. */
const TOGETHER = 512;
/** Bits of a slot's last word that belong to the key; the others hold the count. */
const TAG_BITS = 7;
const TAG = (1 << TAG_BITS) - 1;
const ONE = 1 << TAG_BITS;
const ALL_TAGS = new Uint8Array(TAG + 1).fill(1);
/** The largest count of one slot: beyond it, a key goes on in another. */
const MOST = 2 ** (32 - TAG_BITS) - 1;

/**
 * Counts how often a key occurs: one or three 32-bit words and a tag of seven bits. Open addressing in one
 * `Int32Array`, where a slot is the key's words and then its tag and count in one word (count 0 = free), so
 * that a million keys are one allocation and no slot lies on two cache lines. When it is more than 5/8
 * full it grows: eightfold while it is small, then twofold.
 *
 * What is added waits until it can be looked up together with others. A key that is counted more than
 * {@link MOST} times has several slots, and is visited as often.
 *
 * A table that may not grow further forgets its smallest keys, at least half of them (lossy counting): from
 * then on each count may be too low, by {@link error} at most, and a key that is missing had no more.
 */
export class CountingTable {
  /** Words of a slot: 2 or 4. */
  readonly #words: 2 | 4;
  #slots: Int32Array;
  #used = 0;
  /** Whether the keys stand at the front, one behind the other, and not where they are looked for. */
  #isDense = false;
  /** What was added and is in no slot yet, in the form of slots. */
  readonly #waiting: Int32Array;
  #waits = 0;
  readonly #hashes = new Int32Array(TOGETHER);
  readonly #most: number;
  /** What the looks ahead saw, so that they are not optimised away. */
  seen = 0;
  /** By how much a count may be too low: 0 as long as all are exact. */
  error = 0;

  /**
   * @param keys how many are expected: a table that need not grow leaves nothing behind
   * @param most how many it may hold
   */
  constructor(words: 1 | 3, keys = 640, most = Number.POSITIVE_INFINITY) {
    this.#words = words === 1 ? 2 : 4;
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
   * {@link TOGETHER} of them: first the slots of all are touched, then each is searched.
   */
  addAll(keys: Int32Array, count: number): void {
    // what was moved together no longer stands where it is looked for
    if (this.#isDense) this.#grow(this.#slots.length / this.#words);
    this.#insert(keys, 0, count, this.#hashes);
  }

  /** Counts the keys `[from, from + count)`, with a place for their hashes. */
  #insert(keys: Int32Array, from: number, count: number, hashes: Int32Array): void {
    const words = this.#words;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const shift = words >> 1;
    for (let n = 0; n < count; n++) hashes[n] = hash(keys, (from + n) * words, words);
    // a loop of its own, so short that many misses are under way at a time
    let seen = 0;
    for (let n = 0; n < count; n++) seen ^= slots[(hashes[n]! << shift) & mask]!;
    this.seen = seen;
    for (let n = 0, at = from * words; n < count; n++, at += words) {
      const h = hashes[n]!;
      if (words === 2) this.#count2(h, keys[at]!, keys[at + 1]!);
      else this.#count4(h, keys[at]!, keys[at + 1]!, keys[at + 2]!, keys[at + 3]!);
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

  #count2(h: number, a: number, last: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = (h << 1) & mask; ; at = (at + 2) & mask) {
      const held = slots[at + 1]!;
      if (held >>> 0 < ONE) {
        slots[at] = a;
        slots[at + 1] = last;
        this.#taken();
        return;
      }
      if (slots[at] === a && fits(held, last)) {
        slots[at + 1] = held + (last & ~TAG);
        return;
      }
    }
  }

  #count4(h: number, a: number, b: number, c: number, last: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = (h << 2) & mask; ; at = (at + 4) & mask) {
      const held = slots[at + 3]!;
      if (held >>> 0 < ONE) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 2] = c;
        slots[at + 3] = last;
        this.#taken();
        return;
      }
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && fits(held, last)) {
        slots[at + 3] = held + (last & ~TAG);
        return;
      }
    }
  }

  #taken(): void {
    this.#used++;
    const all = this.#slots.length / this.#words;
    if (this.#used >= this.#most) this.#forget();
    else if (this.#used * 8 > all * 5) this.#grow(all < SMALL ? all * 8 : all * 2);
  }

  /** Drops the keys with the smallest counts, so many that at most half are left. */
  #forget(): void {
    const old = this.#slots;
    const words = this.#words;
    let least = 1;
    while (this.#above(least) * 2 > this.#used) least *= 2;
    for (let at = words - 1; at < old.length; at += words)
      if (old[at]! >>> TAG_BITS <= least) old[at] = 0;
    this.error += least;
    this.#grow(old.length / words);
  }

  /** Slots with a count above this. */
  #above(count: number): number {
    const slots = this.#slots;
    const words = this.#words;
    let above = 0;
    for (let at = words - 1; at < slots.length; at += words)
      if (slots[at]! >>> TAG_BITS > count) above++;
    return above;
  }

  /** Moves every key into new slots, so many, by what is compiled already: this runs a few times only. */
  #grow(all: number): void {
    const keys = this.#slots;
    const count = this.#compact();
    const hashes = new Int32Array(Math.min(TOGETHER, count));
    this.#slots = new Int32Array(all * this.#words);
    this.#isDense = false;
    this.#used = 0;
    for (let n = 0; n < count; n += TOGETHER)
      this.#insert(keys, n, Math.min(TOGETHER, count - n), hashes);
  }

  /** Moves the keys to the front of the slots, where they stay in their order. Answers how many there are. */
  #compact(): number {
    if (!this.#isDense) this.#used = compacted(this.#slots, this.#words);
    this.#isDense = true;
    return this.#used;
  }
}

/** Moves the slots that are taken to the front, and empties the others. Answers how many are taken. */
function compacted(slots: Int32Array, words: number): number {
  let to = 0;
  for (let at = 0; at < slots.length; at += words) {
    if (slots[at + words - 1]! >>> 0 < ONE) continue;
    for (let word = 0; word < words; word++) slots[to + word] = slots[at + word]!;
    to += words;
  }
  slots.fill(0, to);
  return to / words;
}

/** A power of two of which these keys fill no more than 5/8. */
const slotsFor = (keys: number): number => 2 ** Math.ceil(Math.log2((keys * 8) / 5));

/** Whether a slot's last word is of the same key and has room for the other's count. */
const fits = (held: number, last: number): boolean =>
  ((held ^ last) & TAG) === 0 && (held >>> TAG_BITS) + (last >>> TAG_BITS) <= MOST;

/** Mixes a key's words: multiply and fold, so that addresses which differ in their last byte spread. */
function hash(keys: Int32Array, at: number, words: number): number {
  let h = Math.imul(keys[at]!, 0x9e3779b1) ^ Math.imul(keys[at + words - 1]! & TAG, 0x85ebca6b);
  if (words === 4)
    h ^= (h >>> 15) ^ Math.imul(keys[at + 1]!, 0xc2b2ae35) ^ Math.imul(keys[at + 2]!, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13) ^ (h >>> 17);
}
