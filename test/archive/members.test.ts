import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { concat, type ReadEntry, readArchive, tarMember, tarOf } from "../support/archives.ts";
import { needs } from "../support/needs.ts";

const DAMAGED = "its compressed data is damaged";
const WRONG_SUM = "its data is damaged: its checksum is another one";
const lines = (word: string, count: number): string =>
  Array.from({ length: count }, (_, n) => `${word} ${n} ${(n * 7_919) % 997}\n`).join("");
const [FIRST, SECOND, THIRD] = ["one", "two", "three"].map((word) => lines(word, 3_000)) as [
  string,
  string,
  string,
];
const packed = (text: string | Uint8Array): Uint8Array => new Uint8Array(gzipSync(text));
/** With some bytes in the middle that are in no code. */
const broken = (bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice();
  copy.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 40);
  return copy;
};
/** With another checksum. */
const missummed = (bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice();
  copy[copy.length - 8]! ^= 1;
  return copy;
};
const brief = (entries: readonly ReadEntry[]) => entries.map(({ path, text }) => [path, text]);

describe.each([1, 600, 65_536])("gzip of several members, in blocks of %i bytes", (size) => {
  test("with zeros between them and behind, as tapes and appended logs have them", async () => {
    const bytes = concat(packed(FIRST), new Uint8Array(700), packed(SECOND), new Uint8Array(9));
    const [bundle, [entry]] = await readArchive(bytes, size);
    expect(entry!.text).toBe(FIRST + SECOND);
    expect([bundle.damage, bundle.doubted, entry!.cut]).toEqual([[], [], null]);
  });

  test("one that is damaged costs the rest of itself; no line is made of two halves", async () => {
    const bytes = concat(packed(FIRST), broken(packed(SECOND)), packed(THIRD));
    const [bundle, [entry]] = await readArchive(bytes, size);
    const text = entry!.text;
    expect(text.startsWith(FIRST)).toBe(true);
    expect(text.endsWith(`\n${THIRD}`)).toBe(true);
    const left = text.slice(FIRST.length, -THIRD.length - 1);
    expect(left.length).toBeGreaterThan(SECOND.length / 5);
    const [reason] = bundle.damage;
    // whether its codes or its checksum gives it away
    expect([DAMAGED, WRONG_SUM]).toContain(reason);
    expect(bundle.doubted).toEqual([{ entry: "standard-input", reason }]);
  });

  test("what stands between two and is neither is noted, and the second is read", async () => {
    const bytes = concat(packed(FIRST), Uint8Array.of(0x1f, 0x8b, 9, 9, 9), packed(SECOND));
    const [bundle, [entry]] = await readArchive(bytes, size);
    expect(entry!.text).toBe(`${FIRST}\n${SECOND}`);
    expect([bundle.damage, bundle.doubted]).toEqual([[DAMAGED], []]);
  });

  test("of a checksum that is another one all is given, and that it may be wrong", async () => {
    const [bundle, [entry]] = await readArchive(
      concat(missummed(packed(FIRST)), packed(SECOND)),
      size,
    );
    expect(entry!.text).toBe(FIRST + SECOND);
    expect(bundle.damage).toEqual([WRONG_SUM]);
    expect(bundle.doubted).toEqual([{ entry: "standard-input", reason: WRONG_SUM }]);
  });
});

