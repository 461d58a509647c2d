import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBundle } from "../../src/node/open.ts";
import { blocksOf, concat, readAll, readZip, tarOf } from "../support/archives.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { type ZipMember, zipOf } from "../support/zips.ts";

const folder = temporaryFolder();
const noInput = () => {
  throw new Error("standard input is not to be opened");
};
const LONG = "rows of a dump\n".repeat(60_000);
const MEMBERS: ZipMember[] = [
  { name: "node/", mode: 0o40755 },
  { name: "node/a.txt", body: "one\n", stored: true },
  { name: "node/rows.txt", body: LONG },
  { name: "node/empty.txt" },
  { name: "./größe.txt", body: "two\n" },
];
const TEXTS = [
  ["node/a.txt", "one\n"],
  ["node/rows.txt", LONG],
  ["node/empty.txt", ""],
  ["größe.txt", "two\n"],
];

/** Every entry as path and text; none may be damaged. */
async function textsOf(bytes: Uint8Array): Promise<unknown[]> {
  const [bundle, entries] = await readZip(bytes);
  expect([bundle.damage, bundle.skipped]).toEqual([[], []]);
  expect(entries.map(({ cut }) => cut).filter((cut) => cut !== null)).toEqual([]);
  return entries.map(({ path, text }) => [path, text]);
}

describe("a zip is read by its directory", () => {
  const each = (change: Partial<ZipMember>) => MEMBERS.map((member) => ({ ...member, ...change }));
  test.each([
    ["stored and deflated", zipOf(MEMBERS)],
    ["its sizes behind the data", zipOf(each({ descriptor: true }))],
    ["its sizes behind the data, all stored", zipOf(each({ descriptor: true, stored: true }))],
    ["sizes of 64 bits", zipOf(each({ zip64: true }))],
    ["a directory of 64 bits", zipOf(each({ zip64: true }), { zip64: true })],
    ["a program before it", zipOf(MEMBERS, { before: new Uint8Array(5_000).fill(7) })],
    [
      "a program before one of 64 bits",
      zipOf(MEMBERS, { before: new Uint8Array(99), zip64: true }),
    ],
    ["a comment behind it", zipOf(MEMBERS, { comment: "a comment PK\u0005\u0006" })],
  ])("%s", async (_, bytes) => {
    expect(await textsOf(bytes)).toEqual(TEXTS);
  });

  test("one of no members has no entries", async () => {
    expect(await textsOf(zipOf([]))).toEqual([]);
  });

  test("a directory longer than is held at once", async () => {
    const members = Array.from({ length: 9_000 }, (_, at) => ({
      name: `${"folder/".repeat(9)}${at}`,
      body: `${at}`,
      stored: true,
    }));
    expect(await textsOf(zipOf(members))).toEqual(members.map(({ name, body }) => [name, body]));
  });

  test("it gives what a tar of the same files gives, whatever they are", async () => {
    const file = fc.record({
      name: fc
        .string({ minLength: 1, maxLength: 20, unit: "binary" })
        .filter((n) => !/\/$|\0/.test(n)),
      body: fc.uint8Array({ maxLength: 3_000 }),
      stored: fc.boolean(),
      descriptor: fc.boolean(),
      zip64: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (files, zip64) => {
          const [, inTar] = await readTar(
            tarOf(...files.map(({ name, body }) => ({ name, body }))),
          );
          const [bundle, inZip] = await readZip(zipOf(files, { zip64 }));
          expect(bundle.damage).toEqual([]);
          expect(inZip).toEqual(inTar);
        },
      ),
      { numRuns: 200 },
    );
  });
});

async function readTar(bytes: Uint8Array) {
  const bundle = await openBundle("-", () => blocksOf(bytes));
  return [bundle, await readAll(bundle)] as const;
}

describe("what a zip is not followed in", () => {
  test("links, devices, what is encrypted or packed otherwise are listed", async () => {
    const [bundle, entries] = await readZip(
      zipOf([
        { name: "link", body: "/etc/passwd", mode: 0o120777 },
        { name: "fifo", mode: 0o10644 },
        { name: "secret", body: "x", flags: 1 },
        { name: "odd", body: "x", method: 14 },
        { name: "odder", body: "x", method: 77 },
        { name: "a.txt", body: "one\n" },
      ]),
    );
    expect(entries.map(({ path, text }) => [path, text])).toEqual([["a.txt", "one\n"]]);
    expect(bundle.skipped).toEqual([
      { entry: "link", reason: "a symlink is not followed" },
      { entry: "fifo", reason: "not a regular file" },
      { entry: "secret", reason: "it is encrypted" },
      { entry: "odd", reason: "packed by LZMA, which is not read in a zip" },
      { entry: "odder", reason: "packed by method 77, which is not read in a zip" },
    ]);
  });

  test("a path is a label, and a long one is cut", async () => {
    const names = ["../../etc/passwd", "/etc/passwd", "a\0b", "..", "a\\x2d", "\u202egpj.exe"];
    expect(await textsOf(zipOf(names.map((name) => ({ name, body: name }))))).toEqual(
      names.map((name) => [name, name]),
    );
    const [, [entry]] = await readZip(zipOf([{ name: "n".repeat(60_000), body: "x" }]));
    expect(entry!.path).toBe("n".repeat(1_024));
  });

  test("PowerShell 5 parts folders as Windows does", async () => {
    const names = ["out\\node-1\\a.txt", "out\\node-2\\a.txt"];
    expect(await textsOf(zipOf(names.map((name) => ({ name, body: name }))))).toEqual(
      names.map((name) => [name.replaceAll("\\", "/"), name]),
    );
  });
});

