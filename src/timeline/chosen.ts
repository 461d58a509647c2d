import type { Found } from "../incident/index.ts";
import type { DumpPlace } from "./part.ts";

/**
 * The dumps by which the trigger is told: the last before the onset, the first behind it, and the last before the
 * table was full. None where the onset is unknown.
 */
export function dumpsFor<T extends DumpPlace>({ incident }: Found, dumps: readonly T[]): T[] {
  const said = (name: string) => incident?.events.find((one) => one.name === name)?.said?.span;
  const onset = said("onset");
  if (incident === null || onset === undefined) return [];
  const full = said("full") ?? { from: incident.from, to: incident.from };
  const sorted = [...dumps].sort((a, b) => a.at - b.at);
  const wanted = [
    sorted.findLast(({ at }) => at <= onset.from),
    sorted.find(({ at }) => at > onset.to),
    sorted.findLast(({ at }) => at > onset.to && at <= full.to + 2000),
  ].filter((one) => one !== undefined);
  return [...new Set(wanted)];
}
