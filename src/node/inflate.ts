import { Readable } from "node:stream";
import type { Gunzip } from "node:zlib";
import { boundBy } from "../archive/bounded.ts";
import { DAMAGED, Damage, ENDS_EARLY } from "../archive/damage.ts";
import type { Blocks } from "../archive/entry.ts";
import type { Inflate, Native } from "../archive/inflate.ts";
import { within } from "./within.ts";

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

/** Node has zstd from 22.15. */
const HAS_ZSTD = "zstd" in process.versions;

/** Inflates by `node:zlib`. */
export const inflate: Inflate = (how, blocks) => {
  if (how !== "zstd" || HAS_ZSTD) return run(how, blocks);
  boundBy(within);
  return null;
};

/** Node's decompressor. It is loaded when it is needed, which is seldom; our types are those of Node 20. */
async function create(how: Native): Promise<Gunzip> {
  const zlib = await import("node:zlib");
  const { createZstdDecompress } = zlib as { createZstdDecompress?: typeof zlib.createGunzip };
  const by = { gzip: zlib.createGunzip, "deflate-raw": zlib.createInflateRaw };
  return how === "zstd" ? createZstdDecompress!(OPTIONS) : by[how](OPTIONS);
}

/**
 * Runs a decompressor a few chunks ahead of the reader: Node inflates the next ones on its thread pool
 * while this one is parsed. What it had inflated before it failed is given, and then the failure.
 */
async function* run(how: Native, blocks: Blocks): AsyncGenerator<Uint8Array> {
  const inflater = await create(how);
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
