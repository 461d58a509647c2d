import { latest, pair } from "../facts/facts.ts";
import { toTheSecond } from "../format.ts";
import { SOURCES } from "../parsers/index.ts";
import type { KernelLogFact } from "../parsers/kernel-log-fact.ts";
import type { KernelMessage, KernelMessageKind } from "../parsers/kernel-message.ts";
import { sumCounter } from "../parsers/per-cpu.ts";
import { absent } from "./absent.ts";
import { perCpuRise } from "./from-facts.ts";
import { at, type Reading, reading, type SignalContext } from "./signal.ts";
import { peakShare } from "./table-count.ts";
import { placeInWindow } from "./window.ts";

/** That the connection-tracking table of some namespace was full. */
export const TABLE_FULL = ["table-full", "table-full-netns"] as const;

/** `lately` is within the window, or where there is none at any time that is not told. */
type When = "before" | "within" | "lately" | "ever";

/**
 * Messages of a kind that speak of this bundle's table, by their place in the window. Since 6.17 the
 * message names the namespace; without a name it is the first namespace's. `amount` is what one stands for.
 */
export function messages(
  context: SignalContext,
  kinds: readonly KernelMessageKind[],
  when: When,
  wanted: (kind: KernelMessageKind, message: KernelMessage) => boolean = (kind, message) =>
    speaksOfUs(context, kind, message),
  amount: (message: KernelMessage) => number = () => 1,
): Reading {
  const log = latest(context.facts, "kernel-log");
  if (log === null) return absent(context.facts, "kernel-log");
  let count = 0;
  let place = at(log.entry, 1);
  let unplaced = 0;
  for (const kind of kinds) {
    for (const message of log.fact.kinds.get(kind)?.recent ?? []) {
      if (!wanted(kind, message)) continue;
      const where = placeInWindow(context.window, message);
      if (where === null) unplaced++;
      if (!isWanted(when, where)) continue;
      count += amount(message);
      place = at(message.entry ?? log.entry, message.line);
    }
  }
  // a log that was searched for something else says nothing of what it lacks
  const isPart = log.origin.reduced !== null || log.origin.elided;
  const isNow = when === "within" || when === "lately";
  if (count === 0 && isNow && beginsLate(context, log.fact.first))
    return absent(
      context.facts,
      "kernel-log",
      `${SOURCES["kernel-log"].what}: it begins after the window did, so earlier messages are lost`,
    );
  if (count === 0 && unplaced > 0)
    return absent(
      context.facts,
      "kernel-log",
      `${unplaced} such messages cannot be placed in time: ${SOURCES.manifest.what} or ${SOURCES.uptime.what} is missing`,
    );
  if (count === 0 && isPart)
    return absent(
      context.facts,
      "kernel-log",
      `${SOURCES["kernel-log"].what}: only part of it is in the bundle, without such a message`,
    );
  return isPart
    ? ({ ...reading(count, place), bound: "at least" as const } as Reading)
    : reading(count, place);
}

const isWanted = (when: When, where: ReturnType<typeof placeInWindow>): boolean =>
  when === "ever" ||
  where === when ||
  (when === "lately" && (where === "within" || where === null));

/** Whether the log, which is a ring, no longer reaches back to the window's start. */
function beginsLate({ window }: SignalContext, first: KernelLogFact["first"]): boolean {
  if (first?.uptime != null && window.startUptime !== null)
    return first.uptime > window.startUptime;
  return first?.time != null && window.startTime !== null && first.time > window.startTime;
}

/**
 * Whether “table full” messages that name no namespace are another one's: before 6.17 none is named, while the
 * counters are each namespace's own. Where these did not move and the table had room, it was not this one.
 */
export function isForeign(context: SignalContext): boolean {
  if (namesNamespaces(context)) return false;
  const rise = (name: string): number | null => {
    for (const source of ["conntrack-stat", "conntrack-s"] as const) {
      const both = pair(context.facts, source);
      const change = both === null ? null : perCpuRise(both.start.fact, both.end.fact, name);
      if (change !== null) return change.value;
    }
    return null;
  };
  const [drop, evicted, failed] = [rise("drop"), rise("early_drop"), rise("insert_failed")];
  // where nothing was dropped no insert failed either
  if (drop === null || evicted === null || (failed === null && drop > 0)) return false;
  return drop - (failed ?? 0) <= 0 && evicted === 0 && (peakShare(context) ?? 1) < 0.95;
}

/**
 * Whether the counters say that nothing was ever lost here since the boot: then “table full” messages of that
 * time are of another network namespace, too, where the kernel names none.
 */
function neverLost(context: SignalContext): boolean {
  const isOld = latest(context.facts, "kernel-version") !== null && !namesNamespaces(context);
  if (!isOld) return false;
  const fact = (latest(context.facts, "conntrack-stat") ?? latest(context.facts, "conntrack-s"))
    ?.fact;
  return (
    fact !== undefined &&
    !fact.oneCpuOnly &&
    sumCounter(fact, "drop") === 0 &&
    sumCounter(fact, "early_drop") === 0
  );
}

/**
 * Whether a message that names no namespace is another one's, as nothing was lost here since the boot. A log
 * without a time since boot may be of an earlier one.
 */
export const isNeverOurs = (context: SignalContext, { netns, uptime }: KernelMessage): boolean =>
  netns === null && uptime !== null && neverLost(context);

/** Whether a message is about this bundle's own table, or about none in particular. */
function speaksOfUs(
  context: SignalContext,
  kind: KernelMessageKind,
  message: KernelMessage,
): boolean {
  if (kind !== "table-full" && kind !== "table-full-netns") return true;
  if (message.netns === null && isWithin(context, message) && isForeign(context)) return false;
  if (isNeverOurs(context, message)) return false;
  const manifest = latest(context.facts, "manifest")?.fact;
  if (manifest === undefined || manifest.netns === null) return message.netns === null;
  if (message.netns !== null) return message.netns === manifest.netns;
  // a kernel before 6.17 names no namespace: then the message may be any namespace's, ours included
  return (
    manifest.netnsOfPid1 === null ||
    manifest.netns === manifest.netnsOfPid1 ||
    !namesNamespaces(context)
  );
}

const isWithin = ({ window }: SignalContext, message: KernelMessage): boolean =>
  placeInWindow(window, message) === "within";

const namesNamespaces = (context: SignalContext): boolean => {
  const version = latest(context.facts, "kernel-version")?.fact;
  return (
    version !== undefined && (version.major > 6 || (version.major === 6 && version.minor >= 17))
  );
};

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
