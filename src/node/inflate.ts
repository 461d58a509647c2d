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
  switch (how) {
    case "gzip":
      return run(blocks, zlib.createGunzip(OPTIONS));
    case "deflate-raw":
      return run(blocks, zlib.createInflateRaw(OPTIONS));
    case "zstd":
      return createZstd === undefined ? null : run(blocks, createZstd(OPTIONS));
  }
};

/**
 * Runs a decompressor a few chunks ahead of the reader: Node inflates the next ones on its thread pool
 * while this one is parsed. What it had inflated before it failed is given, and then the failure.
 */
async function* run(blocks: Blocks, inflater: zlib.Gunzip): AsyncGenerator<Uint8Array> {
  const source = Readable.from(blocks, { objectMode: false, highWaterMark: TAKEN });
  let failure: unknown = null;
  let ended = false;
  let wake = (): void => {};
  source.on("error", (error) => inflater.destroy(error));
  // told of the end apart from the last bytes, of which it would keep all if they were too few
  source.on("end", () => inflater.write(new Uint8Array(), () => inflater.end()));
  source.pipe(inflater, { end: false });
  inflater.on("readable", () => wake());
  inflater.on("end", () => {
    ended = true;
    wake();
  });
  inflater.on("error", (error) => {
    failure = error;
    ended = true;
    wake();
  });
  try {
    for (;;) {
      // an iterator would drop what is waiting when it fails
      const block = inflater.read() as Uint8Array | null;
      if (block !== null) yield block;
      else if (ended) break;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    source.destroy();
    inflater.destroy();
  }
  if (failure !== null) throw damageOf(failure);
}

function damageOf(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === "Z_BUF_ERROR") return new Damage(ENDS_EARLY);
  return code?.startsWith("Z_") || code?.startsWith("ZSTD") ? new Damage(DAMAGED) : error;
}
