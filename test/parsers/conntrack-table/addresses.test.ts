import fc from "fast-check";
import { expect, test } from "vitest";
import { AddressIndex, hashOf, wordsOf } from "../../../src/parsers/conntrack-table/addresses.ts";
import { bytesOf } from "./dump.ts";

/** The words of a text that stands within a longer row. */
const words = (text: string): Int32Array =>
  wordsOf(bytesOf(`src=${text} dst=`), 4, 4 + text.length);
const intern = (index: AddressIndex, text: string): number => index.intern(words(text), 0);

test("ids are dense, in order of arrival, and stay with their text, as in a Map", () => {
  const text = fc.oneof(
    fc.constantFrom("::", "::1", "fd99::2", "fd99::20", "fd99:2::", "fd99::2:0"),
    fc.ipV6(),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 400 }), (texts) => {
      const index = new AddressIndex(1_000);
      const ids = new Map<string, number>();
      for (const one of texts) {
        if (!ids.has(one)) ids.set(one, ids.size);
        expect(intern(index, one)).toBe(ids.get(one));
      }
      expect(index.size).toBe(ids.size);
      for (const [one, id] of ids) expect(index.text(id)).toBe(one);
    }),
    { numRuns: 200 },
  );
});

test("it grows past its first 256 ids without losing one", () => {
  const index = new AddressIndex(20_000);
  const texts = Array.from({ length: 20_000 }, (_, at) => {
    const group = (at * 7_919).toString(16).padStart(8, "0");
    return `fd00:0000:0000:0000:0000:0000:${group.slice(0, 4)}:${group.slice(4)}`;
  });
  expect(texts.map((text) => intern(index, text))).toEqual(texts.map((_, at) => at));
  expect(texts.map((text) => intern(index, text))).toEqual(texts.map((_, at) => at));
  expect([0, 255, 256, 19_999].map((id) => index.text(id))).toEqual(
    [0, 255, 256, 19_999].map((id) => texts[id]),
  );
});

test("texts of one hash are told apart by their bytes", () => {
  const hash = (text: string) => hashOf(words(text), 0);
  const seen = new Map<number, string>();
  const pairs: [string, string][] = [];
  for (let n = 0; pairs.length < 3 && n < 1_000_000; n++) {
    const text = `fd00::${(n >>> 12).toString(16)}:${(n & 4_095).toString(16)}`;
    const twin = seen.get(hash(text));
    if (twin !== undefined && twin !== text) pairs.push([twin, text]);
    seen.set(hash(text), text);
  }
  expect(pairs).toHaveLength(3);
  for (const [one, two] of pairs) {
    const index = new AddressIndex(1_000);
    expect([intern(index, one), intern(index, two), intern(index, one)]).toEqual([0, 1, 0]);
    expect([index.text(0), index.text(1)]).toEqual([one, two]);
  }
});

test("many texts at once get the ids that they get one by one, also when one comes twice or the index grows", () => {
  const texts = Array.from({ length: 600 }, (_, at) => `fd00::${((at * 7) % 400).toString(16)}`);
  const stride = words("").length + 1;
  const all = new Int32Array(texts.length * stride);
  for (const [at, text] of texts.entries()) all.set(words(text), at * stride);
  const [single, many] = [new AddressIndex(300), new AddressIndex(300)];
  const ids = [...many.internAll(all, stride, texts.length)];
  expect(ids).toEqual(texts.map((text) => intern(single, text)));
  expect(many.size).toBe(301);
});

test("past the ceiling all further texts are one, and the known ones stay what they are", () => {
  const index = new AddressIndex(3);
  const ids = ["fd00::1", "fd00::2", "fd00::3", "fd00::4", "fd00::5", "fd00::2", "fd00::4"].map(
    (text) => intern(index, text),
  );
  expect(ids).toEqual([0, 1, 2, 3, 3, 1, 3]);
  expect(index.text(1)).toBe("fd00::2");
  expect(index.text(3)).toBe("other-addresses");
  expect(index.isFull).toBe(true);
});
