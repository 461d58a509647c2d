import { constants, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Blocks } from "../../src/archive/entry.ts";
import { openBundle } from "../../src/node/open.ts";
import { concat, tarHeader } from "../support/archives.ts";

const MIB = 2 ** 20;
const TOTAL = 300;
/** A mebibyte of zeros as one gzip member; eight to one, so that no ceiling on inflation ends it. */
const ZEROS = gzipSync(new Uint8Array(MIB), { strategy: constants.Z_HUFFMAN_ONLY });

async function* repeated(first: Uint8Array, last: Uint8Array): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let n = 0; n < TOTAL; n++) yield ZEROS;
  if (last.length > 0) yield last;
}

/** Reads a stream to its end; answers the bytes, and by how much the process grew at most. */
async function grow(blocks: Blocks): Promise<{ bytes: number; grown: number }> {
  const start = process.memoryUsage().rss;
  let [bytes, most] = [0, start];
  const bundle = await openBundle("-", () => blocks);
  for await (const entry of bundle.entries)
    for await (const block of entry.blocks) {
      bytes += block.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
  expect(bundle.damage).toEqual([]);
  return { bytes, grown: (most - start) / MIB };
}

test("300 MiB of one compressed file pass through without being held", async () => {
  const none = new Uint8Array();
  const { bytes, grown } = await grow(repeated(none, none));
  expect(bytes).toBe(TOTAL * MIB);
  expect(grown).toBeLessThan(150);
});

test("300 MiB of one member of a tar.gz pass through without being held", async () => {
  const size = `${(TOTAL * MIB).toString(8).padStart(11, "0")}\0`;
  const header = gzipSync(tarHeader({ name: "top/big.txt", size }));
  const { bytes, grown } = await grow(repeated(header, gzipSync(new Uint8Array(1_024))));
  expect(bytes).toBe(TOTAL * MIB);
  expect(grown).toBeLessThan(150);
});

test("a member that nobody reads is passed over, and the next one is there", async () => {
  const size = `${(TOTAL * MIB).toString(8).padStart(11, "0")}\0`;
  const header = gzipSync(tarHeader({ name: "top/link", type: "0", size }));
  const next = concat(tarHeader({ name: "next.txt" }), new Uint8Array(1_024));
  const start = process.memoryUsage().rss;
  const bundle = await openBundle("-", () => repeated(header, gzipSync(next)));
  const paths: string[] = [];
  for await (const { path } of bundle.entries) paths.push(path);
  expect(paths).toEqual(["top/link", "next.txt"]);
  expect((process.memoryUsage().rss - start) / MIB).toBeLessThan(150);
});