describe("a tar in several members", () => {
  const members = ["a", "b", "c", "d"].map((name) =>
    tarMember({ name: `${name}.txt`, body: lines(name, 2_000) }),
  );
  const end = packed(new Uint8Array(1_024));
  const archive = (harm: (bytes: Uint8Array) => Uint8Array): Uint8Array =>
    concat(...members.map((one, at) => (at === 1 ? harm(packed(one)) : packed(one))), end);

  test("entries of the member that is damaged are doubted, and no others", async () => {
    const [bundle, entries] = await readArchive(archive(missummed));
    expect(brief(entries)).toEqual(
      ["a", "b", "c", "d"].map((name) => [`${name}.txt`, lines(name, 2_000)]),
    );
    expect(bundle.doubted).toEqual([{ entry: "b.txt", reason: WRONG_SUM }]);
  });

  test("behind a damaged member the next header is found; the entry before it is cut", async () => {
    const [bundle, entries] = await readArchive(archive(broken));
    expect(entries.map(({ path }) => path)).toEqual(["a.txt", "b.txt", "c.txt", "d.txt"]);
    expect(entries.map(({ cut }) => cut !== null)).toEqual([false, true, false, false]);
    expect(lines("b", 2_000).startsWith(entries[1]!.text.trimEnd())).toBe(true);
    expect(bundle.doubted.map(({ entry }) => entry)).toEqual(["b.txt"]);
  });

  test("one entry that spans members goes on behind the one that is lost", async () => {
    const whole = tarOf(
      { name: "dump.txt", body: FIRST + SECOND + THIRD },
      { name: "last", body: "x" },
    );
    const [first, second] = [512 + FIRST.length, 512 + FIRST.length + SECOND.length];
    const parts = [whole.slice(0, first), whole.slice(first, second), whole.slice(second)];
    const [bundle, entries] = await readArchive(
      concat(...parts.map((part, at) => (at === 1 ? broken(packed(part)) : packed(part)))),
    );
    const text = entries[0]!.text;
    expect(text.startsWith(FIRST)).toBe(true);
    expect(text.endsWith(`\n${THIRD}`)).toBe(true);
    expect(entries[0]!.cut).toMatch(/^bytes are lost behind the first \d+ of its \d+$/);
    expect(brief(entries.slice(1))).toEqual([["last", "x"]]);
    expect(bundle.doubted.map(({ entry }) => entry)).toEqual(["dump.txt"]);
  });

  test("an entry with a sound checksum of its own is not doubted", async () => {
    const bytes = tarOf({ name: "a.txt", body: FIRST }, { name: "b.txt.gz", body: packed(SECOND) });
    const [bundle, entries] = await readArchive(missummed(packed(bytes)));
    expect(entries.map(({ text }) => text)).toEqual([FIRST, SECOND]);
    expect(bundle.doubted).toEqual([{ entry: "a.txt", reason: WRONG_SUM }]);
  });

  test("entries of an archive within are doubted with it, unless it has a sound checksum", async () => {
    const inner = tarOf({ name: "x.txt", body: FIRST });
    const bytes = tarOf({ name: "a.tar", body: inner }, { name: "b.tar.gz", body: packed(inner) });
    const [bundle] = await readArchive(missummed(packed(bytes)));
    expect(bundle.doubted.map(({ entry }) => entry)).toEqual(["a.tar!x.txt"]);
  });
});

test("bytes that are left out shift what follows: the next header is found, wherever it stands", async () => {
  const names = ["a.txt", "b.txt", "c.txt"];
  const tar = tarOf(...names.map((name) => ({ name, body: lines(name, 100) })));
  const shifted = concat(tar.slice(0, 700), tar.slice(703));
  const [bundle, entries] = await readArchive(shifted);
  // of the second the first bytes went into the one before
  expect(entries.map(({ path }) => path)).toEqual(["a.txt", "c.txt"]);
  expect(entries[1]!.text).toBe(lines("c.txt", 100));
  expect(bundle.damage[0]).toBe("a header of the archive is damaged");
  const [, more] = await readArchive(
    concat(tar.slice(0, 700), Uint8Array.of(1, 2, 3), tar.slice(700)),
  );
  expect(more.map(({ path }) => path)).toEqual(names);
});

test("what a damaged archive gives is the same in fifty readings, in blocks of any size", async () => {
  const tar = tarOf(
    { name: "a.txt", body: FIRST },
    { name: "dump.txt.gz", body: packed(SECOND + THIRD) },
    { name: "c.txt", body: THIRD },
  );
  const gz = packed(tar);
  for (const bytes of [gz.slice(0, gz.length * 0.85), concat(broken(gz), gz)]) {
    const seen = new Set<string>();
    for (let run = 0; run < 50; run++) {
      const [{ damage, doubted }, entries] = await readArchive(bytes, 1 + ((run * 1_009) % 20_000));
      seen.add(JSON.stringify([damage, doubted, brief(entries), entries.map(({ cut }) => cut)]));
    }
    expect(seen.size).toBe(1);
  }
});

const missing = needs({ commands: ["gzip", "sh"] });
test.skipIf(missing)(
  `of a cut archive all is given that gzip -dc gives (${missing ?? "here"})`,
  async () => {
    const gz = packed(
      concat(
        ...Array.from({ length: 40 }, (_, n) => new TextEncoder().encode(lines(`row ${n}`, 400))),
      ),
    );
    for (let part = 1; part < 20; part++) {
      const bytes = gz.subarray(0, (gz.length * part) / 20);
      const text = execFileSync("sh", ["-c", "gzip -dc 2>/dev/null || true"], {
        input: bytes,
        maxBuffer: 2 ** 26,
      });
      const [, [entry]] = await readArchive(bytes);
      expect(entry!.text.startsWith(text.toString())).toBe(true);
    }
  },
);
