import { latest } from "../facts/facts.ts";
import { toTheSecond } from "../format.ts";
import { absent } from "./absent.ts";
import { TABLE_FULL } from "./messages.ts";
import { at, type Reading, reading, type SignalContext } from "./signal.ts";
import { speaksOfUs } from "./whose-messages.ts";

/** When the first or last message that the table was full was written, in the log's own words. */
export function stampOf(context: SignalContext, which: "first" | "last"): Reading {
  const log = latest(context.facts, "kernel-log");
  if (log === null) return absent(context.facts, "kernel-log");
  const all = TABLE_FULL.flatMap((kind) =>
    (log.fact.kinds.get(kind)?.recent ?? []).filter((one) => speaksOfUs(context, kind, one)),
  );
  const one =
    all.findLast(({ said }) => said !== null && which === "last") ??
    all.find(({ said }) => said !== null);
  return one?.said == null
    ? absent(
        context.facts,
        "kernel-log",
        "the log has no “table full” message of this table with a time",
      )
    : reading(one.said, at(one.entry ?? log.entry, one.line));
}

/**
 * When the first or last message that the table was full was written, as a time of day: by the window's own clock
 * where the log counts from the boot.
 */
export function clockOf(context: SignalContext, which: "first" | "last"): Reading {
  const log = latest(context.facts, "kernel-log");
  if (log === null) return absent(context.facts, "kernel-log");
  const { startUptime, startTime } = context.window;
  const timed = TABLE_FULL.flatMap((kind) =>
    (log.fact.kinds.get(kind)?.recent ?? [])
      .filter((one) => speaksOfUs(context, kind, one))
      .flatMap((one) => {
        const time =
          one.uptime !== null && startUptime !== null && startTime !== null
            ? startTime + (one.uptime - startUptime) * 1000
            : one.time;
        return time === null ? [] : [{ time, place: at(one.entry ?? log.entry, one.line) }];
      }),
  ).sort((a, b) => a.time - b.time);
  const one = which === "first" ? timed[0] : timed.at(-1);
  return one === undefined
    ? absent(
        context.facts,
        "kernel-log",
        "the log has no “table full” message of this table with a time",
      )
    : reading(toTheSecond(new Date(one.time).toISOString()), one.place);
}

/** Seconds from the first or last message that the table was full to the window's end. */
export function sinceFull(context: SignalContext, which: "first" | "last"): Reading {
  const log = latest(context.facts, "kernel-log");
  if (log === null) return absent(context.facts, "kernel-log");
  const { takenUptime: endUptime, takenTime: endTime, isLeast } = context.window;
  if (isLeast)
    return absent(
      context.facts,
      "uptime",
      "the time at which the log was taken is unknown, and so is the age of its messages",
    );
  const ages: { seconds: number; line: number; entry: string }[] = [];
  for (const kind of TABLE_FULL)
    for (const message of log.fact.kinds.get(kind)?.recent ?? []) {
      if (!speaksOfUs(context, kind, message)) continue;
      const seconds =
        message.uptime !== null && endUptime !== null
          ? endUptime - message.uptime
          : message.time !== null && endTime !== null
            ? (endTime - message.time) / 1000
            : null;
      const entry = message.entry ?? log.entry;
      if (seconds !== null) ages.push({ seconds: Math.max(0, seconds), line: message.line, entry });
    }
  ages.sort((a, b) => (which === "first" ? b.seconds - a.seconds : a.seconds - b.seconds));
  const one = ages[0];
  return one === undefined
    ? absent(
        context.facts,
        "kernel-log",
        "the log has no “table full” message of this table with a time",
      )
    : reading(one.seconds, at(one.entry, one.line));
}
