import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openBundle } from "../../src/node/open.ts";
import { blocksOf, concat, type Member, readArchive as read, tarOf } from "../support/archives.ts";

const FIRST: Member = { name: "first.txt", body: "one\n" };
const LAST: Member = { name: "last.txt", body: "two\n" };
const BOTH = [
  ["first.txt", "one\n"],
  ["last.txt", "two\n"],
];

describe("inflation bombs", () => {
  const bomb = (() => {
    const million = gzipSync(new Uint8Array(1 << 20), { level: 9 });
    return concat(...new Array<Uint8Array>(200).fill(million));
  })();
  const reason = "it inflates to more than 200 times its size";

  test("alone: it is cut soon behind 64 MiB", async () => {
    const bundle = await openBundle("-", () => blocksOf(bomb));
    let bytes = 0;
    for await (const { blocks } of bundle.entries)
      for await (const block of blocks) bytes += block.length;
    expect(bundle.damage).toEqual([reason]);
    expect(bytes / 2 ** 20).toBeGreaterThan(60);
    expect(bytes / 2 ** 20).toBeLessThan(70);
  });

  test("as a member: it is cut, and the next one is read", async () => {
    const [bundle, entries] = await read(tarOf({ name: "bomb.gz", body: bomb }, LAST));
    expect(entries[0]!.cut).toBe(reason);
    expect(entries[1]!.text).toBe("two\n");
    expect(bundle.damage).toEqual([]);
  });
});

test("compressed data that is padded with zeros is whole, and the next entry is read", async () => {
  const body = concat(gzipSync("whole\n"), new Uint8Array(3 << 20));
  const [bundle, entries] = await read(tarOf({ name: "a.gz", body }, LAST));
  expect(entries.map(({ text, cut }) => [text, cut])).toEqual([
    ["whole\n", null],
    ["two\n", null],
  ]);
  expect(bundle.damage).toEqual([]);
});

test("a member of a compression that this Node lacks does not end the archive", async () => {
  const zstd = concat(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd]), new Uint8Array(600).fill(7));
  const [bundle, entries] = await read(tarOf(FIRST, { name: "odd.zst", body: zstd }, LAST));
  expect(entries.map(({ path, text }) => [path, text])).toEqual([
    BOTH[0],
    ["odd.zst", ""],
    BOTH[1],
  ]);
  expect(entries[1]!.cut).toMatch(/zstd|compressed data/);
  expect(bundle.damage).toEqual([]);
});
