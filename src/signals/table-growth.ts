import { latest } from "../facts/facts.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import { absent } from "./absent.ts";
import { combine } from "./combine.ts";
import { fromPair } from "./from-facts.ts";
import { at, type Reading, reading, type SignalContext } from "./signal.ts";
import { COUNT_NAMES, count } from "./table-count.ts";
import { max } from "./table-limit.ts";

export function growth(context: SignalContext): Reading {
  const timeline = latest(context.facts, "timeline");
  if (timeline !== null) {
    const rows = [...timeline.fact.count.keys()].filter(
      (row) => timeline.fact.count[row] !== null && timeline.fact.uptime[row] !== null,
    );
    const [first, last] = [rows[0], rows.at(-1)];
    if (first !== undefined && last !== undefined && last > first) {
      const seconds = timeline.fact.uptime[last]! - timeline.fact.uptime[first]!;
      const grown = timeline.fact.count[last]! - timeline.fact.count[first]!;
      if (seconds > 0)
        return reading(grown / seconds, at(timeline.entry, timeline.fact.line[last]!));
    }
  }
  return fromPair(context, "sysctl", (start, end) => {
    const [a, b] = [
      sysctlNumber(start.fact, COUNT_NAMES[0]!),
      sysctlNumber(end.fact, COUNT_NAMES[0]!),
    ];
    const seconds = context.window.sampledSeconds;
    return a === null || b === null || !seconds
      ? null
      : { value: (b.value - a.value) / seconds, line: b.line };
  });
}

/** What grew for some seconds is told to go on for so many times as long, and no longer. */
const FORESIGHT = 10;

export function secondsToFull(context: SignalContext): Reading {
  const rate = growth(context);
  if (rate.value !== null && Number(rate.value) <= 0)
    return absent(context.facts, "timeline", "the table did not grow within the window");
  const seconds = context.window.sampledSeconds;
  return combine(
    [rate, count(context), max(context)],
    (a, b, c) => {
      const left = Math.max(0, c - b) / a;
      return left > FORESIGHT * (seconds ?? 0) ? null : left;
    },
    {
      wants: "timeline",
      reason: "the table grew, but was watched for too short a time to say when it would be full",
    },
  );
}
