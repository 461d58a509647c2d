import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { lineFeed } from "../../src/archive/lines.ts";
import { openBundle } from "../../src/node/open.ts";
import { blocksOf, readAll, tarOf } from "../support/archives.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";

/** The ceilings lowered, so that passing them takes a small bundle. */
vi.mock("../../src/limits.ts", async (original) => {
  const { LIMITS } = await original<typeof import("../../src/limits.ts")>();
  return { LIMITS: { ...LIMITS, entries: 20, bundleBytes: 10_000, linesPerEntry: 5 } };
});

const folder = temporaryFolder();
const noInput = () => blocksOf(new Uint8Array());
const many = (count: number, body = "x\n") =>
  Array.from({ length: count }, (_, at) => ({ name: `${100 + at}.txt`, body }));

test("entries above the ceiling are not read, and that is said", async () => {
  const [whole, over] = [many(20), many(200)].map((list) => tarOf(...list));
  const fits = await openBundle("-", () => blocksOf(whole!));
  expect(await readAll(fits)).toHaveLength(20);
  expect(fits.damage).toEqual([]);
  const bundle = await openBundle("-", () => blocksOf(over!));
  expect((await readAll(bundle)).at(-1)!.path).toBe("119.txt");
  expect(bundle.damage).toEqual(["only its first 20 entries were read"]);
});

test("links count as entries, so that no list of what was skipped grows without end", async () => {
  const links = many(200).map(({ name }) => ({ name, type: "2" }));
  const bundle = await openBundle("-", () => blocksOf(tarOf(...links)));
  expect(await readAll(bundle)).toEqual([]);
  expect(bundle.skipped).toHaveLength(20);
  expect(bundle.damage).toEqual(["only its first 20 entries were read"]);
});

test("files of a folder above the ceiling are not read, and that is said once", async () => {
  const root = join(folder, "many");
  for (const { name, body } of many(30))
    writeFiles(root, { [name]: body, [`sub${name.slice(0, 2)}/${name}`]: body });
  const bundle = await openBundle(root, noInput);
  expect(await readAll(bundle)).toHaveLength(20);
  expect(bundle.damage).toEqual(["only its first 20 files were read"]);
});

test("bytes above the ceiling of the whole bundle are not read: the entry is cut, later ones are absent", async () => {
  const list = many(5, "y".repeat(4_000));
  const bundle = await openBundle("-", () => blocksOf(tarOf(...list), 1_000));
  const entries = await readAll(bundle);
  const bytes = entries.reduce((sum, one) => sum + one.bytes.length, 0);
  expect(entries.map(({ cut }) => cut)).toEqual([
    null,
    null,
    "the bundle holds more than 10000 bytes",
  ]);
  expect(bytes).toBeLessThanOrEqual(10_000);
  expect(bundle.damage).toEqual(["only its first 10000 bytes were read"]);
});

test("lines above the ceiling are not handed on", () => {
  const lines: string[] = [];
  const feed = lineFeed({ line: (text, number) => lines.push(`${number} ${text}`) });
  feed.push(new TextEncoder().encode("a\nb\nc\nd\ne\nf\n"));
  feed.push(new TextEncoder().encode("g"));
  expect(feed.end()).toEqual({ lines: 5, cut: "only its first 5 lines were read" });
  expect(lines).toEqual(["1 a", "2 b", "3 c", "4 d", "5 e"]);
});
