import type { Blocks } from "./entry.ts";

/** Takes a stream by numbers of bytes. */
export interface ByteReader {
  /** So many bytes as a copy; fewer at the stream's end. */
  take(bytes: number): Promise<Uint8Array>;
  skip(bytes: number): Promise<void>;
}

export function byteReader(blocks: Blocks): ByteReader {
  const iterator = blocks[Symbol.asyncIterator]();
  let block = new Uint8Array();
  let at = 0;

  async function more(): Promise<boolean> {
    while (at === block.length) {
      const next = await iterator.next();
      if (next.done) return false;
      block = next.value as Uint8Array<ArrayBuffer>;
      at = 0;
    }
    return true;
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
    async skip(bytes) {
      for (let left = bytes; left > 0 && (await more()); ) {
        const part = Math.min(left, block.length - at);
        at += part;
        left -= part;
      }
    },
  };
}
