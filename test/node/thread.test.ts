import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { Bundle } from "../../src/archive/entry.ts";
import { openBundle } from "../../src/node/open.ts";
import type { openInThread as OpenInThread } from "../../src/node/thread.ts";
import { build, ROOT } from "../cli/built.ts";
import { tarOf } from "../support/archives.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { zipOf } from "../support/zips.ts";

/** Above what is read without a thread, and more than all its slots hold. */
const BIG = randomBytes(3 * 1024 * 1024);
const ROWS = Buffer.from("a row of a dump\n".repeat(600_000));
const MEMBERS = [
  { name: "node/small.txt", body: "12.50 3.00\n" },
  { name: "node/link", type: "2", linkname: "/etc/passwd" },
  { name: "node/empty.txt", body: "" },
  { name: "node/big.bin", body: BIG },
  { name: "node/rows.txt.gz", body: gzipSync(ROWS) },
  { name: "node/last.txt", body: "the last\n" },
];
const archive = Buffer.from(tarOf(...MEMBERS));
const folder = temporaryFolder();
let openInThread: typeof OpenInThread;

// the thread is a file of its own, which only the compiled project has
beforeAll(async () => {
  await build();
  const path = join(ROOT, "dist/node/thread.js");
  expect(existsSync(path)).toBe(true);
  ({ openInThread } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as {
    openInThread: typeof OpenInThread;
  });
});

const noInput = () => {
  throw new Error("standard input is not to be opened");
};
/** All that a bundle gives, its contents as their hashes. */
async function whatCame(bundle: Bundle) {
  const entries: { path: string; sha256: string; bytes: number; cut: string | null }[] = [];
  for await (const { path, blocks, outcome } of bundle.entries) {
    const hash = createHash("sha256");
    for await (const block of blocks) hash.update(block);
    const { bytes, cut } = outcome;
    entries.push({ path, sha256: hash.digest("hex"), bytes, cut });
  }
  const { name, skipped, damage, doubted } = bundle;
  return { entries, name, skipped, damage, doubted };
}

/** What does not compress is stored as it is, so that only the checksum tells it. */
function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at]! ^= 1;
  return bytes;
}

describe("a thread reads as the process itself does", () => {
  const half = gzipSync(archive).subarray(0, 2_400_000);
  test.each([
    ["a tar", archive],
    ["a tar.gz", gzipSync(archive)],
    ["a tar that ends too early", archive.subarray(0, 2_000_000)],
    ["a tar.gz that ends too early", half],
    [
      "a tar.gz with damaged data",
      Buffer.concat([half.subarray(0, 2_000_000), BIG.subarray(0, 9_000)]),
    ],
    [
      "a tar.gz of two members",
      Buffer.concat(
        [archive.subarray(0, 999_999), archive.subarray(999_999)].map((part) => gzipSync(part)),
      ),
    ],
    ["a tar.gz with a flipped bit", flipped(gzipSync(archive), 2_000_000)],
    [
      "a zip",
      zipOf([
        { name: "big.bin", body: BIG },
        { name: "in.tgz", body: gzipSync(archive) },
      ]),
    ],
    ["a zip that ends too early", zipOf([{ name: "big.bin", body: BIG }]).subarray(0, 2_000_000)],
    ["a single file", ROWS],
    ["a small file", Buffer.from("12.50 3.00\n")],
  ])("%s", async (name, bytes) => {
    const file = `${name.replaceAll(" ", "-")}.bin`;
    const path = join(writeFiles(folder, { [file]: bytes }), file);
    const here = await whatCame(await openBundle(path, noInput));
    expect(await whatCame(await openInThread(path))).toEqual(here);
    expect(here.entries.length).toBeGreaterThan(0);
  });

  test("a folder", async () => {
    const at = join(folder, "a-folder");
    writeFiles(at, { "a/one.txt": "one\n", "a/big.bin": BIG, "b.txt": "two\n" });
    const here = await whatCame(await openBundle(at, noInput));
    expect(await whatCame(await openInThread(at))).toEqual(here);
    expect(here.entries.map(({ path }) => path)).toEqual(["a/one.txt", "b.txt", "a/big.bin"]);
  });

  test("what is not there", async () => {
    const error = { code: "BUNDLE_UNREADABLE", message: expect.stringContaining("no such file") };
    await expect(openInThread("/no/such/bundle")).rejects.toMatchObject(error);
  });
});

describe("a thread whose bundle is not read to its end", () => {
  test("goes on with the next entry after one that was left in its middle", async () => {
    writeFiles(folder, { "bundle.tar": archive });
    const bundle = await openInThread(join(folder, "bundle.tar"));
    const seen: string[] = [];
    for await (const { path, blocks } of bundle.entries) {
      seen.push(path);
      for await (const _ of blocks) break;
    }
    expect(seen).toEqual(MEMBERS.filter(({ type }) => type === undefined).map(({ name }) => name));
  });

  test("ends when nobody asks for more", async () => {
    writeFiles(folder, { "bundle.tar": archive });
    const bundle = await openInThread(join(folder, "bundle.tar"));
    for await (const { path } of bundle.entries) if (path.endsWith("small.txt")) break;
    const threads = process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort");
    expect(threads).toEqual([]);
  });
});

test("sources that are run as they are read a large bundle, too, without a thread", async () => {
  const { openInThread: fromSource } = await import("../../src/node/thread.ts");
  const path = join(writeFiles(folder, { "large.tar": archive }), "large.tar");
  const here = await whatCame(await openBundle(path, noInput));
  expect(await whatCame(await fromSource(path))).toEqual(here);
});
