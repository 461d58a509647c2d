import { USES, type Use } from "../attribution/uses.ts";
import type { Difference } from "../report/comparison.ts";
import { chanceOf } from "./chance.ts";
import { type Named, numberDifference, swingIn, unknownDifference } from "./numbers.ts";
import { notKnown, type Side, scaleOf, whyNoRows } from "./side.ts";

/** What the entries are there for, of each use that either side has. */
export function useDifferences(before: Side, after: Side): Difference[] {
  const names = [
    ...new Set(
      [before, after].flatMap(({ analysis }) => analysis.table.uses.map(({ use }) => use)),
    ),
  ];
  const [a, b] = [scaleOf(before), scaleOf(after)];
  // of dumps that are there it is said why they tell nothing
  const isThere = [before, after].some(({ analysis }) => analysis.table.rows !== null);
  if (a === null && b === null && !isThere) return [];
  const apart = partedOtherwise(before, after);
  if (a === null || b === null || apart !== null) {
    const rows = notKnown(
      a === null ? whyNoRows(before) : null,
      b === null ? whyNoRows(after) : null,
    );
    const named: Named = { what: "use", name: "uses", title: "uses of the table", unit: "entries" };
    return [unknownDifference(named, a === null || b === null ? rows : apart!)];
  }
  return names.map((use) => {
    const [one, other] = [entriesOf(before, use) * a, entriesOf(after, use) * b].map(Math.round);
    const limit = chanceOf(
      { value: one!, scale: a, swing: swingIn(before) },
      { value: other!, scale: b, swing: swingIn(after) },
    );
    const named: Named = { what: "use", name: use, title: USES[use], unit: "entries" };
    return numberDifference(named, one!, other!, limit);
  });
}

const entriesOf = ({ analysis }: Side, use: Use): number =>
  analysis.table.uses.find((one) => one.use === use)?.entries ?? 0;

/** Inputs that tell one use from another: where one side lacks them, the same entries are other uses. */
const TELLS = [
  ["use.stale-endpoint.", "which endpoints the rules have"],
  ["use.idle-established.", "the timeout of open connections (ESTABLISHED)"],
] as const;

/** Why the uses of one side cannot be held against those of the other; null where they can. */
export function partedOtherwise(before: Side, after: Side): string | null {
  for (const [signals, input] of TELLS) {
    const [a, b] = [before, after].map((side) => isKnown(side, signals));
    if (a !== b) {
      const side = a ? "after" : "before";
      return `not ${side}: ${input} is not known there, so that the same entries count for other uses`;
    }
  }
  return null;
}

/** Whether a signal of some cause's tests was known; where no cause tests it, that is not told. */
const isKnown = ({ analysis }: Side, signals: string): boolean =>
  analysis.findings.some(({ evidence }) =>
    evidence.some((one) => one.signal.startsWith(signals) && one.value !== null),
  );
