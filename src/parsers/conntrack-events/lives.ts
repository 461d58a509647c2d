/** Entries that are followed at once: 12 MB of them. More than that are counted as births, but have no lifetime. */
const MOST = 1 << 20;
const FEW = 1 << 10;
/** Words of a slot: two of a key, and a moment: of a birth, or below 0 of an end. A moment of 0 is a free slot. */
const WORDS = 3;
/** Births and ends come from two listeners: an end may come before its birth, by so many milliseconds. */
const TOGETHER = 2000;

/**
 * The births of entries that have not ended yet, by a hash of two words, of which the first tells the place. Open
 * addressing, without gaps: who leaves a slot lets those behind him move up.
 */
export class Lives {
  #slots = new Int32Array(FEW * WORDS);
  #used = 0;
  /** Ends without a birth. */
  #ends = 0;
  readonly #most: number;
  /** Births that found no room. */
  lost = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Entries that are followed. */
  get size(): number {
    return this.#used - this.#ends;
  }

  /**
   * @param at a moment in milliseconds, above 0
   * @returns how long it lived, where its end came before; else -1
   */
  born(a: number, b: number, at: number): number {
    const slots = this.#slots;
    const slot = this.#find(a, b);
    const known = slots[slot + 2]!;
    if (known < 0) {
      this.#ends--;
      if (at + known < TOGETHER) {
        this.#free(slot);
        return Math.max(0, -known - at);
      }
    }
    // of one that is known already, the end was lost
    if (known !== 0) slots[slot + 2] = at;
    else this.#add(a, b, at);
    return -1;
  }

  #add(a: number, b: number, at: number): boolean {
    const slots = this.#slots;
    if ((this.#used + 1) * 8 > (slots.length / WORDS) * 5) {
      if (slots.length / WORDS >= this.#most) {
        this.lost++;
        return false;
      }
      this.#grow();
    }
    this.#put(this.#find(a, b), a, b, at);
    this.#used++;
    return true;
  }

  /** How long it lived in milliseconds; -1 where its birth is not known. */
  ended(a: number, b: number, at: number): number {
    const slot = this.#find(a, b);
    const born = this.#slots[slot + 2]!;
    if (born > 0) {
      this.#free(slot);
      return Math.max(0, at - born);
    }
    if (born < 0) this.#slots[slot + 2] = -at;
    else if (this.#add(a, b, -at)) this.#ends++;
    return -1;
  }

  #free(slot: number): void {
    const slots = this.#slots;
    let free = slot;
    this.#used--;
    const mask = slots.length / WORDS - 1;
    for (let n = (free / WORDS + 1) & mask; ; n = (n + 1) & mask) {
      const next = n * WORDS;
      if (slots[next + 2] === 0) break;
      const home = slots[next]! & mask;
      // it may move up unless its own place lies behind the free one
      if (((n - home) & mask) < ((n - free / WORDS) & mask)) continue;
      this.#put(free, slots[next]!, slots[next + 1]!, slots[next + 2]!);
      free = next;
    }
    slots[free + 2] = 0;
  }

  #find(a: number, b: number): number {
    const slots = this.#slots;
    const mask = slots.length / WORDS - 1;
    let n = a & mask;
    while (slots[n * WORDS + 2] !== 0 && (slots[n * WORDS] !== a || slots[n * WORDS + 1] !== b))
      n = (n + 1) & mask;
    return n * WORDS;
  }

  #put(slot: number, a: number, b: number, at: number): void {
    this.#slots[slot] = a;
    this.#slots[slot + 1] = b;
    this.#slots[slot + 2] = at;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    for (let slot = 0; slot < before.length; slot += WORDS) {
      const [a, b] = [before[slot]!, before[slot + 1]!];
      if (before[slot + 2] !== 0) this.#put(this.#find(a, b), a, b, before[slot + 2]!);
    }
  }
}
