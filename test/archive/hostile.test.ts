import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import {
  concat,
  type Member,
  paxRecord,
  type ReadEntry,
  readArchive as read,
  tarHeader,
  tarMember,
  tarOf,
} from "../support/archives.ts";

const brief = (entries: readonly ReadEntry[]) => entries.map(({ path, text }) => [path, text]);
const FIRST: Member = { name: "first.txt", body: "one\n" };
const LAST: Member = { name: "last.txt", body: "two\n" };
const BOTH = [
  ["first.txt", "one\n"],
  ["last.txt", "two\n"],
];

test("links, devices and pipes are listed and neither followed nor opened", async () => {
  const kinds = { 1: "link", 2: "symlink", 3: "character-device", 4: "block-device", 6: "fifo" };
  const odd = Object.entries(kinds).map(([type, kind]) => ({
    name: kind,
    type,
    linkname: "/etc/passwd",
  }));
  const [bundle, entries] = await read(tarOf(FIRST, { name: "folder/", type: "5" }, ...odd, LAST));
  expect(brief(entries)).toEqual(BOTH);
  expect(bundle.skipped).toEqual(
    Object.values(kinds).map((kind) => ({ entry: kind, reason: `a ${kind} is not followed` })),
  );
});

test("a path is a label: above the folder, absolute or with control characters, nothing is opened", async () => {
  const names = [
    "../../etc/passwd",
    "/etc/passwd",
    "a\u001b[31m\nb",
    "..",
    "C:\\x",
    "\u202egpj.exe",
  ];
  const [, entries] = await read(tarOf(...names.map((name) => ({ name, body: name }))));
  expect(brief(entries)).toEqual(names.map((name) => [name, name]));
});

test("a name of megabytes is cut, since every list of the report holds it", async () => {
  const name = "n".repeat(3_000_000);
  for (const type of ["L", "x"]) {
    const body = type === "L" ? name : paxRecord("path", name);
    const [, entries] = await read(tarOf({ name: "long", type, body }, FIRST, LAST));
    expect(entries.map(({ path }) => path)).toEqual(["n".repeat(1_024), "last.txt"]);
  }
});

describe("extended headers", () => {
  test("one of gigabytes is none, which is said; nothing of that size is asked for", async () => {
    for (const type of ["L", "x", "g"]) {
      const huge = tarHeader({ name: "huge", type, size: "77777777777\0" });
      const start = process.memoryUsage().rss;
      const [bundle, entries] = await read(concat(tarMember(FIRST), huge, new Uint8Array(1 << 20)));
      expect(bundle.damage).toEqual(["a header of the archive is damaged"]);
      expect(brief(entries)).toEqual(BOTH.slice(0, 1));
      expect(process.memoryUsage().rss - start).toBeLessThan(200 * 2 ** 20);
    }
  });

  test("records that lie about their length or name odd keys do no harm", async () => {
    for (const body of [
      "",
      "x",
      "-5 path=a\n",
      "99999999 path=a\n",
      "0 a=b\n",
      paxRecord("__proto__", "x"),
      paxRecord("size", "-1"),
      paxRecord("size", "1e9"),
    ]) {
      const [, entries] = await read(tarOf({ name: "pax", type: "x", body }, FIRST, LAST));
      expect(entries.at(-1)!.text, body).toBe("two\n");
    }
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe("sizes that lie", () => {
  test("one that is larger than the archive is noted as cut", async () => {
    const lie = concat(
      tarMember(FIRST),
      tarHeader({ name: "big.txt", size: "77777777777\0" }),
      new Uint8Array(512).fill(65),
    );
    const [bundle, entries] = await read(lie);
    expect(entries[1]).toMatchObject({
      path: "big.txt",
      text: "A".repeat(512),
      cut: "the archive ends after 512 of its 8589934591 bytes",
    });
    expect(bundle.damage).toContain("the archive ends too early");
  });

  test.each([
    ["negative, in base 256", "\u00ff".repeat(12)],
    ["above 2^53, in base 256", `\u0080${"\u0077".repeat(11)}`],
    ["a negative number", "-0000000001\0"],
    ["a word", "abcdefghijk\0"],
  ])("%s: that entry is lost, the others are read", async (_, size) => {
    const [, entries] = await read(
      concat(
        tarMember(FIRST),
        tarHeader({ name: "lie.txt", size }),
        tarMember(LAST),
        new Uint8Array(1_024),
      ),
    );
    expect(brief(entries)).toEqual(BOTH);
  });
});

test("a device as target is read to its end", () => {
  // /dev/null is a character device, the way a shell gives an empty input
  const script = `import("./src/node/open.ts").then(async (m) => { const b = await m.openBundle("/dev/null", () => []); let n = 0; for await (const e of b.entries) for await (const _ of e.blocks) n++; process.stdout.write(String(n)); })`;
  const out = execFileSync("npx", ["--no-install", "tsx", "-e", script], { encoding: "utf8" });
  expect(out).toBe("0");
});
