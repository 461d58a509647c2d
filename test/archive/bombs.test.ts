import { describe, expect, test } from "vitest";
import type { Bundle } from "../../src/archive/entry.ts";
import { openZip } from "../../src/archive/open.ts";
import { inflate } from "../../src/node/inflate.ts";
import { openBundle } from "../../src/node/open.ts";
import { blocksOf, concat, tarOf } from "../support/archives.ts";
import { COMPRESSORS, compress, FORMATS, type Format } from "../support/compress.ts";
import { needs } from "../support/needs.ts";
import { zipOf } from "../support/zips.ts";

const MIB = 2 ** 20;
const REASON = "it inflates to more than 200 times its size";

/** Reads all, and answers the bytes of each entry and by how much the process grew at most. */
async function take(bundle: Bundle) {
  const start = process.memoryUsage().rss;
  let most = start;
  const entries: { bytes: number; cut: string | null }[] = [];
  for await (const { blocks, outcome } of bundle.entries) {
    let bytes = 0;
    for await (const block of blocks) {
      bytes += block.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    entries.push({ bytes: bytes / MIB, cut: outcome.cut });
  }
  return { entries, grown: (most - start) / MIB };
}

const missing = needs({ commands: COMPRESSORS });
describe.skipIf(missing).each(FORMATS)(`a bomb of %s (${missing ?? "here"})`, (format: Format) => {
  const part = missing === null ? compress(format, new Uint8Array(100 * MIB)) : new Uint8Array();
  const bomb = concat(part, part, part);

  test("alone is cut soon behind 64 MiB, and nothing of it is held", async () => {
    const bundle = await openBundle("-", () => blocksOf(bomb));
    const { entries, grown } = await take(bundle);
    expect(bundle.damage).toEqual([REASON]);
    expect(entries[0]!.bytes).toBeGreaterThan(60);
    expect(entries[0]!.bytes).toBeLessThan(70);
    expect(grown).toBeLessThan(120);
  });

  test("as a member is cut, and the next one is read", async () => {
    const bytes = tarOf({ name: "bomb", body: bomb }, { name: "next", body: "two\n" });
    const bundle = await openBundle("-", () => blocksOf(bytes));
    const { entries } = await take(bundle);
    expect(entries[0]!.cut).toBe(REASON);
    expect(entries[1]).toEqual({ bytes: 4 / MIB, cut: null });
    expect(bundle.damage).toEqual([]);
  });
});

/** A zip whose members claim no size that would give them away. */
const zip = (...bodies: Uint8Array[]) => {
  const bytes = zipOf(bodies.map((body, n) => ({ name: `${n}`, body })));
  return openZip(
    "a",
    {
      size: bytes.length,
      read: async (from, length) => bytes.slice(from, from + length),
      close: async () => undefined,
    },
    inflate,
  );
};

test("a bomb in a zip is cut, and the next member is read", async () => {
  const bundle = zip(new Uint8Array(200 * MIB), new Uint8Array(4));
  const { entries, grown } = await take(bundle);
  expect(entries[0]!.cut).toBe(REASON);
  expect(entries[0]!.bytes).toBeLessThan(70);
  expect(entries[1]).toEqual({ bytes: 4 / MIB, cut: null });
  expect(grown).toBeLessThan(120);
});

test("a zip within an archive is held up to its ceiling only", async () => {
  const inner = concat(zipOf([{ name: "a", body: "x" }]), new Uint8Array(80 * MIB));
  const bytes = tarOf({ name: "a.zip", body: inner }, { name: "next", body: "two\n" });
  const bundle = await openBundle("-", () => blocksOf(bytes));
  const { entries } = await take(bundle);
  expect(entries).toEqual([{ bytes: 4 / MIB, cut: null }]);
  expect(bundle.skipped).toEqual([
    { entry: "a.zip", reason: "a zip of more than 64 MiB within an archive: unpack it first" },
  ]);
});

test("a frame of zstd that asks for gigabytes to look back in gets none", async () => {
  const magic = [0x28, 0xb5, 0x2f, 0xfd];
  for (const header of [
    // a window of 1.9 GiB; a single segment of 2^40 bytes
    [0x00, 0xa7],
    [0xe0, 0, 0, 0, 0, 0, 1, 0, 0],
  ]) {
    const bytes = Uint8Array.from([...magic, ...header, ...new Array<number>(40).fill(0)]);
    const bundle = await openBundle("-", () => blocksOf(bytes));
    const { grown } = await take(bundle);
    // a Node that has zstd itself has its own words
    expect(bundle.damage.join()).toMatch(/looks back more than|compressed data/);
    expect(grown).toBeLessThan(50);
  }
});
