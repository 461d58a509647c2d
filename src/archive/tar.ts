import { createTarDecoder } from "modern-tar";
import { LIMITS } from "../limits.ts";
import type { Blocks, Bundle, BundleEntry, Outcome } from "./entry.ts";
import { decompress, type Inflate } from "./inflate.ts";

/** Bytes of zeros that end an archive. */
const END_MARK = 1024;
/** Characters of a path that are kept: every list of the report holds it. */
const MAX_PATH = 1024;

/** Whether these first bytes are a tar header: all writers in use mark it as `ustar`. */
export const looksLikeTar = (head: Uint8Array): boolean =>
  head.length >= 512 && String.fromCharCode(...head.subarray(257, 262)) === "ustar";

/** The regular files of a tar stream, one after the other, each with its own compression taken off. */
export async function* tarEntries(
  blocks: Blocks,
  bundle: Pick<Bundle, "skipped" | "damage">,
  inflate: Inflate,
): AsyncGenerator<BundleEntry> {
  const decoder = createTarDecoder();
  const feeding = feed(blocks, decoder.writable, bundle);
  const headers = decoder.readable.getReader();
  let entries = 0;
  try {
    for (;;) {
      const next = await headers.read();
      if (next.done) break;
      const { header, body } = next.value;
      const path = pathOf(header.name);
      if (++entries > LIMITS.entries) {
        bundle.damage.push(`only its first ${LIMITS.entries} entries were read`);
        return;
      }
      if (header.type !== "file") {
        if (header.type !== "directory") skip(bundle, path, `a ${header.type} is not followed`);
        await body.cancel();
        continue;
      }
      const outcome: Outcome = { bytes: 0, cut: null };
      const counted = whole(body, header.size, outcome, bundle);
      yield {
        path,
        blocks: await decompress(counted, inflate, (reason) => {
          outcome.cut = reason;
        }),
        outcome,
      };
      // what the reader left of this entry
      for await (const _ of counted) void _;
    }
    await feeding;
  } catch (error) {
    bundle.damage.push(`its archive is damaged: ${(error as Error).message}`);
  } finally {
    await headers.cancel().catch(() => undefined);
    await feeding.catch(() => undefined);
  }
}

function skip(bundle: Pick<Bundle, "skipped">, entry: string, reason: string): void {
  if (bundle.skipped.length < LIMITS.entries) bundle.skipped.push({ entry, reason });
}

/** An entry's bytes, noting when there are fewer than its header promised. */
async function* whole(
  body: ReadableStream<Uint8Array>,
  size: number,
  outcome: Outcome,
  bundle: Pick<Bundle, "damage">,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of body as unknown as Blocks) {
      outcome.bytes += block.length;
      yield block;
    }
  } finally {
    if (outcome.bytes < size && outcome.cut === null) {
      outcome.cut = `the archive ends after ${outcome.bytes} of its ${size} bytes`;
      endsEarly(bundle);
    }
  }
}

function endsEarly(bundle: Pick<Bundle, "damage">): void {
  if (bundle.damage.length === 0) bundle.damage.push("the archive ends too early");
}

function pathOf(name: string): string {
  // decoded anew, since a slice would hold on to the whole name
  const short =
    name.length > MAX_PATH
      ? new TextDecoder().decode(new TextEncoder().encode(name.slice(0, MAX_PATH)))
      : name;
  return short.replace(/^\.\//, "");
}

async function feed(
  blocks: Blocks,
  writable: WritableStream<Uint8Array>,
  bundle: Pick<Bundle, "damage">,
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
    if (zeros < END_MARK) endsEarly(bundle);
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
