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

/** Levels of use: the part of the limit from which each begins. */
const LEVELS = [
  ["critical", 0.95],
  ["at-risk", 0.85],
  ["elevated", 0.7],
] as const;

/**
 * `exhausted`: new connections were lost, or entries evicted, for want of room within the window.
 * `recovered`: that is shown only before it, and the table has room now.
 */
export function stateOf(readings: Readings): State {
  const value = (
    name:
      | "table.exhausted"
      | "table.utilization.peak"
      | "table.fullMessages.before"
      | "table.lossesBefore",
  ) => readings.get(name)?.value ?? null;
  if (value("table.exhausted") === true) return "exhausted";
  const peak = value("table.utilization.peak");
  if (peak === null) return "unknown";
  const level = LEVELS.find(([, from]) => Number(peak) >= from);
  if (level !== undefined) return level[0];
  const before =
    Number(value("table.fullMessages.before") ?? 0) + Number(value("table.lossesBefore") ?? 0);
  return before > 0 ? "recovered" : "healthy";
}
