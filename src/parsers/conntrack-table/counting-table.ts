/** Slots below which a table is small: 1.3 MB of them. */
const SMALL = 1 << 16;
/** Keys whose slots are looked up ahead, so that their cache misses overlap. */
const AHEAD = 512;

/**
 * Counts how often a key of two or four 32-bit words occurs: open addressing in one `Int32Array`,
 * each slot the key's words and then the count (0 = free), so that a million keys are one allocation
 * and a look-up is one cache line. When it is more than 5/8 full it grows:
 * fourfold while it is small, then twofold.
 */
export class CountingTable {
  readonly words: 2 | 4;
  size = 0;
  slots: Int32Array;
  #mask: number;
  readonly #stride: number;
  readonly #hashes = new Int32Array(AHEAD);
  /** Takes what was read ahead, so that no optimiser drops the reading. */
  touched = 0;

  constructor(words: 2 | 4, capacity = 1024) {
    this.words = words;
    this.#stride = words + 1;
    this.#mask = capacity - 1;
    this.slots = new Int32Array(capacity * this.#stride);
  }

  /** Adds `count` to a key. A table of two words ignores `c` and `d`. */
  add(a: number, b: number, c: number, d: number, count: number): void {
    if (this.words === 2) this.#add2(hash(a, b, 0, 0), a, b, count);
    else this.#add4(hash(a, b, c, d), a, b, c, d, count);
  }

  /** Adds 1 to each key that starts at `rows[first]`, `rows[first + step]`, … below `end`. */
  addAll(rows: Int32Array, first: number, step: number, end: number): void {
    const hashes = this.#hashes;
    const { words } = this;
    for (let from = first; from < end; from += AHEAD * step) {
      const to = Math.min(from + AHEAD * step, end);
      const { slots } = this;
      const mask = this.#mask;
      const stride = this.#stride;
      let sum = 0;
      let n = 0;
      for (let o = from; o < to; o += step) {
        const h =
          words === 2
            ? hash(rows[o]!, rows[o + 1]!, 0, 0)
            : hash(rows[o]!, rows[o + 1]!, rows[o + 2]!, rows[o + 3]!);
        hashes[n++] = h;
        sum ^= slots[(h & mask) * stride]!;
      }
      this.touched = sum;
      n = 0;
      if (words === 2)
        for (let o = from; o < to; o += step) this.#add2(hashes[n++]!, rows[o]!, rows[o + 1]!, 1);
      else
        for (let o = from; o < to; o += step)
          this.#add4(hashes[n++]!, rows[o]!, rows[o + 1]!, rows[o + 2]!, rows[o + 3]!, 1);
    }
  }

  #add2(h: number, a: number, b: number, count: number): void {
    const { slots } = this;
    const mask = this.#mask;
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 3;
      const held = slots[at + 2]!;
      if (held === 0) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 2] = count;
        this.#taken();
        return;
      }
      if (slots[at] === a && slots[at + 1] === b) {
        slots[at + 2] = held + count;
        return;
      }
    }
  }

  #add4(h: number, a: number, b: number, c: number, d: number, count: number): void {
    const { slots } = this;
    const mask = this.#mask;
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 5;
      const held = slots[at + 4]!;
      if (held === 0) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 2] = c;
        slots[at + 3] = d;
        slots[at + 4] = count;
        this.#taken();
        return;
      }
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d) {
        slots[at + 4] = held + count;
        return;
      }
    }
  }

  #taken(): void {
    this.size++;
    if (this.size * 8 > (this.#mask + 1) * 5) this.#grow();
  }

  #grow(): void {
    const old = this.slots;
    const stride = this.#stride;
    this.#mask = this.#mask < SMALL ? this.#mask * 4 + 3 : this.#mask * 2 + 1;
    this.slots = new Int32Array((this.#mask + 1) * stride);
    this.size = 0;
    for (let at = 0; at < old.length; at += stride) {
      const count = old[at + stride - 1]!;
      if (count === 0) continue;
      if (stride === 3) this.add(old[at]!, old[at + 1]!, 0, 0, count);
      else this.add(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!, count);
    }
  }

  /** Calls `visit` with each key and its count, in the order of the slots. */
  forEach(visit: (a: number, b: number, c: number, d: number, count: number) => void): void {
    const { slots } = this;
    const stride = this.#stride;
    for (let at = 0; at < slots.length; at += stride) {
      const count = slots[at + stride - 1]!;
      if (count === 0) continue;
      if (stride === 3) visit(slots[at]!, slots[at + 1]!, 0, 0, count);
      else visit(slots[at]!, slots[at + 1]!, slots[at + 2]!, slots[at + 3]!, count);
    }
  }
}

/** Mixes four words: multiply and fold, so that addresses which differ in their last byte spread. */
function hash(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f), 0x2c1b3c6d);
  return h ^ (h >>> 13) ^ (h >>> 17);
}
