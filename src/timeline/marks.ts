import type { SubjectFacts } from "../facts/assemble.ts";
import { found } from "../facts/facts.ts";
import type { Mark } from "../incident/model.ts";
import type { KernelLogFact } from "../parsers/kernel-log-fact.ts";
import type { KernelMessage } from "../parsers/kernel-message.ts";
import type { Window } from "../signals/window.ts";

/** The kernel's messages that the table was full, at the times that their stamps tell. */
export function marksOf({ facts }: SubjectFacts, window: Window, name: string): Mark[] {
  const boot =
    window.endTime === null || window.endUptime === null
      ? null
      : window.endTime - window.endUptime * 1000;
  return found(facts, "kernel-log").flatMap(({ fact, entry }) =>
    marksIn(fact, boot, `${name}/${entry}`),
  );
}

/** Those of a log: its first message, and the latest. `boot` places stamps that count from it. */
export function marksIn(log: KernelLogFact, boot: number | null, entry: string): Mark[] {
  const messages = log.kinds.get("table-full");
  if (messages === undefined) return [];
  const all = messages.olderDropped ? [messages.first, ...messages.recent] : messages.recent;
  return all.flatMap((one) => markOf(one, boot, entry) ?? []);
}

/** dmesg makes times of seconds since boot, by a clock that drifts: a fraction makes none of them exact. */
const STAMP_MS = 1000;

function markOf(message: KernelMessage, boot: number | null, entry: string): Mark | null {
  const place = { entry, line: message.line };
  if (message.time !== null) {
    const zone = message.zone === "local" ? "unknown" : "utc";
    // a stamp without a fraction is cut to its second
    const cut = /[.,]\d/.test(message.said ?? "") ? 0 : 500;
    return { at: message.time + cut, within: STAMP_MS, zone, place };
  }
  if (message.uptime === null || boot === null) return null;
  return { at: Math.round(boot + message.uptime * 1000), within: STAMP_MS, zone: "utc", place };
}
