import { type FileHandle, open } from "node:fs/promises";
import type { Sink } from "../redact/archive.ts";

/** A redacted archive in a file, readable by its owner alone. */
export class FileSink implements Sink {
  readonly #file: FileHandle;
  /** Up to where is written, and what comes behind. */
  #at = 0;
  #waiting: Uint8Array[] = [];
  #bytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<FileSink> {
    return new FileSink(await open(path, "wx", 0o600));
  }

  mark(): number {
    return this.#at + this.#bytes;
  }

  append(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
  }

  async settle(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    await this.#put(Buffer.concat(waiting), this.#at);
    this.#at += this.#bytes;
    this.#bytes = 0;
  }

  async replace(mark: number, bytes: Uint8Array): Promise<void> {
    await this.settle();
    await this.#put(bytes, mark);
  }

  async cut(mark: number): Promise<void> {
    await this.settle();
    this.#at = mark;
  }

  async close(): Promise<void> {
    // what is behind the end is of an entry that was not kept
    await this.#file.truncate(this.#at);
    await this.#file.close();
  }

  async #put(bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; )
      done += (await this.#file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
