import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BINS,
  binOf,
  countRemaining,
  secondsOf,
} from "../../../src/parsers/conntrack-table/remaining.ts";

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
  const last = BINS - 1;
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
      expect(bin === BINS - 1 || seconds < secondsOf(bin + 1)).toBe(true);
    }),
  );
});

test("a histogram grows when an entry has more than 68 minutes left, and keeps what it counted", () => {
  const histograms: (Int32Array | undefined)[] = [];
  for (const seconds of [0, MINUTES_FROM - 1, MINUTES_FROM - 1, TOP, MINUTES_FROM, 0])
    countRemaining(histograms, 2, seconds);
  const bins = histograms[2]!;
  expect(histograms.slice(0, 2)).toEqual([undefined, undefined]);
  expect([0, MINUTES_FROM - 1, MINUTES_FROM, BINS - 1].map((bin) => bins[bin])).toEqual([
    2, 2, 1, 1,
  ]);
  expect(bins.reduce((sum, count) => sum + count, 0)).toBe(6);
});
