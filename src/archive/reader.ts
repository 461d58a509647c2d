import { GAP } from "./damage.ts";
import type { Blocks } from "./entry.ts";

/** Takes a stream by numbers of bytes. */
export interface ByteReader {
  /** So many bytes as a copy; fewer at the stream's end, or before a gap. */
  take(bytes: number): Promise<Uint8Array>;
  /** Up to so many bytes, as they lie there: valid until the next are taken. Null at the end, or before a gap. */
  part(most: number): Promise<Uint8Array | null>;
  /** Passes so many bytes over; answers how many there were. */
  skip(bytes: number): Promise<number>;
  /** Gives back the bytes that were taken last, or the last of them. */
  back(bytes: Uint8Array): void;
  /** Goes on behind a gap; answers whether there was one. */
  passGap(): boolean;
  /** Bytes that were taken. */
  readonly taken: number;
}

export function byteReader(blocks: Blocks): ByteReader {
  const iterator = blocks[Symbol.asyncIterator]();
  let block = new Uint8Array();
  let at = 0;
  let before = 0;
  let isAtGap = false;

  async function more(): Promise<boolean> {
    while (at === block.length && !isAtGap) {
      const next = await iterator.next();
      if (next.done) return false;
      before += block.length;
      block = next.value as Uint8Array<ArrayBuffer>;
      at = 0;
      isAtGap = next.value === GAP;
    }
    return at < block.length;
  }

  return {
    async take(bytes) {
      // a length from the stream asks for no memory before its bytes are there
      let taken = new Uint8Array(Math.min(bytes, block.length - at + 64 * 1024));
      let length = 0;
      while (length < bytes && (await more())) {
        const part = block.subarray(at, at + bytes - length);
        if (length + part.length > taken.length) {
          const larger = new Uint8Array(Math.min(bytes, (length + part.length) * 2));
          larger.set(taken.subarray(0, length));
          taken = larger;
        }
        taken.set(part, length);
        length += part.length;
        at += part.length;
      }
      return taken.subarray(0, length);
    },
    async part(most) {
      if (!(await more())) return null;
      const part = block.subarray(at, at + most);
      at += part.length;
      return part;
    },
    async skip(bytes) {
      let left = bytes;
      while (left > 0 && (await more())) {
        const part = Math.min(left, block.length - at);
        at += part;
        left -= part;
      }
      return bytes - left;
    },
    back(bytes) {
      if (bytes.length <= at) {
        at -= bytes.length;
        return;
      }
      const whole = new Uint8Array(bytes.length + block.length - at);
      whole.set(bytes);
      whole.set(block.subarray(at), bytes.length);
      before -= bytes.length - at;
      block = whole;
      at = 0;
    },
    passGap() {
      const was = isAtGap;
      isAtGap = false;
      return was;
    },
    get taken() {
      return before + at;
    },
  };
}
