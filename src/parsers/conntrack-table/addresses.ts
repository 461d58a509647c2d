/**
 * Gives each IPv6 address a dense id, by its exact text, so that a row holds one 32-bit word for it as
 * it does for IPv4. The texts live in one growing byte array. An address that is spelled in two ways
 * within one dump would get two ids; the kernel and the tool each spell one way.
 */
export class AddressIndex {
  #bytes = new Uint8Array(4096);
  #used = 0;
  /** Where each id's text starts; the next id's start is its end. */
  #starts = new Int32Array(256);
  #slots = new Int32Array(512).fill(-1);
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

  /** The id of the text `bytes[from, to)`, whose bytes one after the other make `h` by {@link mix}. */
  intern(bytes: Uint8Array, from: number, to: number, h: number): number {
    const mask = this.#slots.length - 1;
    let slot = fold(h) & mask;
    for (;;) {
      const id = this.#slots[slot]!;
      if (id < 0) break;
      if (this.#equals(id, bytes, from, to)) return id;
      slot = (slot + 1) & mask;
    }
    if (this.isFull) return this.#most;
    if (this.size === this.#most) return this.#append(slot, OTHERS, 0, OTHERS.length);
    return this.#append(slot, bytes, from, to);
  }

  /** The text of an id. */
  text(id: number): string {
    const [from, to] = [this.#starts[id]!, this.#starts[id + 1]!];
    return String.fromCharCode(...this.#bytes.subarray(from, to));
  }

  #equals(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[id]!;
    if (this.#starts[id + 1]! - start !== to - from) return false;
    for (let i = from; i < to; i++) if (this.#bytes[start + i - from] !== bytes[i]) return false;
    return true;
  }

  #append(slot: number, bytes: Uint8Array, from: number, to: number): number {
    const id = this.size++;
    const end = this.#used + to - from;
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, end);
    if (id + 2 > this.#starts.length) {
      const wider = new Int32Array(this.#starts.length * 2);
      wider.set(this.#starts);
      this.#starts = wider;
    }
    this.#bytes.set(bytes.subarray(from, to), this.#used);
    this.#used = end;
    this.#starts[id + 1] = end;
    this.#slots[slot] = id;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let h = 0;
      for (let i = this.#starts[id]!; i < this.#starts[id + 1]!; i++) h = mix(h, this.#bytes[i]!);
      let slot = fold(h) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id;
    }
  }
}

/** Stands for all addresses past the ceiling. */
const OTHERS = Uint8Array.from("other-addresses", (c) => c.charCodeAt(0));

/** Adds a byte to a text's hash, which begins as 0. */
export const mix = (h: number, byte: number): number => Math.imul(h ^ byte, 0x01000193);
const fold = (h: number): number => h ^ (h >>> 15);

function grown(bytes: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  const wider = new Uint8Array(Math.max(bytes.length * 2, least));
  wider.set(bytes);
  return wider;
}
