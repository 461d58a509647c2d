import { type FileHandle, open } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { BLOCK } from "../archive/tar-header.ts";
import { tarHeader } from "../archive/tar-write.ts";
import type { RedactedArchive } from "../redact/bundle.ts";
import { OPTIONS, Packed, padding } from "./packed-entry.ts";

/** Bytes of an entry that are held before it is written as it comes. */
const HELD = 256 * 1024;
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
