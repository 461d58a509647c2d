import { type Conflict, otherLimits } from "../facts/conflicts.ts";
import type { Facts } from "../facts/facts.ts";
import { codeSpan, formatNumber } from "../format.ts";
import { type Readings, SIGNALS, type SignalName } from "../signals/index.ts";

const STANDING = {
  live: "in effect",
  configured: "asked for by a file or a command",
  past: "in effect earlier, according to a log",
} as const;

/** Two values of one setting. */
export function conflictNote({ signal, values }: Conflict): string {
  const { title } = SIGNALS[signal as SignalName];
  return `The evidence has several values of the ${title}: ${values.map(standingOf).join("; ")}.`;
}

const standingOf = ({ value, source, standing }: Conflict["values"][number]): string =>
  `${formatNumber(value)} ${STANDING[standing]} (${codeSpan(`${source.entry}:${source.line}`)})`;

/** A limit of 0, and one that is not told beside others that are. */
export function limitNotes(readings: Readings, facts: Facts, isSaid: boolean): string[] {
  const limit = readings.get("table.max");
  if (limit?.value !== null) return [];
  if (!/ is 0: no limit is set$/.test(limit.reason)) {
    const others = isSaid ? [] : otherLimits(facts);
    return others.length === 0
      ? []
      : [
          `The evidence does not tell the limit in effect, but: ${others.map(standingOf).join("; ")}.`,
        ];
  }
  return [
    "nf_conntrack_max is 0, which up to Linux 6.12 means that there is no limit: such a table is never full.",
  ];
}
