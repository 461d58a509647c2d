/**
 * Writes a made-up dump of a connection-tracking table, the same for the same options:
 * `npx tsx test/bench/generate.ts [--rows N] [--seed N] [--spoof SHARE] [--acct] > table.txt`
 */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Mix, rowWriter } from "./rows.ts";

export interface Dump extends Mix {
  rows: number;
}

const BLOCK = 256 * 1024;
const LONGEST_ROW = 512;

/** The dump in blocks that end between rows; never more than one of them at a time. */
export function* dumpBlocks(dump: Dump): Generator<Buffer> {
  const next = rowWriter(dump);
  let block = Buffer.allocUnsafe(BLOCK);
  let used = 0;
  for (let rows = 0; rows < dump.rows; rows++) {
    used += block.write(next(), used, "latin1");
    if (used > BLOCK - LONGEST_ROW) {
      yield block.subarray(0, used);
      block = Buffer.allocUnsafe(BLOCK);
      used = 0;
    }
  }
  if (used > 0) yield block.subarray(0, used);
}

export const writeDump = (dump: Dump, to: NodeJS.WritableStream): Promise<void> =>
  pipeline(Readable.from(dumpBlocks(dump), { objectMode: false }), to);

export const writeDumpFile = (dump: Dump, path: string): Promise<void> =>
  writeDump(dump, createWriteStream(path));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: "1000000" },
      seed: { type: "string", default: "1" },
      spoof: { type: "string", default: "0" },
      acct: { type: "boolean", default: false },
    },
  });
  const dump = {
    rows: Number(values.rows),
    seed: Number(values.seed),
    spoofed: Number(values.spoof),
    accounting: values.acct,
  };
  await writeDump(dump, process.stdout);
}
