import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { type Blocks, peek } from "./entry.ts";

/** Bytes that one step of the decompressor takes: with Node's 16 KiB it costs more than all parsing. */
const TAKEN = 256 * 1024;
/** Bytes that it answers: with as many as it takes, unpacking is a sixth slower. */
const CHUNK = 1024 * 1024;
/** Bytes that it unpacks ahead: without, it waits for its reader after each answer. */
const AHEAD = 2 * CHUNK;
const OPTIONS = {
  chunkSize: CHUNK,
  writableHighWaterMark: TAKEN,
  readableHighWaterMark: AHEAD,
};

/** Node has zstd from 22.15; older ones lack the function, and our types are those of Node 20. */
const createZstd = (zlib as { createZstdDecompress?: (options: object) => zlib.Gunzip })
  .createZstdDecompress;

/**
 * Takes the compression off a stream, told by its first bytes; an uncompressed one passes as it is.
 * A damaged or truncated stream yields all that could be read, then tells `onDamage` why it ended.
 *
 * @throws AnalyzerError `BUNDLE_UNREADABLE` for zstd on a Node that has none.
 */
export async function inflate(blocks: Blocks, onDamage: (reason: string) => void): Promise<Blocks> {
  const { head, blocks: whole } = await peek(blocks, 4);
  if (head[0] === 0x1f && head[1] === 0x8b) return run(whole, zlib.createGunzip(OPTIONS), onDamage);
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) {
    if (createZstd === undefined)
      throw new AnalyzerError(
        "BUNDLE_UNREADABLE",
        `Node ${process.versions.node} cannot read zstd: run on Node 22.15 or later, or unpack it with zstd -d`,
      );
    return run(whole, createZstd(OPTIONS), onDamage);
  }
  return whole;
}

/** As {@link inflate}, for one entry among others: what cannot be inflated here is damage of that entry. */
export async function inflateEntry(
  blocks: Blocks,
  onDamage: (reason: string) => void,
): Promise<Blocks> {
  try {
    return await inflate(blocks, onDamage);
  } catch (error) {
    if (!(error instanceof AnalyzerError)) throw error;
    onDamage(error.message);
    return nothing();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * Runs a decompressor a few chunks ahead of the reader: Node inflates the next ones on its thread pool
 * while this one is parsed.
 */
async function* run(
  blocks: Blocks,
  inflater: zlib.Gunzip,
  onDamage: (reason: string) => void,
): AsyncGenerator<Uint8Array> {
  let inBytes = 0;
  let outBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      inBytes += block.length;
      yield block;
    }
  }
  const source = Readable.from(counted(), { objectMode: false, highWaterMark: TAKEN });
  source.on("error", (error) => inflater.destroy(error));
  source.pipe(inflater);
  try {
    for await (const block of inflater as AsyncIterable<Uint8Array>) {
      outBytes += block.length;
      if (outBytes > LIMITS.inflationGrace && outBytes > inBytes * LIMITS.inflationRatio) {
        onDamage(`it inflates to more than ${LIMITS.inflationRatio} times its size`);
        return;
      }
      yield block;
    }
  } catch (error) {
    if (error instanceof AnalyzerError) throw error;
    onDamage(reasonOf(error));
  } finally {
    source.destroy();
    inflater.destroy();
  }
}

function reasonOf(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === "Z_BUF_ERROR") return "its compressed data ends too early";
  if (code?.startsWith("Z_") || code?.startsWith("ZSTD")) return "its compressed data is damaged";
  return `it cannot be read further: ${(error as Error).message}`;
}
