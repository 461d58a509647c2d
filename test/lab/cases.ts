/** Which cases a live run captures: scenarios with drawn shapes, in groups that run side by side. */
import { type Draw, drawFrom } from "./random.ts";
import type { Scenario, Shape } from "./scenarios/scenario.ts";

export interface Case {
  readonly scenario: Scenario;
  readonly shape: Shape;
}

/** Cases with one and the same limit and buckets, because the kernel has only one of each. */
export interface Group {
  readonly seed: number;
  readonly limit: number;
  readonly buckets?: number;
  readonly cases: readonly Case[];
}

/** How many cases run side by side, of those that fill their tables and of those that do little. */
export interface GroupSize {
  readonly filling: number;
  readonly calm: number;
}

/** Between which limits a case is drawn: large enough for shares to mean something, and quick. */
const LIMITS = [2_500, 6_000] as const;

/**
 * Draws `count` cases, every scenario once before any comes again. The same seed draws the same.
 *
 * What fills its table never runs beside what must not be full: the kernel log and the list of
 * namespaces of a capture show every node of this machine.
 */
export function drawGroups(
  scenarios: readonly Scenario[],
  count: number,
  seed: number,
  size: GroupSize,
): Group[] {
  const draw = drawFrom(seed);
  const turns: Scenario[] = [];
  while (turns.length < count && scenarios.length > 0) turns.push(...draw.shuffled(scenarios));
  turns.length = Math.min(turns.length, count);
  const together = turns.filter(({ alone }) => alone === undefined);
  const calm = together.filter(({ expected }) => expected.state === "healthy");
  const filling = together.filter(({ expected }) => expected.state !== "healthy");
  return [
    ...chunks(calm, size.calm),
    ...chunks(filling, size.filling),
    ...chunks(
      turns.filter(({ alone }) => alone !== undefined),
      1,
    ),
  ].map((members) => {
    const { limit = draw.between(...LIMITS), buckets } = members[0]!.alone ?? {};
    const cases = members.map((scenario) => ({
      scenario,
      shape: drawShape(scenario, limit, draw),
    }));
    return { seed, limit, cases, ...(buckets === undefined ? {} : { buckets }) };
  });
}

const chunks = <T>(members: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(members.length / size) }, (_, place) =>
    members.slice(place * size, (place + 1) * size),
  );

function drawShape({ ranges }: Scenario, limit: number, draw: Draw): Shape {
  const numbers = Object.entries(ranges).map(([name, ends]) => [name, draw.between(...ends)]);
  return { ...Object.fromEntries(numbers), limit };
}
