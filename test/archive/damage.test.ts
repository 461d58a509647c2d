import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bundle } from "../../src/archive/entry.ts";
import { AnalyzerError } from "../../src/errors.ts";
import { type ReadEntry, readArchive, tarOf } from "../support/archives.ts";

/** Text that does not compress to nothing, the same on each run. */
const text = (bytes: number, seed: number): string => {
  let [x, out] = [seed, ""];
  while (out.length < bytes) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 0;
    out += `${x.toString(36)}\n`;
  }
  return out.slice(0, bytes);
};
const BODIES = new Map([
  ["top/start/a.txt", text(700, 1)],
  ["top/empty.txt", ""],
  ["top/dump/table.txt.gz", text(9_000, 2)],
  ["top/end/c.txt", text(2_048, 3)],
]);
const TAR = tarOf(
  ...[...BODIES].map(([name, body]) => ({
    name,
    body: name.endsWith(".gz") ? gzipSync(body) : body,
  })),
);

const read = (bytes: Uint8Array, size = 4_096) => readArchive(bytes, size);

/** What was read is the beginning of what is there; what is not whole is said to be cut. */
function expectHonest(bundle: Bundle, entries: readonly ReadEntry[]): void {
  const names = [...BODIES.keys()];
  expect(entries.map(({ path }) => path)).toEqual(names.slice(0, entries.length));
  for (const entry of entries) {
    const whole = BODIES.get(entry.path)!;
    // of one byte, nobody can tell that it would be compressed
    const told = entry.bytes.length > 1 || !entry.path.endsWith(".gz");
    if (told) expect(whole.startsWith(entry.text)).toBe(true);
    if (entry.text.length < whole.length) expect(entry.cut).not.toBeNull();
  }
  const cuts = entries.filter(({ cut }) => cut !== null);
  expect(bundle.damage.length + cuts.length).toBeGreaterThan(0);
}

describe("a bundle that ends too early: what was there is read, and the end is noted", () => {
  test("a tar, at every block of 512 bytes and beside it", async () => {
    for (let end = 512; end < TAR.length - 512; end += 512)
      for (const by of [0, 1, 511]) {
        const [bundle, entries] = await read(TAR.subarray(0, end + by));
        expectHonest(bundle, entries);
        const bytes = entries.reduce((sum, { text }) => sum + text.length, 0);
        if (end + by >= 2_048) expect(bytes, String(end)).toBeGreaterThanOrEqual(700);
      }
  });

  test("a tar.gz, at any byte", async () => {
    const gz = gzipSync(TAR);
    for (let end = 30; end < gz.length; end += 13) {
      const [bundle, entries] = await read(gz.subarray(0, end), 100);
      expect(bundle.damage).toContain("its compressed data ends too early");
      if (entries[0]?.path !== "standard-input") expectHonest(bundle, entries);
    }
  });

  test("a compressed dump that stands alone: its last row is known to be half a row", async () => {
    const gz = gzipSync(BODIES.get("top/dump/table.txt.gz")!);
    for (let end = 12; end < gz.length; end += 97) {
      const [bundle, [entry, ...others]] = await read(gz.subarray(0, end), 64);
      expect(others).toEqual([]);
      expect(bundle.damage).toEqual(["its compressed data ends too early"]);
      expect(entry!.cut).toBe("its compressed data ends too early");
      expect(BODIES.get("top/dump/table.txt.gz")!.startsWith(entry!.text)).toBe(true);
    }
  });

  test("a compressed member that is cut inside its archive does not harm the others", async () => {
    const gz = gzipSync(text(9_000, 2));
    const names = ["a.txt", "b.txt.gz", "c.txt"];
    for (let end = 11; end < gz.length; end += 301) {
      const bodies = ["first\n", gz.subarray(0, end), "last\n"];
      const [bundle, entries] = await read(
        tarOf(...names.map((name, at) => ({ name, body: bodies[at]! }))),
      );
      expect(entries.map(({ cut }) => cut)).toEqual([
        null,
        "its compressed data ends too early",
        null,
      ]);
      expect(entries[2]!.text).toBe("last\n");
      expect(bundle.damage).toEqual([]);
    }
  });
});

describe("changed bytes never throw anything but our own error", () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
    maxLength: 6,
  });
  const changed = (bytes: Uint8Array, list: readonly (readonly [number, number])[]): Uint8Array => {
    const copy = bytes.slice();
    for (const [at, by] of list) copy[at % copy.length]! ^= by;
    return copy;
  };
  const archives = { tar: TAR, "tar.gz": new Uint8Array(gzipSync(TAR)) };

  test.each(Object.entries(archives))("in a %s", async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(changes, fc.constantFrom(512, 4_096, 1_000_000), async (list, size) => {
        try {
          const [bundle, entries] = await read(changed(bytes, list), size);
          for (const entry of entries) expect(typeof entry.path).toBe("string");
          for (const reason of bundle.damage) expect(reason).toMatch(/^\S.*\S$/);
        } catch (error) {
          if (!(error instanceof AnalyzerError)) throw error;
        }
      }),
      { numRuns: 400 },
    );
  });

  test("in a tar.gz they are noted: its checksum covers every byte of the archive", async () => {
    for (let at = 30; at < archives["tar.gz"].length - 8; at += 41) {
      const [bundle] = await read(changed(archives["tar.gz"], [[at, 0x55]]));
      expect(bundle.damage.length, String(at)).toBeGreaterThan(0);
    }
  });

  test("in a header of a tar, they cost that entry alone", async () => {
    const bytes = TAR.slice();
    // the size of the first member
    bytes[124] = 0x39;
    const [, entries] = await read(bytes);
    expect(entries.map(({ path }) => path)).toEqual([...BODIES.keys()].slice(1));
    expect(entries.map(({ cut }) => cut)).toEqual([null, null, null]);
  });
});
