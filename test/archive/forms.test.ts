import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { peek } from "../../src/archive/entry.ts";
import { AnalyzerError } from "../../src/errors.ts";
import { openBundle } from "../../src/node/open.ts";
import { blocksOf, readAll } from "../support/archives.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { needs } from "../support/needs.ts";

const folder = temporaryFolder();
const LONG = "rows of a dump\n".repeat(40_000);
const FILES = {
  "node/end/uptime.txt": "12.50 3.00\n",
  "node/dump/table.txt.gz": gzipSync(LONG),
  "node/empty.txt": "",
  [`node/${"deep/".repeat(30)}${"long-name".repeat(11)}.txt`]: "found\n",
};
const TEXTS = Object.entries(FILES).map(([path, content]) => [
  path,
  typeof content === "string" ? content : LONG,
]);
const noInput = () => {
  throw new Error("standard input is not to be opened");
};

/** Every entry as path, text and fault; none may be damaged. */
async function entriesOf(target: string, stdin = noInput as () => never): Promise<unknown[]> {
  const bundle = await openBundle(target, stdin);
  const entries = await readAll(bundle);
  expect(entries.map(({ cut }) => cut).filter((cut) => cut !== null)).toEqual([]);
  expect([bundle.damage, bundle.skipped]).toEqual([[], []]);
  return entries.map(({ path, text }) => [path, text]);
}
const bySize = [...TEXTS].sort((a, b) => sizeOf(a[0]!) - sizeOf(b[0]!));
function sizeOf(path: string): number {
  return FILES[path as keyof typeof FILES]!.length;
}

const missing = needs({ commands: ["tar", "gzip"] });
describe.skipIf(missing)(`archives of the tar command (${missing ?? "here"})`, () => {
  const source = join(folder, "source");
  const tar = (name: string, ...options: string[]): string => {
    writeFiles(source, FILES);
    const path = join(folder, name);
    execFileSync("tar", ["-cf", path, "-C", source, ...options]);
    return path;
  };
  const sorted = (list: unknown[]) => [...list].sort();

  test.each([
    ["GNU", "gnu.tar", ["--format=gnu", "node"]],
    ["pax", "pax.tar", ["--format=pax", "node"]],
    ["gzip", "node.tar.gz", ["-z", "node"]],
    ["members that start with ./", "dot.tgz", ["-z", "./node"]],
  ])("%s", async (_, name, options) => {
    expect(sorted(await entriesOf(tar(name, ...options)))).toEqual(sorted(TEXTS));
  });

  test("a bundle is named after its file, without the endings", async () => {
    for (const name of ["a.b.tar", "a.b.tar.gz", "a.b.tgz"])
      expect((await openBundle(tar(name, "node"), noInput)).name).toBe("a.b");
  });

  test("from standard input, in blocks of any size", async () => {
    const bytes = readFileSync(tar("stdin.tar.gz", "-z", "node"));
    for (const size of [1, 511, 513, 100_000])
      expect(sorted(await entriesOf("-", (() => blocksOf(bytes, size)) as never))).toEqual(
        sorted(TEXTS),
      );
    expect((await openBundle("-", () => blocksOf(bytes))).name).toBe("standard-input");
  });

  test("an archive of nothing has no entries, and no damage", async () => {
    mkdirSync(join(folder, "void"), { recursive: true });
    const path = join(folder, "void.tar");
    execFileSync("tar", ["-cf", path, "-C", join(folder, "void"), "."]);
    expect(await entriesOf(path)).toEqual([]);
  });
});

test("a folder: the smallest files first, so that settings are known before the dump", async () => {
  expect(await entriesOf(writeFiles(join(folder, "plain"), FILES))).toEqual(bySize);
});

test("a single file is a bundle of one entry, with its compression taken off", async () => {
  writeFiles(folder, { "table.txt": LONG, "table2.txt.gz": gzipSync(LONG) });
  expect(await entriesOf(join(folder, "table.txt"))).toEqual([["table.txt", LONG]]);
  expect(await entriesOf(join(folder, "table2.txt.gz"))).toEqual([["table2.txt", LONG]]);
  const pieces = Buffer.concat([gzipSync(LONG), gzipSync("more\n")]);
  expect(await entriesOf("-", (() => blocksOf(pieces)) as never)).toEqual([
    ["standard-input", `${LONG}more\n`],
  ]);
});

test("an empty file is a bundle of one empty entry", async () => {
  writeFiles(folder, { "empty.txt": "" });
  expect(await entriesOf(join(folder, "empty.txt"))).toEqual([["empty.txt", ""]]);
});

test("what is no archive comes as the one entry that it is: a zip, a picture", async () => {
  const zip = `PK\u0003\u0004${"\u0000\u00ff".repeat(500)}`;
  const png = `\u0089PNG\r\n\u001a\n${"IDAT\u0000".repeat(300)}`;
  for (const content of [zip, png]) {
    const bytes = Buffer.from(content, "latin1");
    const entries = await readAll(await openBundle("-", () => blocksOf(bytes)));
    expect(entries.map(({ path, bytes: [...all] }) => [path, all.length])).toEqual([
      ["standard-input", bytes.length],
    ]);
  }
});

test("a look at the head keeps no block beyond its time, and gives the whole stream again", async () => {
  async function* reused(): AsyncGenerator<Uint8Array> {
    const block = new Uint8Array(3);
    for (let n = 0; n < 5; n++) yield block.fill(n);
  }
  const { head, blocks } = await peek(reused(), 7);
  expect([...head]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
  const all: number[] = [];
  for await (const block of blocks) all.push(...block);
  expect(all).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
});

test("what is not there is said with its path", async () => {
  const error = await openBundle(join(folder, "absent"), noInput).catch((caught) => caught);
  expect(error).toBeInstanceOf(AnalyzerError);
  expect(error).toMatchObject({
    code: "BUNDLE_UNREADABLE",
    message: `${join(folder, "absent")}: no such file or folder`,
  });
});
