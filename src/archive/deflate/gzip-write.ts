import { giveBack, type Packer, takePacker } from "./packer.ts";

/** Of no name, time or system: packed quickly. */
const HEAD = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff);
const TAIL = 8;

/** One member of gzip, the same wherever it is made. */
export class GzipMember {
  readonly #put: (bytes: Uint8Array) => void;
  readonly #isStored: boolean;
  readonly #packer: Packer;
  #size = 0;
  #waiting = 0;

  /** @param put takes what is packed, a part after the other; they are its own */
  constructor(put: (bytes: Uint8Array) => void, isStored = false, packer = takePacker()) {
    this.#put = put;
    this.#isStored = isStored;
    this.#packer = packer;
    packer.begin();
    put(HEAD);
  }

  /** Packs bytes, which it has no use for when it is back. */
  give(bytes: Uint8Array): void {
    const { input } = this.#packer;
    this.#size += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + input.length - this.#waiting);
      input.set(part, this.#waiting);
      this.#waiting += part.length;
      at += part.length;
      if (this.#waiting === input.length) this.#block(false);
    }
  }

  end(): void {
    this.#block(true);
    const tail = new DataView(new ArrayBuffer(TAIL));
    tail.setUint32(0, this.#packer.sum, true);
    tail.setUint32(4, this.#size >>> 0, true);
    this.#put(new Uint8Array(tail.buffer));
    giveBack(this.#packer);
  }

  #block(isLast: boolean): void {
    this.#put(this.#packer.block(this.#waiting, isLast, this.#isStored).slice());
    this.#waiting = 0;
  }
}

/** Bytes as one member. */
export function gzip(bytes: readonly Uint8Array[], isStored = false): Uint8Array {
  const parts: Uint8Array[] = [];
  const member = new GzipMember((part) => parts.push(part), isStored);
  for (const one of bytes) member.give(one);
  member.end();
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
