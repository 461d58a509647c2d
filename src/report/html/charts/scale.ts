import { round } from "./svg.ts";

type Range = readonly [from: number, to: number];

/** Where a value of one range stands in another. */
export type Scale = (value: number) => number;

/** A scale of equal steps; one that is clamped leads nowhere outside its range. */
export function scaleOf([from, to]: Range, [low, high]: Range, isClamped = false): Scale {
  const least = Math.min(from, to);
  const most = Math.max(from, to);
  return (value) => {
    const inside = isClamped ? Math.max(least, Math.min(most, value)) : value;
    const part = from === to ? 0.5 : (inside - from) / (to - from);
    return low * (1 - part) + high * part;
  };
}

/** A place of a drawing; null is a gap. */
export type Point = readonly [x: number, y: number] | null;
type Run = (readonly [x: number, y: number])[];

/** Places from gap to gap. */
function runsOf(points: readonly Point[]): Run[] {
  const runs: Run[] = [[]];
  for (const point of points)
    if (point === null) runs.push([]);
    else runs.at(-1)!.push(point);
  return runs.filter((run) => run.length > 0);
}

const through = (run: Run): string => run.map(([x, y]) => `${round(x)},${round(y)}`).join("L");

/** From place to place. One that is alone is drawn as a dot. */
export const linePath = (points: readonly Point[]): string =>
  runsOf(points)
    .map((run) => `M${through(run)}${run.length === 1 ? "Z" : ""}`)
    .join("");

/** The same in steps: each value holds until the next. */
export const stepPath = (points: readonly Point[]): string =>
  runsOf(points)
    .map((run) => {
      const steps = run.flatMap(
        ([x, y], at): Run =>
          at === 0
            ? [[x, y]]
            : [
                [x, run[at - 1]![1]],
                [x, y],
              ],
      );
      return `M${through(steps)}${run.length === 1 ? "Z" : ""}`;
    })
    .join("");

/** What lies between a line and a height. */
export const areaPath = (points: readonly Point[], base: number): string =>
  runsOf(points)
    .map((run) => `M${through([...run, ...run.map(([x]) => [x, base] as const).reverse()])}Z`)
    .join("");
