import type { Sink } from "../redact/archive.ts";

/** A redacted archive in memory. */
export class BlobSink implements Sink {
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];

  mark(): number {
    return this.#parts.length;
  }

  append(bytes: Uint8Array): void {
    this.#parts.push(bytes as Uint8Array<ArrayBuffer>);
  }

  async settle(): Promise<void> {}

  async replace(mark: number, bytes: Uint8Array): Promise<void> {
    this.#parts[mark] = bytes as Uint8Array<ArrayBuffer>;
  }

  async cut(mark: number): Promise<void> {
    this.#parts.length = mark;
  }

  get blob(): Blob {
    return new Blob(this.#parts, { type: "application/gzip" });
  }
}
