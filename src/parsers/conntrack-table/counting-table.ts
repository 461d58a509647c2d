/** Slots below which a table is small: 1.3 MB of them. */
const SMALL = 1 << 16;

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

  constructor(words: 2 | 4, capacity = 1024) {
    this.words = words;
    this.#stride = words + 1;
    this.#mask = capacity - 1;
    this.slots = new Int32Array(capacity * this.#stride);
  }

  /** Adds `count` to a key. A table of two words ignores `c` and `d`. */
  add(a: number, b: number, c: number, d: number, count: number): void {
    const { slots, words } = this;
    const stride = this.#stride;
    const mask = this.#mask;
    let slot = (words === 2 ? hash(a, b, 0, 0) : hash(a, b, c, d)) & mask;
    for (;;) {
      const at = slot * stride;
      const held = slots[at + words]!;
      if (held === 0) break;
      if (
        slots[at] === a &&
        slots[at + 1] === b &&
        (words === 2 || (slots[at + 2] === c && slots[at + 3] === d))
      ) {
        slots[at + words] = held + count;
        return;
      }
      slot = (slot + 1) & mask;
    }
    const at = slot * stride;
    slots[at] = a;
    slots[at + 1] = b;
    if (words === 4) {
      slots[at + 2] = c;
      slots[at + 3] = d;
    }
    slots[at + words] = count;
    this.size++;
    if (this.size * 8 > (mask + 1) * 5) this.#grow();
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
