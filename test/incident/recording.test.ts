/** Which incident a recording is of, by its rows and by dumps that are far between. */
import { expect, it } from "vitest";
import { combine } from "../../src/incident/combine.ts";
import type { Reading, Series } from "../../src/incident/model.ts";

const LIMIT = 1000;
const SECOND = 1000;

const reading = (seconds: number, count: number): Reading => ({
  at: seconds * SECOND,
  count,
  rounding: 0,
  max: LIMIT,
  used: null,
  dropped: null,
  evicted: null,
  isRestart: false,
  place: { entry: "", line: seconds },
});

const seriesOf = (name: string, counts: Series["counts"], readings: Reading[]): Series => ({
  name,
  counts,
  zone: "utc",
  readings,
});

it("two dumps of a full table are of two, where the rows between them show room", () => {
  // full at 800 s, of which only a dump is left, at 1000 s and at 1070 s
  const countAt = (at: number): number =>
    (at >= 1000 && at < 1015) || (at >= 1070 && at < 1085) ? LIMIT : 300;
  const rows = Array.from({ length: 160 }, (_, at) => reading(950 + at, countAt(950 + at)));
  const dumps = [reading(800, LIMIT), reading(1071, LIMIT), reading(1100, 300)];
  const series = [seriesOf("rows", "kernel", rows), seriesOf("dumps", "rows", dumps)];
  const told = combine(series, [], () => LIMIT, 1070 * SECOND)!;
  expect(told.from).toBe(1070 * SECOND);
  expect(told.events.find(({ name }) => name === "onset")!.said!.span).toMatchObject({
    to: 1070 * SECOND,
  });
  expect(told.more).toHaveLength(2);
});
