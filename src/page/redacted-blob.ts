import { BLOCK } from "../archive/tar-header.ts";
import { tarHeader } from "../archive/tar-write.ts";
import type { RedactedArchive } from "../redact/bundle.ts";

/**
 * A .tar.gz in memory, packed, whose entries are as long as they turn out to be: a header is a gzip member of its own,
 * made once the size behind it is known. An entry that was compressed is so again.
 */
export class RedactedBlob implements RedactedArchive {
  readonly #parts: Blob[] = [];
  #path = "";
  #entry = new Packing();

  async begin(path: string): Promise<void> {
    this.#path = path;
    this.#entry = new Packing();
  }

  give(bytes: Uint8Array): void {
    // a copy, since what is packed later must not change meanwhile
    this.#entry.give(bytes.slice());
  }

  settle(): Promise<void> {
    return this.#entry.settle();
  }

  async end(keep: boolean): Promise<void> {
    const packed = await this.#entry.end();
    if (!keep) return;
    const isGzip = this.#path.endsWith(".gz");
    const size = isGzip ? packed.size : this.#entry.bytes;
    this.#parts.push(
      await gzip(new Blob([tarHeader(this.#path, size) as Uint8Array<ArrayBuffer>])),
      isGzip ? await gzip(packed) : packed,
      await gzip(new Blob([new Uint8Array(-size & (BLOCK - 1))])),
    );
  }

  /** The archive; one that is cut, as the bundle was, has no end. */
  async close(isWhole: boolean): Promise<Blob> {
    if (isWhole) this.#parts.push(await gzip(new Blob([new Uint8Array(2 * BLOCK)])));
    return new Blob(this.#parts, { type: "application/gzip" });
  }
}

/** Bytes of one entry, packed as they come. */
class Packing {
  bytes = 0;
  readonly #stream = new CompressionStream("gzip");
  readonly #writer = this.#stream.writable.getWriter();
  readonly #packed = new Response(this.#stream.readable).blob();

  give(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes += bytes.length;
    // what fails is told where the end is waited for
    this.#writer.write(bytes).catch(() => undefined);
  }

  async settle(): Promise<void> {
    await this.#writer.ready;
  }

  async end(): Promise<Blob> {
    await this.#writer.close();
    return this.#packed;
  }
}

const gzip = (blob: Blob): Promise<Blob> =>
  new Response(blob.stream().pipeThrough(new CompressionStream("gzip"))).blob();
