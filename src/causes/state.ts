import type { Readings } from "../signals/index.ts";

/** How the table stands, in one word. */
export const STATES = [
  "exhausted",
  "critical",
  "at-risk",
  "elevated",
  "recovered",
  "healthy",
  "unknown",
] as const;
export type State = (typeof STATES)[number];

/** From the worst to the best; what is not known stands before what is well. */
export const FROM_WORST: readonly State[] = [
  "exhausted",
  "critical",
  "at-risk",
  "elevated",
  "recovered",
  "unknown",
  "healthy",
];
/** From the best to the worst, without `unknown`, which is neither. */
export const SEVERITY: readonly State[] = FROM_WORST.filter((one) => one !== "unknown").reverse();

/** Levels of use: the part of the limit from which each begins. */
const LEVELS = [
  ["critical", 0.95],
  ["at-risk", 0.85],
  ["elevated", 0.7],
] as const;

/** Whether the kernel's log says at any time that this table was full. */
export const wasLoggedFull = (readings: Readings): boolean =>
  Number(readings.get("table.fullMessages.ever")?.value ?? 0) > 0;

/**
 * `exhausted`: new connections were lost, or entries evicted, for want of room within the window.
 * `recovered`: the kernel's log says that it was full, and the table has room now.
 */
export function stateOf(readings: Readings): State {
  const value = (name: "table.exhausted" | "table.utilization.peak") =>
    readings.get(name)?.value ?? null;
  if (value("table.exhausted") === true) return "exhausted";
  const peak = value("table.utilization.peak");
  if (peak === null) return "unknown";
  const level = LEVELS.find(([, from]) => Number(peak) >= from);
  if (level !== undefined) return level[0];
  const isLeast = readings.get("table.utilization.peak");
  // at least so much in use may be any use
  if (isLeast?.value !== null && isLeast?.bound === "at least") return "unknown";
  return wasLoggedFull(readings) ? "recovered" : "healthy";
}
