import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { DAMAGED, Damage, ENDS_EARLY } from "../archive/damage.ts";
import type { Blocks } from "../archive/entry.ts";
import type { Inflate } from "../archive/inflate.ts";

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

/** Inflates by `node:zlib`. */
export const inflate: Inflate = (how, blocks) => {
  if (how === "gzip") return run(blocks, zlib.createGunzip(OPTIONS));
  return createZstd === undefined ? null : run(blocks, createZstd(OPTIONS));
};

/**
 * Runs a decompressor a few chunks ahead of the reader: Node inflates the next ones on its thread pool
 * while this one is parsed.
 */
async function* run(blocks: Blocks, inflater: zlib.Gunzip): AsyncGenerator<Uint8Array> {
  const source = Readable.from(blocks, { objectMode: false, highWaterMark: TAKEN });
  source.on("error", (error) => inflater.destroy(error));
  source.pipe(inflater);
  try {
    yield* inflater as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw damageOf(error);
  } finally {
    source.destroy();
    inflater.destroy();
  }
}

function damageOf(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === "Z_BUF_ERROR") return new Damage(ENDS_EARLY);
  return code?.startsWith("Z_") || code?.startsWith("ZSTD") ? new Damage(DAMAGED) : error;
}
