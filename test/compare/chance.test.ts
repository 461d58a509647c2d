import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chanceOf, chanceOfRates, swingOf } from "../../src/compare/chance.ts";

const one = (value: number) => ({ value, scale: 1 });
const claims = (a: number, b: number) => Math.abs(a - b) > chanceOf(one(a), one(b));

describe("what chance may give", () => {
  it.each([
    [1000, 1100, false],
    [1000, 1250, false],
    [1000, 2000, true],
    [100, 160, false],
    [100, 0, true],
    [40, 0, false],
    [0, 0, false],
    [100_000, 118_000, true],
    [100_000, 109_000, false],
  ])("%i entries before, %i after: a difference is claimed: %s", (a, b, isClaimed) => {
    expect(claims(a, b)).toBe(isClaimed);
  });

  it("is as large one way as the other, and grows with the numbers", () => {
    const count = fc.integer({ min: 0, max: 5_000_000 });
    fc.assert(
      fc.property(count, count, (a, b) => {
        expect(chanceOf(one(a), one(b))).toBe(chanceOf(one(b), one(a)));
        expect(chanceOf(one(a + 1000), one(b))).toBeGreaterThan(chanceOf(one(a), one(b)));
      }),
    );
  });

  it("is larger of a sample, and of a share of few rows", () => {
    expect(chanceOf({ value: 5000, scale: 10 }, one(5000))).toBeGreaterThan(
      chanceOf(one(5000), one(5000)),
    );
    const share = (rows: number) => ({ value: 0.4, scale: 1 / rows });
    expect(chanceOf(share(50), share(50))).toBeGreaterThan(chanceOf(share(5000), share(5000)));
  });

  it.each([
    ["few packets of a short window", 10, 5, 0, 5, false],
    ["hundreds of a short window", 600, 5, 0, 5, true],
    ["the same rate in windows of other lengths", 600, 60, 50, 5, false],
    ["a few a minute, for half an hour", 300, 1800, 20, 1800, false],
  ])("%s", (_, events, seconds, others, later, isClaimed) => {
    const [a, b] = [
      { rate: events / seconds, seconds },
      { rate: others / later, seconds: later },
    ];
    expect(Math.abs(a.rate - b.rate) > chanceOfRates(a, b)).toBe(isClaimed);
  });
});

describe("how a count swung within its window", () => {
  it.each([
    ["a steady rise", [100, 200, 300, 400], 0],
    ["up and down", [100, 150, 50, 100], 100 / 150],
    ["two samples", [100, 900], 0],
    ["none", [], 0],
    ["an empty table", [0, 0, 0], 0],
  ])("%s", (_, counts, swing) => {
    expect(swingOf(counts)).toBeCloseTo(swing);
  });
});
