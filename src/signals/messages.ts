import { latest } from "../facts/facts.ts";
import { SOURCES } from "../parsers/index.ts";
import type { KernelLogFact } from "../parsers/kernel-log-fact.ts";
import type { KernelMessage, KernelMessageKind } from "../parsers/kernel-message.ts";
import { absent } from "./absent.ts";
import { at, type Reading, reading, type SignalContext } from "./signal.ts";
import { speaksOfUs } from "./whose-messages.ts";
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
