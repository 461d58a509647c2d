import { type State, wasLoggedFull } from "../causes/state.ts";
import type { Readings } from "../signals/index.ts";
import { fill } from "./fill.ts";
import { NO_LIMIT } from "./notes-limits.ts";

/** Of the window, or of the one moment that was seen. */
const IN_USE =
  "at its peak, {table.utilization.peak} of its limit of {table.max} entries was in use";
/** The same of all of it. */
const IN_USE_OF_FULL = "{table.utilization.peak} of its limit of {table.max} entries was in use";
/** Where an alert or a person tells the part alone. */
const TOLD_IN_USE =
  "{table.utilization.peak} of the limit was in use, as the evidence says without a count";

const STATE_SENTENCES: Record<Exclude<State, "exhausted">, string> = {
  critical: `The connection-tracking table is nearly full: ${IN_USE}.`,
  "at-risk": `The connection-tracking table is filling up: ${IN_USE}.`,
  elevated: `The connection-tracking table is well used: ${IN_USE}.`,
  recovered: `The connection-tracking table was full before this bundle was taken, and has room now: ${IN_USE}.`,
  healthy: `The connection-tracking table has room: ${IN_USE}.`,
  unknown: "This bundle does not show whether the connection-tracking table is full",
};

/** What tells how full a table is, by the signal that lacks it. */
const WANTED = [
  ["table.count", "its count", "net.netfilter.nf_conntrack_count"],
  ["table.max", "its limit", "net.netfilter.nf_conntrack_max"],
] as const;

/** What is missing for that, and the command that prints it; nothing where both are there and do not tell. */
function unknownSentence(readings: Readings): string {
  const wanted = WANTED.filter(([signal]) => (readings.get(signal)?.value ?? null) === null);
  const limit = readings.get("table.max");
  // which is there, and no number to compare with: a note says what it means
  if (limit?.value === null && NO_LIMIT.test(limit.reason))
    return `${STATE_SENTENCES.unknown}, as its limit is 0.`;
  if (wanted.length === 0) return `${STATE_SENTENCES.unknown}.`;
  const names = wanted.map(([, name]) => name).join(" and ");
  const settings = wanted.map(([, , setting]) => setting).join(" ");
  return `${STATE_SENTENCES.unknown}: ${names} ${wanted.length > 1 ? "are" : "is"} missing, which \`sysctl ${settings}\` prints.`;
}

/** All of it in use, and no counter shows a loss. */
const FULL_SENTENCE = `The connection-tracking table was full: ${IN_USE_OF_FULL}.`;

/** The log tells of a full table, and nothing of how full it is now. */
const WAS_FULL_SENTENCE =
  "The connection-tracking table was full, and the kernel dropped new connections, when it logged “table full”. Whether it still is, this bundle does not show.";

/** What a state but that of a full table means, in a sentence or two. */
export function stateSentence(state: Exclude<State, "exhausted">, readings: Readings): string {
  const isFull = Number(readings.get("table.utilization.peak")?.value ?? 0) >= 1;
  if (state === "unknown")
    return wasLoggedFull(readings) ? WAS_FULL_SENTENCE : unknownSentence(readings);
  const sentence = isFull && state === "critical" ? FULL_SENTENCE : STATE_SENTENCES[state];
  const isTold = readings.get("table.max")?.value == null;
  return isTold
    ? sentence.replace(IN_USE, TOLD_IN_USE).replace(IN_USE_OF_FULL, TOLD_IN_USE)
    : sentence;
}

/** The same of a full table, with what was lost as far as the counters tell. */
export function exhaustedSentence(readings: Readings): string {
  const above0 = (name: "table.fullDrops" | "table.earlyDrops") =>
    Number(readings.get(name)?.value ?? 0) > 0;
  const losses = [
    above0("table.fullDrops") ? "dropped {table.fullDrops:counted} of new connections" : "",
    above0("table.earlyDrops") ? "evicted {table.earlyDrops:counted} to make room" : "",
  ].filter((part) => part !== "");
  const lost =
    losses.join(" and ") || "dropped new connections or evicted other entries to make room";
  const limit = readings.get("table.max")?.value == null ? "" : " ({table.max} entries)";
  return fill(
    `The connection-tracking table was full${limit} while this bundle was taken: the kernel ${lost}.`,
    readings,
  );
}
