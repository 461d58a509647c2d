import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openBundle } from "../../src/node/open.ts";
import { type Member, readAll, readArchive, readZip, tarOf } from "../support/archives.ts";
import { COMPRESSORS, compress, FORMATS } from "../support/compress.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { zipOf } from "../support/zips.ts";

const folder = temporaryFolder();
const noInput = () => {
  throw new Error("standard input is not to be opened");
};
const INNER: Member[] = [
  { name: "node/a.txt", body: "one\n" },
  { name: "node/b.txt.gz", body: gzipSync("two\n") },
];
const LAST: Member = { name: "last.txt", body: "three\n" };
const inside = (path: string) => [
  [`${path}!node/a.txt`, "one\n"],
  [`${path}!node/b.txt.gz`, "two\n"],
];
const zipped = (...members: Member[]) =>
  zipOf(members.map(({ name, body = "" }) => ({ name, body })));
const brief = (entries: readonly { path: string; text: string }[]) =>
  entries.map(({ path, text }) => [path, text]);

describe("an archive within an archive", () => {
  const missing = needs({ commands: COMPRESSORS });
  const forms: [string, () => Uint8Array][] = [
    ["inner.tar", () => tarOf(...INNER)],
    ["inner.zip", () => zipped(...INNER)],
    ["inner.tar.gz", () => gzipSync(tarOf(...INNER))],
    ["inner.zip.gz", () => gzipSync(zipped(...INNER))],
  ];
  if (missing === null)
    for (const format of FORMATS)
      forms.push([`of ${format}`, () => compress(format, tarOf(...INNER))]);

  test.each(forms)("%s is opened in its place", async (path, bytes) => {
    const body = bytes();
    const [first, then] = [
      await readArchive(tarOf({ name: path, body }, LAST)),
      await readZip(zipped({ name: path, body }, LAST)),
    ];
    for (const [bundle, entries] of [first, then]) {
      expect(brief(entries)).toEqual([...inside(path), ["last.txt", "three\n"]]);
      expect([bundle.damage, bundle.skipped]).toEqual([[], []]);
    }
  });

  test("in a folder it is opened, and so is one in that; what lies deeper is listed", async () => {
    const tar = tarOf(...INNER);
    const deep = tarOf({ name: "c.tar", body: tar }, LAST);
    const root = writeFiles(join(folder, "root"), {
      "x.txt": "x\n",
      "sub/a.zip": zipped({ name: "b.tar", body: tar }),
      "deep.tgz": gzipSync(zipped({ name: "b.tar", body: deep })),
    });
    const bundle = await openBundle(root, noInput);
    const entries = await readAll(bundle);
    expect(brief(entries).sort()).toEqual(
      [
        ["x.txt", "x\n"],
        ...inside("sub/a.zip!b.tar"),
        ["deep.tgz!b.tar!last.txt", "three\n"],
      ].sort(),
    );
    expect(bundle.skipped).toEqual([
      {
        entry: "deep.tgz!b.tar!c.tar",
        reason: "a tar within an archive within an archive: unpack it first",
      },
    ]);
    expect(bundle.damage).toEqual([]);
  });

  test("its own damage is said with its name, and the others are read", async () => {
    const body = Array.from({ length: 3_000 }, (_, at) => Math.sin(at)).join();
    const gz = gzipSync(tarOf({ name: "big", body }));
    const bodies = {
      "cut.tar.gz": gz.subarray(0, 3_000),
      "cut.tar": tarOf(...INNER).subarray(0, 700),
      "cut.zip": zipped(...INNER).subarray(0, 60),
    };
    for (const [name, body] of Object.entries(bodies)) {
      const [bundle, entries] = await readArchive(tarOf({ name, body }, LAST));
      expect(bundle.damage.length).toBeGreaterThan(0);
      for (const reason of bundle.damage)
        expect(reason).toMatch(new RegExp(`^${name}: .*(early|there)$`));
      expect(entries.at(-1)).toMatchObject({ path: "last.txt", text: "three\n", cut: null });
    }
  });

  test("its links are listed with both paths, and its path is a label", async () => {
    const body = tarOf(
      { name: "../../link", type: "2", linkname: "/etc/passwd" },
      { name: "/etc/passwd", body: "x" },
    );
    const [bundle, entries] = await readArchive(tarOf({ name: "../a.tar", body }));
    expect(brief(entries)).toEqual([["../a.tar!/etc/passwd", "x"]]);
    expect(bundle.skipped).toEqual([
      { entry: "../a.tar!../../link", reason: "a symlink is not followed" },
    ]);
  });

  test("one that is left in its middle does not harm the next", async () => {
    const many = Array.from({ length: 50 }, (_, n) => ({ name: `${n}`, body: "x".repeat(3_000) }));
    const bytes = tarOf({ name: "a.tgz", body: gzipSync(tarOf(...many)) }, LAST);
    const [, entries] = await readArchive(bytes);
    expect(entries).toHaveLength(51);
  });
});
