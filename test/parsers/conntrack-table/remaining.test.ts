import fc from "fast-check";
import { expect, test } from "vitest";
import { binOf, newHistogram, secondsOf } from "../../../src/parsers/conntrack-table/remaining.ts";

const MINUTES_FROM = 68 * 60;
const TOP = 14 * 24 * 3_600;

test("bins are exact to the second below 68 minutes and to the minute above", () => {
  expect([0, 1, MINUTES_FROM - 1].map(binOf)).toEqual([0, 1, MINUTES_FROM - 1]);
  expect([MINUTES_FROM, MINUTES_FROM + 59, MINUTES_FROM + 60].map(binOf)).toEqual([
    MINUTES_FROM,
    MINUTES_FROM,
    MINUTES_FROM + 1,
  ]);
  expect(secondsOf(binOf(4_141))).toBe(4_140);
});

test("the last bin takes all from two weeks on", () => {
  const last = newHistogram().length - 1;
  expect([TOP - 1, TOP, TOP + 1, 2 ** 31 - 1].map(binOf)).toEqual([last - 1, last, last, last]);
  expect(secondsOf(last)).toBe(TOP);
});

test("every border that attribution asks for starts a bin, so that counts across it are exact", () => {
  for (const timeout of [86_400, 432_000, 3_600, 7_200, 300])
    for (const border of [timeout, timeout - 3_600]) {
      if (border <= 0) continue;
      expect(secondsOf(binOf(border)), String(border)).toBe(border);
      expect(binOf(border - 1), String(border)).toBe(binOf(border) - 1);
    }
});

test("a bin holds the seconds from its own start to the next bin's", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), (seconds) => {
      const bin = binOf(seconds);
      expect(secondsOf(bin)).toBeLessThanOrEqual(seconds);
      expect(bin === newHistogram().length - 1 || seconds < secondsOf(bin + 1)).toBe(true);
    }),
  );
});
