import { describe, expect, it } from "vitest";
import { lastUsual, type Point } from "../../src/incident/climb.ts";
import { drawFrom } from "../lab/random.ts";

const SECOND = 1000;
/** A reading a second of what a function gives. */
const series = (length: number, of: (at: number) => number): Point[] =>
  Array.from({ length }, (_, at) => ({ at: at * SECOND, value: of(at) }));

describe("where a climb begins", () => {
  it("behind the last usual reading, whatever the steepness", () => {
    for (const slope of [2, 20, 500]) {
      const points = series(120, (at) => 500 + Math.max(0, at - 60) * slope);
      expect(Math.abs(lastUsual(points, 3)! - 60), String(slope)).toBeLessThanOrEqual(2);
    }
  });

  it("within two readings at the 95th percentile of drawn climbs with noise", () => {
    const draw = drawFrom(7);
    const off = Array.from({ length: 300 }, () => {
      const onset = draw.between(10, 80);
      const slope = draw.between(20, 400);
      const noise = draw.between(0, 8);
      const length = onset + draw.between(5, 60);
      const points = series(
        length,
        (at) => 600 + draw.between(-noise, noise) + Math.max(0, at - onset) * slope,
      );
      return Math.abs((lastUsual(points, 3) ?? 999) - onset);
    }).sort((a, b) => a - b);
    expect(off[Math.floor(off.length * 0.95)]).toBeLessThanOrEqual(2);
  });

  it("before a pause of it", () => {
    const points = series(60, (at) =>
      at < 20 ? 600 : at < 26 ? 600 + (at - 20) * 110 : at < 38 ? 1260 : 1260 + (at - 38) * 330,
    );
    expect(lastUsual(points, 3)).toBeGreaterThanOrEqual(19);
    expect(lastUsual(points, 3)).toBeLessThanOrEqual(21);
  });

  it("nowhere, where it climbs from the first reading on or not at all", () => {
    expect(
      lastUsual(
        series(60, (at) => 100 + at * 50),
        3,
      ),
    ).toBeNull();
    expect(
      lastUsual(
        series(60, () => 500),
        3,
      ),
    ).toBeNull();
    expect(
      lastUsual(
        series(1, () => 500),
        3,
      ),
    ).toBeNull();
    expect(lastUsual([], 3)).toBeNull();
  });

  it("no sooner than a slow drift, which is no climb", () => {
    const points = series(100, (at) => 500 + at + Math.max(0, at - 80) * 120);
    expect(lastUsual(points, 3)).toBeGreaterThanOrEqual(78);
  });
});
