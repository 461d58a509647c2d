import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { concat, type ReadEntry, readArchive, tarOf } from "../support/archives.ts";

const TEXT = "tcp 6 431999 ESTABLISHED\n".repeat(4_000);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
/** As `base64` and `base64 -w 0` print it. */
const base64 = (bytes: Uint8Array, width: number): string => {
  const text = Buffer.from(bytes).toString("base64");
  return width === 0 ? text : text.replace(new RegExp(`.{1,${width}}`, "g"), "$&\n");
};
const brief = (entries: readonly ReadEntry[]) => entries.map(({ path, text }) => [path, text]);

describe.each([1, 77, 65_536])("a gzip file as base64, in blocks of %i bytes", (size) => {
  // three lengths, so that each end of base64 is seen
  const packed = ["", "a", "bc"].map((end) => new Uint8Array(gzipSync(TEXT + end)));
  test.each([0, 76])("in lines of %i letters", async (width) => {
    for (const [at, end] of ["", "a", "bc"].entries()) {
      const [bundle, [entry]] = await readArchive(bytesOf(base64(packed[at]!, width)), size);
      expect(entry!.text).toBe(TEXT + end);
      expect([bundle.damage, bundle.doubted, entry!.cut]).toEqual([[], [], null]);
    }
  });

  test("with a terminal's line ends", async () => {
    const text = base64(packed[0]!, 76).replaceAll("\n", "\r\n");
    const [, [entry]] = await readArchive(bytesOf(`${text}\r\n`), size);
    expect(entry!.text).toBe(TEXT);
  });

  test("of an archive the files", async () => {
    const tar = tarOf({ name: "a.txt", body: TEXT });
    const [bundle, entries] = await readArchive(bytesOf(base64(gzipSync(tar), 76)), size);
    expect(brief(entries)).toEqual([["a.txt", TEXT]]);
    expect(bundle.damage).toEqual([]);
  });

  test("what stands behind it is not read, and said so", async () => {
    const text = `${base64(packed[0]!, 76)}root@node-7:~# exit\n`;
    const [bundle, [entry]] = await readArchive(bytesOf(text), size);
    expect(entry!.text.startsWith(TEXT)).toBe(true);
    expect(bundle.damage.join()).toMatch(/was not read/);
  });

  test("of one that is cut, what stands before", async () => {
    const text = base64(packed[0]!, 76);
    const [bundle, [entry]] = await readArchive(bytesOf(text.slice(0, text.length >> 1)), size);
    expect(TEXT.startsWith(entry!.text)).toBe(true);
    expect(entry!.text.length).toBeGreaterThan(0);
    expect(bundle.damage).not.toEqual([]);
  });
});

test("a text that begins alike is a text", async () => {
  const text = bytesOf("H4sI is how base64 of gzip begins\n");
  const [, entries] = await readArchive(concat(text), 65_536);
  expect(entries[0]!.path).toBe("standard-input");
});
