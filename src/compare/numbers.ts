import type { Difference } from "../report/comparison.ts";
import { type Counted, chanceOf, chanceOfRates, swingOf } from "./chance.ts";
import { notKnown, type Side, signalOf } from "./side.ts";

/** What a row of differences begins with. */
export type Named = Pick<Difference, "what" | "name" | "title" | "unit">;

/** What a row has unless it says otherwise. */
export const PLAIN = { effect: null, atMost: null, limit: null, reason: "" } as const;

/** A difference of two numbers, held against what chance may give. */
export function numberDifference(
  named: Named,
  before: number,
  after: number,
  limit: number,
  words: { more: Difference["change"]; less: Difference["change"] } = {
    more: "more",
    less: "less",
  },
): Difference {
  const isMore = after > before;
  const change =
    before === after
      ? "same"
      : Math.abs(after - before) <= limit
        ? "within chance"
        : isMore
          ? words.more
          : words.less;
  return { ...named, ...PLAIN, change, before, after, limit };
}

/** Two values that are compared exactly. */
export const exactDifference = (
  named: Named,
  before: string | number | null,
  after: string | number | null,
): Difference => ({
  ...named,
  ...PLAIN,
  change: before === after ? "same" : before === null ? "new" : after === null ? "gone" : "other",
  before,
  after,
});

export const unknownDifference = (
  named: Named,
  reason: string,
  before: Difference["before"] = null,
  after: Difference["after"] = null,
): Difference => ({
  ...named,
  ...PLAIN,
  change: "not known",
  before,
  after,
  reason,
});

/** By which part of itself the table's count swung while it was captured. */
export const swingIn = ({ analysis: { timeline } }: Side): number =>
  swingOf(timeline.flatMap(({ count }) => count ?? []));

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

/** What is lost within a window, or waits: as so many a second, since windows differ. */
const LOSSES: readonly (readonly [signal: string, title: string])[] = [
  ["table.fullDrops", "packets lost without an entry, a second"],
  ["table.earlyDrops", "entries evicted to make room, a second"],
  ["table.insertFailed", "packets whose entry could not be inserted, a second"],
  ["table.chainTooLong", "packets lost to overfull hash buckets, a second"],
  ["interfaces.losses", "packets that interfaces lost, a second"],
  ["listen.overflows", "connections lost to full accept queues, a second"],
  ["tcp.synRetransmits", "SYNs sent again, a second"],
];

export function lossDifferences(before: Side, after: Side): Difference[] {
  return LOSSES.flatMap(([name, title]) => {
    const named: Named = { what: "loss", name, title, unit: "packets/s" };
    const [a, b] = [before, after].map(({ analysis }) => {
      const events = signalOf(analysis, name);
      const seconds = analysis.bundle.windowSeconds;
      return events === null || !seconds ? null : { rate: events / seconds, seconds };
    });
    if (a == null && b == null) return [];
    if (a == null || b == null)
      return unknownDifference(
        named,
        notKnown(a == null ? NO_WINDOW : null, b == null ? NO_WINDOW : null),
        a?.rate ?? null,
        b?.rate ?? null,
      );
    const one = numberDifference(named, a.rate, b.rate, chanceOfRates(a, b));
    const effect = one.change === "more" ? "worse" : one.change === "less" ? "better" : null;
    return { ...one, effect } as Difference;
  });
}
const NO_WINDOW = "its counter was not read twice";
