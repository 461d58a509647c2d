import { GzipMember, gzip } from "../archive/deflate/gzip-write.ts";
import { BLOCK } from "../archive/tar-header.ts";
import { tarHeader } from "../archive/tar-write.ts";
import type { RedactedArchive } from "./bundle.ts";

/** Where an archive goes. A mark is a place in it, which it gives and takes back. */
export interface Sink {
  mark(): number;
  /** Bytes that are its own from now on. */
  append(bytes: Uint8Array): void;
  /** Waits until there is room for more. */
  settle(): Promise<void>;
  /** Puts bytes at a mark, as many as there were appended at once. */
  replace(mark: number, bytes: Uint8Array): Promise<void>;
  /** Forgets what is behind a mark. */
  cut(mark: number): Promise<void>;
}

/** Bytes of an entry that are held before it is written as it comes. */
const HELD = 256 * 1024;

/**
 * A .tar.gz whose entries are as long as they turn out to be: a long one is a gzip member of its own, and before it stands
 * the member of its header, which is replaced once the size is known. An entry that was compressed is so again.
 */
export class RedactedTar implements RedactedArchive {
  readonly #sink: Sink;
  #path = "";
  #mark = 0;
  #size = 0;
  #held: Uint8Array[] = [];
  #long: LongEntry | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  async begin(path: string): Promise<void> {
    this.#path = path;
    this.#mark = this.#sink.mark();
    this.#size = 0;
    this.#held = [];
    this.#long = null;
  }

  give(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#long !== null) this.#long.give(bytes);
    else this.#held.push(bytes.slice());
  }

  async settle(): Promise<void> {
    if (this.#long === null && this.#size > HELD) {
      this.#sink.append(gzip([tarHeader(this.#path, 0)], true));
      this.#long = new LongEntry(this.#sink, this.#isGzip);
      for (const one of this.#held.splice(0)) this.#long.give(one);
    }
    await this.#sink.settle();
  }

  async end(keep: boolean): Promise<void> {
    const size = this.#long?.end() ?? 0;
    if (!keep) await this.#sink.cut(this.#mark);
    else if (this.#long !== null)
      await this.#sink.replace(this.#mark, gzip([tarHeader(this.#path, size)], true));
    else {
      const content = this.#isGzip ? [gzip(this.#held)] : this.#held;
      const length = content.reduce((sum, one) => sum + one.length, 0);
      this.#sink.append(gzip([tarHeader(this.#path, length), ...content, padding(length)]));
    }
    await this.#sink.settle();
  }

  /** Ends the archive; one that is cut, as the bundle was, has no end. */
  async close(isWhole: boolean): Promise<void> {
    if (isWhole) this.#sink.append(gzip([new Uint8Array(2 * BLOCK)]));
    await this.#sink.settle();
  }

  get #isGzip(): boolean {
    return this.#path.endsWith(".gz");
  }
}

const padding = (size: number): Uint8Array => new Uint8Array(-size & (BLOCK - 1));

/** A long entry, packed as it comes. */
class LongEntry {
  readonly #outer: GzipMember;
  /** Where the entry itself is compressed. */
  readonly #inner: GzipMember | null;
  #size = 0;

  constructor(sink: Sink, isGzip: boolean) {
    this.#outer = new GzipMember((bytes) => sink.append(bytes), isGzip);
    this.#inner = isGzip ? new GzipMember((bytes) => this.#put(bytes)) : null;
  }

  give(bytes: Uint8Array): void {
    if (this.#inner !== null) this.#inner.give(bytes);
    else this.#put(bytes);
  }

  /** Answers how long the entry is. */
  end(): number {
    this.#inner?.end();
    this.#outer.give(padding(this.#size));
    this.#outer.end();
    return this.#size;
  }

  #put(bytes: Uint8Array): void {
    this.#size += bytes.length;
    this.#outer.give(bytes);
  }
}
