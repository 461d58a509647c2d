import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openBundle } from "../../src/node/open.ts";
import { readAll } from "../support/archives.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { needs } from "../support/needs.ts";

const folder = temporaryFolder();
const noInput = () => {
  throw new Error("standard input is not to be opened");
};

test("links out of the folder, links to folders and links to themselves are not followed", async () => {
  const root = writeFiles(join(folder, "links"), { "a.txt": "a\n", "sub/b.txt": "bb\n" });
  writeFiles(folder, { "secret.txt": "secret\n" });
  symlinkSync("../secret.txt", join(root, "out.txt"));
  symlinkSync("/etc", join(root, "etc"));
  symlinkSync(".", join(root, "loop"));
  symlinkSync("nowhere", join(root, "broken"));
  linkSync(join(root, "a.txt"), join(root, "hard.txt"));
  const bundle = await openBundle(root, noInput);
  expect((await readAll(bundle)).map(({ path, text }) => [path, text])).toEqual([
    ["a.txt", "a\n"],
    ["hard.txt", "a\n"],
    ["sub/b.txt", "bb\n"],
  ]);
  expect(bundle.skipped).toEqual(
    ["broken", "etc", "loop", "out.txt"].map((entry) => ({
      entry,
      reason: "not a regular file",
    })),
  );
  expect(bundle.damage).toEqual([]);
});

test("a folder that is given by a link is the person's own choice", async () => {
  const root = writeFiles(join(folder, "target"), { "a.txt": "a\n" });
  symlinkSync(root, join(folder, "by-link"));
  const entries = await readAll(await openBundle(join(folder, "by-link"), noInput));
  expect(entries.map(({ text }) => text)).toEqual(["a\n"]);
});

const MAKE_PIPE = "mkfifo";
const missing = needs({ commands: [MAKE_PIPE] });
describe.skipIf(missing)(`named pipes (${missing ?? "here"})`, () => {
  test("one in a folder is not opened: nobody writes to it, and reading would never end", async () => {
    const root = writeFiles(join(folder, "pipes"), { "a.txt": "a\n" });
    execFileSync(MAKE_PIPE, [join(root, "pipe")]);
    const bundle = await openBundle(root, noInput);
    expect((await readAll(bundle)).map(({ path }) => path)).toEqual(["a.txt"]);
    expect(bundle.skipped).toEqual([{ entry: "pipe", reason: "not a regular file" }]);
  });
});

test("a damaged file is cut by itself, the others are whole", async () => {
  const gz = gzipSync("a dump\n".repeat(5_000));
  const root = writeFiles(join(folder, "damaged"), {
    "b.txt.gz": gz.subarray(0, gz.length - 20),
    "c.txt": "c\n".repeat(500),
  });
  const bundle = await openBundle(root, noInput);
  const entries = await readAll(bundle);
  expect(entries.map(({ path, cut }) => [path, cut])).toEqual([
    ["b.txt.gz", "its compressed data ends too early"],
    ["c.txt", null],
  ]);
  expect(bundle.damage).toEqual([]);
});

test("a name that is no UTF-8 cannot be opened by its text: it is listed, and the rest is read", async () => {
  const root = writeFiles(join(folder, "names"), { "a.txt": "a\n" });
  const odd = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x62, 0xff, 0xfe])]);
  writeFileSync(odd, "b\n");
  const bundle = await openBundle(root, noInput);
  expect((await readAll(bundle)).map(({ path }) => path)).toEqual(["a.txt"]);
  expect(bundle.skipped).toEqual([{ entry: "b\ufffd\ufffd", reason: "it cannot be read: ENOENT" }]);
});

test("a member of a compression that this Node lacks does not end the folder", async () => {
  const zstd = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.alloc(90, 7)]);
  const root = writeFiles(join(folder, "zstd"), { "a.zst": zstd, "b.txt": "b\n".repeat(60) });
  const entries = await readAll(await openBundle(root, noInput));
  expect(entries.map(({ path, bytes }) => [path, bytes.length])).toEqual([
    ["a.zst", 0],
    ["b.txt", 120],
  ]);
  expect(entries[0]!.cut).toMatch(/zstd|compressed data/);
});

test("an empty folder has no entries", async () => {
  mkdirSync(join(folder, "none"));
  expect(await readAll(await openBundle(join(folder, "none"), noInput))).toEqual([]);
});