describe("a zip that lies", () => {
  test.each([
    ["of its checksum", { crc: 1 }, "its data is damaged: its checksum is another one"],
    ["that it is longer", { size: 900_001 }, "the archive ends after 900000 of its 900001 bytes"],
    ["that it is shorter", { size: 10 }, "it is longer than the zip's directory says"],
    ["of its place", { at: 3 }, "it is not where the zip's directory says"],
    ["of a place behind the end", { at: 2 ** 31 }, "it is not where the zip's directory says"],
    ["that it takes less", { packed: 99 }, "its compressed data ends too early"],
    ["that it is deflated", { stored: true, method: 8 }, "its compressed data is damaged"],
  ])("%s: that member is cut, the next one is whole", async (_, lie, reason) => {
    const members = [
      { name: "lie.txt", body: LONG, ...lie },
      { name: "next.txt", body: "two\n" },
    ];
    const [bundle, [first, next]] = await readZip(zipOf(members));
    expect(first!.cut).toBe(reason);
    expect(next).toMatchObject({ text: "two\n", cut: null });
    expect(bundle.damage).toEqual([]);
  });

  test("members that share their data end the reading: together they are larger than the zip", async () => {
    const body = new Uint8Array(20_000).map((_, at) => (at * 7_919) >> 3);
    const shared = Array.from({ length: 50 }, (_, n) => ({
      name: `${n}`,
      body: "",
      stored: true,
      at: 0,
      packed: 20_000,
      size: 20_000,
    }));
    const [bundle, entries] = await readZip(zipOf([{ name: "0", body, stored: true }, ...shared]));
    expect(entries.length).toBeLessThan(5);
    expect(bundle.damage).toEqual(["its members lie over each other"]);
  });

  test("changed bytes never throw, and are noted where they cost something", async () => {
    const bytes = zipOf([...MEMBERS, { name: "z", body: "zip64", zip64: true }], { zip64: true });
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const copy = bytes.slice();
        for (const [at, by] of list) copy[at % copy.length]! ^= by;
        const [bundle, entries] = await readZip(copy);
        for (const { cut, text, path } of entries)
          if (cut === null && path === "node/rows.txt") expect(text).toBe(LONG);
        for (const reason of bundle.damage) expect(reason).toMatch(/^\S.*\S$/);
      }),
      { numRuns: 600 },
    );
  });

  test("that ends too early gives what its local headers lead to", async () => {
    const bytes = zipOf(MEMBERS);
    for (let end = 4; end < bytes.length; end += 7) {
      const [bundle, entries] = await readZip(bytes.subarray(0, end));
      expect(bundle.damage.length, String(end)).toBe(1);
      for (const { path, text, cut } of entries) {
        const whole = TEXTS.find(([name]) => name === path)?.[1];
        if (cut === null) expect(text).toBe(whole);
        else expect(whole?.startsWith(text)).toBe(true);
      }
      if (end === bytes.length - 3) expect(entries).toHaveLength(TEXTS.length);
    }
  });
});

test("a zip from standard input is refused in a line that says what to do", async () => {
  const error = await openBundle("-", () => blocksOf(zipOf(MEMBERS))).catch((caught) => caught);
  expect(error).toMatchObject({ code: "BUNDLE_UNREADABLE" });
  expect(error.message).toMatch(/^standard-input: a zip cannot be read as a stream.*unzip it$/);
});

const missing = needs({ commands: ["zip"] });
describe.skipIf(missing)(`zips of the zip command (${missing ?? "here"})`, () => {
  const files = { "node/a.txt": "one\n", "node/rows.txt": LONG, "node/empty.txt": "" };
  const source = writeFiles(join(folder, "source"), files);
  const zip = (...args: string[]) => execFileSync("zip", ["-q", ...args], { cwd: source });

  test.each([
    ["a file", ["-r"]],
    ["stored", ["-r", "-0"]],
    ["of 64 bits", ["-r", "-fz"]],
  ])("%s", async (name, options) => {
    const path = join(folder, `${name.replaceAll(" ", "-")}.zip`);
    zip(...options, path, "node");
    const bundle = await openBundle(path, noInput);
    expect((await readAll(bundle)).map(({ path: at, text }) => [at, text]).sort()).toEqual(
      Object.entries(files).sort(),
    );
    expect([bundle.damage, bundle.skipped]).toEqual([[], []]);
    expect(bundle.consumed).toBeGreaterThan(readFileSync(path).length - 300);
  });

  test("one that was written to a pipe", async () => {
    const bytes = execFileSync("zip", ["-q", "-r", "-", "node"], { cwd: source });
    expect((await textsOf(concat(bytes))).sort()).toEqual(Object.entries(files).sort());
  });
});
