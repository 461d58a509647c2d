import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, type Member, type ReadEntry, readArchive, tarOf } from "../support/archives.ts";
import { COMPRESSORS, compress, ENDINGS, FORMATS, type Format } from "../support/compress.ts";
import { needs } from "../support/needs.ts";

/** Text that does not compress to nothing, the same on each run. */
const text = (bytes: number, seed = 1): string => {
  let [x, out] = [seed, ""];
  while (out.length < bytes) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 0;
    out += `${x.toString(36)} `;
  }
  return out.slice(0, bytes);
};
const LONG = text(1_500_000);
const MEMBERS: Member[] = [
  { name: "node/a.txt", body: "one\n" },
  { name: "node/long.txt", body: LONG },
  { name: "node/zeros", body: new Uint8Array(300_000) },
  { name: "node/empty.txt" },
];

const missing = needs({ commands: COMPRESSORS });
describe.skipIf(missing).each(FORMATS)(`%s (${missing ?? "here"})`, (format: Format) => {
  const whole = async (bytes: Uint8Array, size?: number) => {
    const [bundle, entries] = await readArchive(bytes, size);
    expect([bundle.damage, bundle.skipped]).toEqual([[], []]);
    return entries;
  };
  // strings, since arrays of a million numbers take seconds to compare
  const brief = (entries: readonly ReadEntry[]) =>
    entries.map(({ path, text, cut }) => [path, text, cut]);

  test("a tar in it gives what the tar gives, in blocks of any size", async () => {
    const tar = tarOf(...MEMBERS);
    const plain = brief(await whole(tar));
    for (const size of [1_000, 65_536, 1 << 22])
      expect(brief(await whole(compress(format, tar), size))).toEqual(plain);
    const small = tarOf(...MEMBERS.filter(({ body }) => (body?.length ?? 0) < 10));
    expect(await whole(compress(format, small), 1)).toEqual(await whole(small));
  });

  test("any bytes come as they were", async () => {
    const some = fc.oneof(
      fc.uint8Array({ maxLength: 5_000 }),
      fc
        .tuple(fc.integer({ max: 255, min: 0 }), fc.nat(600))
        .map(([byte, n]) => new Uint8Array(n).fill(byte)),
      fc.nat(30_000).map((n) => new TextEncoder().encode(text(n, n))),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(some, { maxLength: 5 }),
        fc.integer({ min: 1, max: 9_000 }),
        async (parts, size) => {
          const bytes = concat(...parts);
          const [entry] = await whole(compress(format, bytes), size);
          expect(Buffer.compare(entry!.bytes, bytes)).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("streams behind each other are one, and so are empty ones", async () => {
    const parts = ["one\n", "", "two\n"].map((part) => compress(format, part));
    for (const size of [1, 65_536]) {
      const [entry] = await whole(concat(...parts), size);
      expect(entry!.text).toBe("one\ntwo\n");
    }
  });

  test("padding behind it is no damage", async () => {
    const [entry] = await whole(concat(compress(format, "one\n"), new Uint8Array(4_096)));
    expect(entry!.text).toBe("one\n");
  });

  test("as a member it is taken off, and one within another is, too", async () => {
    const name = `rows.txt.${ENDINGS[format]}`;
    const tar = tarOf({ name, body: compress(format, LONG) }, { name: "last.txt", body: "two\n" });
    for (const bytes of [tar, compress(format, tar)]) {
      const entries = await whole(bytes);
      expect(entries.map((entry) => [entry.path, entry.text.length])).toEqual([
        [name, LONG.length],
        ["last.txt", 4],
      ]);
      expect(entries[0]!.text).toBe(LONG);
    }
  });

  test("that ends too early gives what was there, and says so", async () => {
    const bytes = compress(format, LONG);
    for (let end = 12; end < bytes.length; end += Math.ceil(bytes.length / 40)) {
      const [bundle, [entry]] = await readArchive(bytes.subarray(0, end));
      expect(bundle.damage, String(end)).toEqual(["its compressed data ends too early"]);
      expect(LONG.startsWith(entry!.text)).toBe(true);
      expect(entry!.cut).toBe(bundle.damage[0]);
    }
    const [, [half]] = await readArchive(bytes.subarray(0, Math.floor(bytes.length * 0.95)));
    expect(half!.text.length).toBeGreaterThan(LONG.length / 3);
    // the last bytes are a checksum, and are missed as well
    for (let by = 1; by <= 8; by++) {
      const [bundle, [entry]] = await readArchive(bytes.subarray(0, -by));
      expect(bundle.damage, String(by)).toEqual(["its compressed data ends too early"]);
      if (format === "xz" || format === "gzip") expect(entry!.text).toBe(LONG);
    }
  });

  test("changed bytes throw nothing, and leave the next member whole", async () => {
    const bytes = compress(format, LONG.slice(0, 40_000));
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const body = bytes.slice();
        for (const [at, by] of list) body[at % body.length]! ^= by;
        const [bundle, entries] = await readArchive(
          tarOf({ name: "a", body }, { name: "b", body: "two\n" }),
        );
        expect(entries.at(-1)).toMatchObject({ path: "b", text: "two\n", cut: null });
        expect(bundle.damage).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe.skipIf(missing)(`options of the commands (${missing ?? "here"})`, () => {
  test.each([
    ["bzip2", ["-1"]],
    ["bzip2", ["-9"]],
    ["xz", ["-0"]],
    ["xz", ["-9e"]],
    ["xz", ["--block-size=100KiB"]],
    ["xz", ["--check=none"]],
    ["xz", ["--check=crc32"]],
    ["zstd", ["-1"]],
    ["zstd", ["-19"]],
    ["zstd", ["--ultra", "-22"]],
    ["zstd", ["--long=27"]],
    ["zstd", ["--no-check"]],
  ] as const)("%s %j", async (format, options) => {
    const [bundle, [entry]] = await readArchive(compress(format, LONG, ...options));
    expect(bundle.damage).toEqual([]);
    expect(entry!.text).toBe(LONG);
  });

  test.each([
    ["xz", ["--check=sha256"], /an option that is not read here: unpack it first/],
    ["xz", ["--delta", "--lzma2"], /an option that is not read here: unpack it first/],
    ["xz", ["--lzma2=dict=1GiB"], /looks back further than is read here: unpack it first/],
  ] as const)(
    "%s %j is refused in a line that says what to do",
    async (format, options, reason) => {
      const [bundle] = await readArchive(compress(format, LONG, ...options));
      expect(bundle.damage.join()).toMatch(reason);
    },
  );
});

test("a text that begins as bzip2 does is a text", async () => {
  for (const body of ["BZh", "BZh9 rows\n", "BZ", "BZhello\n"]) {
    const [bundle, [entry]] = await readArchive(new TextEncoder().encode(body));
    expect([bundle.damage, entry!.text]).toEqual([[], body]);
  }
});
