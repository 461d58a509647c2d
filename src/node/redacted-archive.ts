import { type FileHandle, open } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { createGzip, type Gzip, gzipSync } from "node:zlib";
import { BLOCK } from "../archive/tar-header.ts";
import { tarHeader } from "../archive/tar-write.ts";
import type { RedactedArchive } from "../redact/bundle.ts";

/** Bytes of an entry that are held before it is written as it comes. */
const HELD = 256 * 1024;
/** A table's rows are as small by the first level as by the sixth, to a sixth of a tenth, in a quarter of the time. */
const LEVEL = 1;
/** Bytes that may wait for being packed or written, while others are read. */
const WAITING = 4 * 1024 * 1024;
const OPTIONS = { level: LEVEL, chunkSize: 512 * 1024, highWaterMark: WAITING } as const;

/**
 * A .tar.gz whose entries are as long as they turn out to be: each is a gzip member of its own, and before it stands
 * the member of its header, which is written anew once the size is known. An entry that was compressed is so again.
 */
export class RedactedFile implements RedactedArchive {
  readonly #file: FileHandle;
  /** Where the next member begins. */
  #at = 0;
  #path = "";
  #size = 0;
  #held: Uint8Array[] = [];
  #packed: Packed | null = null;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<RedactedFile> {
    return new RedactedFile(await open(path, "wx", 0o600));
  }

  async begin(path: string): Promise<void> {
    this.#path = path;
    this.#size = 0;
    this.#held = [];
    this.#packed = null;
  }

  give(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#packed !== null) this.#packed.give(bytes);
    else this.#held.push(bytes);
  }

  async settle(): Promise<void> {
    if (this.#packed === null && this.#size > HELD) {
      const header = stored(tarHeader(this.#path, 0));
      this.#packed = new Packed(this.#file, this.#at + header.length, this.#path.endsWith(".gz"));
      for (const one of this.#held.splice(0)) this.#packed.give(one);
    }
    await this.#packed?.settle();
  }

  async end(keep: boolean): Promise<void> {
    if (!keep) {
      await this.#packed?.end();
      return;
    }
    if (this.#packed === null) {
      const text = Buffer.concat(this.#held.splice(0));
      const content = this.#path.endsWith(".gz") ? gzipSync(text, OPTIONS) : text;
      const whole = [tarHeader(this.#path, content.length), content, padding(content.length)];
      await this.#put(gzipSync(Buffer.concat(whole), OPTIONS), this.#at);
      return;
    }
    const { end, size } = await this.#packed.end();
    const header = stored(tarHeader(this.#path, size));
    await this.#file.write(header, 0, header.length, this.#at);
    this.#at = end;
  }

  async #put(bytes: Uint8Array, at: number): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, at);
    this.#at = at + bytes.length;
  }

  /** Ends the archive; one that is cut, as the bundle was, has no end. */
  async close(isWhole: boolean): Promise<void> {
    if (isWhole) await this.#put(gzipSync(new Uint8Array(2 * BLOCK)), this.#at);
    // what is behind the end is of an entry that was not kept
    await this.#file.truncate(this.#at);
    await this.#file.close();
  }
}

const stored = (bytes: Uint8Array): Buffer => gzipSync(bytes, { level: 0 });
const padding = (size: number): Uint8Array => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

/** A long entry, packed as it comes. */
class Packed {
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
