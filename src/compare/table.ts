import type { Difference } from "../report/comparison.ts";
import { type Counted, chanceOf } from "./chance.ts";
import { type Named, numberDifference, PLAIN, swingIn, unknownDifference } from "./numbers.ts";
import { notKnown, type Side } from "./side.ts";

/** The entries of the table, and the part of the limit that is in use. */
export function tableDifferences(before: Side, after: Side): Difference[] {
  return [
    tableDifference(
      { what: "table", name: "table.count", title: "entries of the table", unit: "entries" },
      before,
      after,
      ({ table }) => (table.count === null ? null : { value: table.count, scale: 1 }),
      "the kernel's count",
    ),
    tableDifference(
      { what: "table", name: "table.utilization", title: "use of the limit", unit: "share" },
      before,
      after,
      ({ table: { utilization, max } }) =>
        utilization === null || !max ? null : { value: utilization, scale: 1 / max },
      "the count and the limit",
    ),
    ...demandDifference(before, after),
  ];
}

function tableDifference(
  named: Named,
  before: Side,
  after: Side,
  read: (analysis: Side["analysis"]) => Counted | null,
  wanted: string,
): Difference {
  const [a, b] = [before, after].map((side) => {
    const one = read(side.analysis);
    return one === null ? null : { ...one, swing: swingIn(side) };
  });
  if (a == null || b == null)
    return unknownDifference(
      named,
      notKnown(
        a == null ? `${wanted} are not in it` : null,
        b == null ? `${wanted} are not in it` : null,
      ),
      a?.value ?? null,
      b?.value ?? null,
    );
  const one = numberDifference(named, a.value, b.value, chanceOf(a, b));
  // at least so many may be any number more
  const isOpen = (side: Side, isLess: boolean) =>
    side.analysis.table.bound === "at least" && !isLess;
  const cannotTell =
    (isOpen(before, a.value > b.value) && "before") ||
    (isOpen(after, b.value > a.value) && "after");
  return cannotTell
    ? unknownDifference(
        named,
        `${cannotTell}: at least so many, and how many is not known`,
        a.value,
        b.value,
      )
    : one;
}

/** What full tables would hold if nothing were refused: ranges, which differ where they lie apart. */
function demandDifference(before: Side, after: Side): Difference[] {
  const [a, b] = [before.analysis.demand, after.analysis.demand];
  // of a table that was never full it is what the table holds
  const isFull = [before, after].some(({ analysis }) => analysis.state === "exhausted");
  if (a === null || b === null || !isFull) return [];
  const named: Named = {
    what: "table",
    name: "demand",
    title: "demand, if nothing were refused",
    unit: "entries",
  };
  const [low, high] = a.low > b.high ? [b.high, a.low] : [a.high, b.low];
  const apart = low < high ? high - low : 0;
  const limit = chanceOf({ value: low, scale: 1 }, { value: high, scale: 1 });
  const [from, to] = [(a.low + a.high) / 2, (b.low + b.high) / 2].map(Math.round);
  const change = apart <= limit ? "within chance" : b.low > a.high ? "more" : "less";
  const reason = `estimates: ${a.low} to ${a.high} before, ${b.low} to ${b.high} after`;
  return [{ ...named, ...PLAIN, change, before: from!, after: to!, limit, reason }];
}
