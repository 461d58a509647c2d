import { latest } from "../facts/facts.ts";
import { SOURCES } from "../parsers/index.ts";
import type { KernelLogFact, KernelMessage, KernelMessageKind } from "../parsers/kernel-log.ts";
import { absent, at, type Reading, reading, type SignalContext } from "./signal.ts";
import { placeInWindow } from "./window.ts";

/** That the connection-tracking table of some namespace was full. */
export const TABLE_FULL = ["table-full", "table-full-netns"] as const;

/**
 * Messages of a kind that speak of this bundle's table, by their place in the window. Since 6.17 the
 * message names the namespace; without a name it is the first namespace's. `amount` is what one stands for.
 */
export function messages(
  context: SignalContext,
  kinds: readonly KernelMessageKind[],
  when: "before" | "within",
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
      if (where !== when) continue;
      count += amount(message);
      place = at(log.entry, message.line);
    }
  }
  if (count === 0 && when === "within" && beginsLate(context, log.fact.first))
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
  return reading(count, place);
}

/** Whether the log, which is a ring, no longer reaches back to the window's start. */
function beginsLate({ window }: SignalContext, first: KernelLogFact["first"]): boolean {
  if (first?.uptime != null && window.startUptime !== null)
    return first.uptime > window.startUptime;
  return first?.time != null && window.startTime !== null && first.time > window.startTime;
}

/** Whether a message is about this bundle's own table, or about none in particular. */
function speaksOfUs(
  context: SignalContext,
  kind: KernelMessageKind,
  message: KernelMessage,
): boolean {
  if (kind !== "table-full" && kind !== "table-full-netns") return true;
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

const namesNamespaces = (context: SignalContext): boolean => {
  const version = latest(context.facts, "kernel-version")?.fact;
  return (
    version !== undefined && (version.major > 6 || (version.major === 6 && version.minor >= 17))
  );
};

/** Seconds from the first or last message that the table was full to the window's end. */
export function sinceFull(context: SignalContext, which: "first" | "last"): Reading {
  const log = latest(context.facts, "kernel-log");
  if (log === null) return absent(context.facts, "kernel-log");
  const { endUptime, endTime } = context.window;
  const ages: { seconds: number; line: number }[] = [];
  for (const kind of TABLE_FULL)
    for (const message of log.fact.kinds.get(kind)?.recent ?? []) {
      if (!speaksOfUs(context, kind, message)) continue;
      const seconds =
        message.uptime !== null && endUptime !== null
          ? endUptime - message.uptime
          : message.time !== null && endTime !== null
            ? (endTime - message.time) / 1000
            : null;
      if (seconds !== null) ages.push({ seconds: Math.max(0, seconds), line: message.line });
    }
  ages.sort((a, b) => (which === "first" ? b.seconds - a.seconds : a.seconds - b.seconds));
  const one = ages[0];
  return one === undefined
    ? absent(
        context.facts,
        "kernel-log",
        "the log has no “table full” message of this table with a time",
      )
    : reading(one.seconds, at(log.entry, one.line));
}
