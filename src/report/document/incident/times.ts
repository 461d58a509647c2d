import { formatNumber, formatSeconds } from "../../../format.ts";
import type { TimelineEvent } from "../../timeline-contract.ts";

/** `2026-11-26 09:49:13.5 UTC`, as fine as it is known. */
export function timeWords(time: string, withinSeconds: number | null = null): string {
  const digits = withinSeconds !== null && withinSeconds < 1 ? 1 : 0;
  return `${rounded(time, digits).replace("T", " ")} UTC`;
}

/** The same below a title that names UTC. */
export const dayAndClock = (time: string, withinSeconds: number | null = null): string =>
  timeWords(time, withinSeconds).slice(0, -4);

/** The time of day alone. */
export const clockWords = (time: string, withinSeconds: number | null = null): string =>
  timeWords(time, withinSeconds).slice(11, -4);

function rounded(time: string, digits: number): string {
  const unit = 10 ** (3 - digits);
  const iso = new Date(Math.round(Date.parse(time) / unit) * unit).toISOString();
  return digits === 0 ? iso.slice(0, 19) : iso.slice(0, 20 + digits);
}

/** How exactly an event is known. */
export function exactness({ at, withinSeconds, said }: TimelineEvent): string {
  if (at === null || said === null) return "unknown";
  if (withinSeconds !== null) return `± ${formatSeconds(withinSeconds)}`;
  return said.notBefore === null ? "at the latest" : "at the earliest";
}

/** Seconds from one event to another, as far as both are known. */
export function between(
  from: TimelineEvent | undefined,
  to: TimelineEvent | undefined,
): string | null {
  if (from?.at == null || to?.at == null) return null;
  const seconds = (Date.parse(to.at) - Date.parse(from.at)) / 1000;
  const off = (from.withinSeconds ?? Number.NaN) + (to.withinSeconds ?? Number.NaN);
  if (!(seconds >= 0)) return null;
  const about =
    seconds < 180 ? `${formatNumber(seconds, seconds < 20 ? 1 : 0)} s` : formatSeconds(seconds);
  return Number.isNaN(off) ? `about ${about}` : `${about} (± ${formatSeconds(off)})`;
}
