import { latest, pair } from "../facts/facts.ts";
import type { KernelMessage, KernelMessageKind } from "../parsers/kernel-message.ts";
import { sumCounter } from "../parsers/per-cpu.ts";
import { perCpuRise } from "./from-facts.ts";
import type { SignalContext } from "./signal.ts";
import { peakShare } from "./table-count.ts";
import { placeInWindow } from "./window.ts";

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
export function speaksOfUs(
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
