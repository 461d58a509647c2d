/** Words of a text: 45 letters at most, and zeros behind them. */
export const TEXT_WORDS = 12;
const MOST_LETTERS = 45;

/**
 * Gives each IPv6 address a dense id, by its exact text, so that a row holds one 32-bit word for it as
 * it does for IPv4. An address that is spelled in two ways within one dump would get two ids; the
 * kernel and the tool each spell one way.
 *
 * A text is {@link TEXT_WORDS} 32-bit words, its letters in the order of their bytes.
 */
export class AddressIndex {
  /** The texts, by id. */
  #texts = new Int32Array(256 * TEXT_WORDS);
  #slots = new Int32Array(512).fill(-1);
  #ids = new Int32Array(0);
  /** What the looks ahead saw, so that they are not optimised away. */
  seen = 0;
  size = 0;
  readonly #most: number;

  /** @param most texts that are told apart: all later ones share one id, whose text says so */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether some addresses are told apart no more. */
  get isFull(): boolean {
    return this.size > this.#most;
  }

  /** The id of the text whose words begin at `at`. */
  intern(texts: Int32Array, at: number): number {
    return this.#find(texts, at, hashOf(texts, at));
  }

  /**
   * Interns many texts, which stand `stride` words apart, and returns their ids, valid until the next time.
   * Their slots and texts are touched first, so that the cache misses overlap.
   */
  internAll(texts: Int32Array, stride: number, count: number): Int32Array {
    if (this.#ids.length < count) this.#ids = new Int32Array(count);
    const ids = this.#ids;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let seen = 0;
    for (let n = 0; n < count; n++) ids[n] = hashOf(texts, n * stride);
    for (let n = 0; n < count; n++) seen ^= slots[ids[n]! & mask]!;
    for (let n = 0; n < count; n++)
      seen ^= this.#texts[Math.max(slots[ids[n]! & mask]!, 0) * TEXT_WORDS]!;
    this.seen = seen;
    for (let n = 0; n < count; n++) ids[n] = this.#find(texts, n * stride, ids[n]!);
    return ids;
  }

  #find(texts: Int32Array, at: number, h: number): number {
    const mask = this.#slots.length - 1;
    let slot = h & mask;
    for (; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id < 0) break;
      if (this.#equals(id, texts, at)) return id;
    }
    if (this.isFull) return this.#most;
    if (this.size === this.#most) return this.#append(slot, OTHERS, 0);
    return this.#append(slot, texts, at);
  }

  /** The text of an id. */
  text(id: number): string {
    const words = this.#texts.subarray(id * TEXT_WORDS, (id + 1) * TEXT_WORDS);
    const letters = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    const end = letters.indexOf(0);
    return String.fromCharCode(...letters.subarray(0, end));
  }

  #equals(id: number, texts: Int32Array, at: number): boolean {
    const own = this.#texts;
    const start = id * TEXT_WORDS;
    for (let word = 0; word < TEXT_WORDS; word++) {
      if (own[start + word] !== texts[at + word]) return false;
      if (own[start + word] === 0) return true;
    }
    return true;
  }

  #append(slot: number, texts: Int32Array, at: number): number {
    const id = this.size++;
    if (this.size * TEXT_WORDS > this.#texts.length) {
      const wider = new Int32Array(this.#texts.length * 2);
      wider.set(this.#texts);
      this.#texts = wider;
    }
    for (let word = 0; word < TEXT_WORDS; word++)
      this.#texts[id * TEXT_WORDS + word] = texts[at + word]!;
    this.#slots[slot] = id;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = hashOf(this.#texts, id * TEXT_WORDS) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

/** The letters `bytes[from, to)` as the words of a text. */
export function wordsOf(bytes: Uint8Array, from: number, to: number): Int32Array {
  const words = new Int32Array(TEXT_WORDS);
  new Uint8Array(words.buffer).set(bytes.subarray(from, Math.min(to, from + MOST_LETTERS)));
  return words;
}

/** A text's place among the slots; it ends with its first word of zeros. */
export function hashOf(texts: Int32Array, at: number): number {
  let h = 0;
  for (let word = at; word < at + TEXT_WORDS && texts[word] !== 0; word++) {
    h = Math.imul(h ^ texts[word]!, 0x85ebca6b);
    h ^= h >>> 15;
  }
  return h;
}

/** Stands for all addresses past the ceiling. */
const OTHERS_NAME = Uint8Array.from("other-addresses", (c) => c.charCodeAt(0));
const OTHERS = wordsOf(OTHERS_NAME, 0, OTHERS_NAME.length);
