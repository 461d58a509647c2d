/** Which cases a live run captures: scenarios with drawn shapes, in groups that run side by side. */
import { type Draw, drawFrom } from "./random.ts";
import type { Scenario, Shape } from "./scenarios/scenario.ts";

export interface Case {
  readonly scenario: Scenario;
  readonly shape: Shape;
}

/** Cases with one and the same limit, because the kernel has only one. */
export interface Group {
  readonly limit: number;
  readonly cases: readonly Case[];
}

/** How many cases run side by side: each keeps four processes busy for a quarter of a minute. */
const GROUP_SIZE = 3;

/** Between which limits a case is drawn: large enough for shares to mean something, and quick. */
const LIMITS = [2_500, 6_000] as const;

/** Draws `count` cases, every scenario once before any comes again. The same seed draws the same. */
export function drawGroups(scenarios: readonly Scenario[], count: number, seed: number): Group[] {
  const draw = drawFrom(seed);
  const turns: Scenario[] = [];
  while (turns.length < count && scenarios.length > 0) turns.push(...draw.shuffled(scenarios));
  const groups: Group[] = [];
  for (let start = 0; start < count; start += GROUP_SIZE) {
    const limit = draw.between(...LIMITS);
    const members = turns.slice(start, Math.min(count, start + GROUP_SIZE));
    const cases = members.map((scenario) => ({
      scenario,
      shape: drawShape(scenario, limit, draw),
    }));
    groups.push({ limit, cases });
  }
  return groups;
}

function drawShape({ ranges }: Scenario, limit: number, draw: Draw): Shape {
  const numbers = Object.entries(ranges).map(([name, ends]) => [name, draw.between(...ends)]);
  return { ...Object.fromEntries(numbers), limit };
}
