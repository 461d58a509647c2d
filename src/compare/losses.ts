import type { Difference } from "../report/comparison.ts";
import { chanceOfRates } from "./chance.ts";
import { type Named, numberDifference, unknownDifference } from "./numbers.ts";
import { notKnown, type Side, signalOf } from "./side.ts";

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
const NO_WINDOW = "its counter was not read twice";

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
