import { createTarDecoder } from "modern-tar";
import type { Blocks, Outcome, Source } from "./entry.ts";
import type { Log } from "./log.ts";
import { labelOf } from "./paths.ts";

/** Bytes of zeros that end an archive. */
const END_MARK = 1024;

/** Bytes by which a tar is told. */
export const TAR_HEAD = 512;

/** Whether these first bytes are a tar header: all writers in use mark it as `ustar`. */
export const looksLikeTar = (head: Uint8Array): boolean =>
  head.length >= TAR_HEAD && String.fromCharCode(...head.subarray(257, 262)) === "ustar";

/** The regular files of a tar stream, one after the other. */
export async function* tarSources(blocks: Blocks, archive: Log): AsyncGenerator<Source> {
  const endsEarly = (): void => {
    if (!archive.damaged()) archive.damage("the archive ends too early");
  };
  const decoder = createTarDecoder();
  const feeding = feed(blocks, decoder.writable, endsEarly);
  const headers = decoder.readable.getReader();
  try {
    for (;;) {
      const next = await headers.read();
      if (next.done) break;
      const { header, body } = next.value;
      const path = labelOf(header.name);
      if (!archive.count()) return;
      if (header.type !== "file") {
        if (header.type !== "directory") archive.skip(path, `a ${header.type} is not followed`);
        await body.cancel();
        continue;
      }
      const outcome: Outcome = { bytes: 0, cut: null };
      const counted = whole(body, header.size, outcome, endsEarly);
      yield { path, blocks: counted, outcome };
      // what the reader left of this entry
      for await (const _ of counted) void _;
    }
    await feeding;
  } catch (error) {
    archive.damage(`its archive is damaged: ${(error as Error).message}`);
  } finally {
    await headers.cancel().catch(() => undefined);
    await feeding.catch(() => undefined);
  }
}

/** An entry's bytes, noting when there are fewer than its header promised. */
async function* whole(
  body: ReadableStream<Uint8Array>,
  size: number,
  outcome: Outcome,
  endsEarly: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of body as unknown as Blocks) {
      outcome.bytes += block.length;
      yield block;
    }
  } finally {
    if (outcome.bytes < size && outcome.cut === null) {
      outcome.cut = `the archive ends after ${outcome.bytes} of its ${size} bytes`;
      endsEarly();
    }
  }
}

async function feed(
  blocks: Blocks,
  writable: WritableStream<Uint8Array>,
  endsEarly: () => void,
): Promise<void> {
  const writer = writable.getWriter();
  let zeros = 0;
  try {
    for await (const block of blocks) {
      const atEnd = trailingZeros(block);
      zeros = atEnd === block.length ? zeros + atEnd : atEnd;
      await writer.ready;
      await writer.write(block);
    }
    await writer.close();
    // the decoder takes an archive that ends between two entries for a whole one
    if (zeros < END_MARK) endsEarly();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
  }
}

/** Zeros at a block's end. */
function trailingZeros(block: Uint8Array): number {
  let at = block.length;
  while (at > 0 && block[at - 1] === 0) at--;
  return block.length - at;
}
