import type { FileHandle } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { createGzip, type Gzip } from "node:zlib";
import { BLOCK } from "../archive/tar-header.ts";

/** A table's rows are as small by the first level as by the sixth, to a sixth of a tenth, in a quarter of the time. */
const LEVEL = 1;
/** Bytes that may wait for being packed or written, while others are read. */
const WAITING = 4 * 1024 * 1024;
export const OPTIONS = { level: LEVEL, chunkSize: 512 * 1024, highWaterMark: WAITING } as const;

/** What fills the last block of an entry. */
export const padding = (size: number): Uint8Array =>
  new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

/** A long entry, packed as it comes. */
export class Packed {
  readonly #outer: Gzip;
  /** Where the entry itself is compressed. */
  readonly #inner: Gzip | null;
  #size = 0;
  readonly #given: Uint8Array[] = [];
  #waiting = 0;
  #hasRoom = (): void => undefined;
  readonly #written: Promise<number>;

  constructor(file: FileHandle, at: number, isGzip: boolean) {
    this.#inner = isGzip ? createGzip(OPTIONS) : null;
    this.#outer = createGzip(isGzip ? { ...OPTIONS, level: 0 } : OPTIONS);
    this.#inner?.on("data", (bytes: Buffer) => {
      this.#size += bytes.length;
      this.#outer.write(bytes);
    });
    this.#written = write(this.#outer, file, at);
    // waited for at the end, where a fault of the disk is told
    this.#written.catch(() => undefined);
  }

  give(bytes: Uint8Array): void {
    this.#given.push(bytes);
    if (this.#inner === null) this.#size += bytes.length;
  }

  /** Packs what was given, as one: each part, however short, would wait for a turn of the event loop. */
  #pack(): void {
    const given = this.#given.splice(0);
    if (given.length === 0) return;
    const bytes = given.length === 1 ? given[0]! : Buffer.concat(given);
    this.#waiting += bytes.length;
    (this.#inner ?? this.#outer).write(bytes, () => {
      this.#waiting -= bytes.length;
      if (this.#waiting <= WAITING) this.#hasRoom();
    });
  }

  async settle(): Promise<void> {
    this.#pack();
    // packing goes on with the next bytes in a turn of the event loop only
    await setImmediate();
    if (this.#waiting <= WAITING) return;
    const room = new Promise<void>((resolve) => {
      this.#hasRoom = resolve;
    });
    await Promise.race([room, this.#written]);
  }

  async end(): Promise<{ end: number; size: number }> {
    this.#pack();
    if (this.#inner !== null) {
      const inner = this.#inner;
      await Promise.race([new Promise<void>((resolve) => inner.end(resolve)), this.#written]);
      await new Promise<void>((resolve) =>
        inner.readableEnded ? resolve() : inner.once("end", resolve),
      );
    }
    this.#outer.end(padding(this.#size));
    return { end: await this.#written, size: this.#size };
  }
}

/** Writes a stream at a place of a file; answers where it ends. */
async function write(stream: Gzip, file: FileHandle, from: number): Promise<number> {
  let at = from;
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    await file.write(bytes, 0, bytes.length, at);
    at += bytes.length;
  }
  return at;
}
