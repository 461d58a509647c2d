import { type Facts, found, latest, pair } from "../facts/facts.ts";
import type { ManifestFact } from "../parsers/manifest-parser.ts";

/**
 * The span of time that the bundle watched. Counters are judged by what changed within it, and the
 * kernel's messages by whether they fall in it. Any part is null when the bundle does not tell.
 */
export interface Window {
  /** Seconds since boot. */
  startUptime: number | null;
  endUptime: number | null;
  /** Epoch milliseconds. */
  startTime: number | null;
  endTime: number | null;
  seconds: number | null;
  /**
   * When the second sample was taken, and the seconds between the two: the window goes on after it for
   * as long as the rules and the dump take, which may be a minute.
   */
  sampledTime: number | null;
  sampledSeconds: number | null;
  /**
   * The moment by which everything was taken, where there is no window: seconds since boot, to `takenWithin`
   * seconds, and epoch milliseconds.
   */
  takenUptime: number | null;
  takenTime: number | null;
  takenWithin: number;
  /** No clock tells the moment: it is at least that of the log's last line. */
  isLeast: boolean;
}

/**
 * A message's stamp and the uptime come from two clocks of the kernel that may drift apart by about a
 * second a day, and a sample takes a moment: seconds by which the window is widened.
 */
export const WINDOW_SLACK_SECONDS = 2;

/** Evidence of one moment has no window: what was up to so long before it may still be what was looked at. */
const MOMENT_SECONDS = 60;

/** Finds the window in the manifest, else in the samples of the uptime, in the timeline, in dates. */
export function findWindow(facts: Facts): Window {
  const manifest = windowOf(facts);
  const uptimes = pair(facts, "uptime");
  const timeline = latest(facts, "timeline")?.fact;
  const [firstDate, lastDate] = datesOf(facts);
  const startUptime =
    manifest?.startedUptime ?? uptimes?.start.fact.seconds ?? timeline?.uptime[0] ?? null;
  const endUptime =
    manifest?.endedUptime ?? uptimes?.end.fact.seconds ?? timeline?.uptime.at(-1) ?? null;
  const begun = manifest?.started ?? timeline?.time[0] ?? firstDate;
  const endTime = manifest?.ended ?? timeline?.time.at(-1) ?? lastDate;
  const seconds =
    startUptime !== null && endUptime !== null
      ? endUptime - startUptime
      : begun !== null && endTime !== null && endTime > begun
        ? (endTime - begun) / 1000
        : null;
  const startTime = manifest === undefined ? begun : begunBy(manifest);
  const sampledSeconds =
    uptimes === null ? seconds : uptimes.end.fact.seconds - uptimes.start.fact.seconds;
  const sampledTime =
    uptimes !== null && startTime !== null && startUptime !== null
      ? startTime + (uptimes.end.fact.seconds - startUptime) * 1000
      : (timeline?.time.at(-1) ?? endTime);
  return {
    startUptime,
    endUptime,
    startTime,
    endTime,
    seconds,
    sampledTime,
    sampledSeconds,
    ...takenAt(facts, endUptime, endTime),
  };
}

/** When it began, by the clock of the end: where the clock was set meanwhile, the two disagree. */
function begunBy({ started, ended, startedUptime, endedUptime }: ManifestFact): number {
  const begun = ended - (endedUptime - startedUptime) * 1000;
  return Math.abs(begun - started) > WINDOW_SLACK_SECONDS * 1000 ? begun : started;
}

/** The collector's window, unless the count was taken anew after it. */
function windowOf(facts: Facts): ManifestFact | undefined {
  const manifest = latest(facts, "manifest")?.fact;
  const counts = [...found(facts, "sysctl"), ...found(facts, "conntrack-count")];
  return counts.some(({ origin }) => (origin.time ?? 0) > (manifest?.ended ?? Infinity))
    ? undefined
    : manifest;
}

/** The first and the last date that stands beside an output; the log's stamps tell what its zone is. */
function datesOf(facts: Facts): [number | null, number | null] {
  const ahead = latest(facts, "kernel-log")?.fact.last?.ahead ?? 0;
  const times = Object.values(facts)
    .flatMap((all) =>
      all.map(({ origin: { time, isWall } }) => (time !== null && isWall ? time - ahead : time)),
    )
    .filter((time) => time !== null);
  return times.length === 0 ? [null, null] : [Math.min(...times), Math.max(...times)];
}

/**
 * The moment by which all was taken: the window's end, a single uptime, or at least the log's own last line.
 */
function takenAt(
  facts: Facts,
  endUptime: number | null,
  endTime: number | null,
): Pick<Window, "takenUptime" | "takenTime" | "takenWithin" | "isLeast"> {
  const uptime = latest(facts, "uptime")?.fact;
  const last = latest(facts, "kernel-log")?.fact.last ?? null;
  return {
    takenUptime: endUptime ?? uptime?.seconds ?? last?.uptime ?? null,
    takenTime: endTime ?? last?.time ?? null,
    takenWithin: endUptime === null ? (uptime?.within ?? 0) : 0,
    isLeast: endUptime === null && endTime === null && uptime === undefined,
  };
}

/** Whether a message was written before, in or after the window; null when its stamp does not tell. */
export function placeInWindow(
  window: Window,
  stamp: { uptime: number | null; time: number | null },
): "before" | "within" | "after" | null {
  const slack = WINDOW_SLACK_SECONDS;
  if (stamp.uptime !== null && window.startUptime !== null && window.endUptime !== null) {
    if (stamp.uptime < window.startUptime - slack) return "before";
    return stamp.uptime > window.endUptime + slack ? "after" : "within";
  }
  if (stamp.time !== null && window.startTime !== null && window.endTime !== null) {
    if (stamp.time < window.startTime - slack * 1000) return "before";
    if (window.endTime > window.startTime)
      return stamp.time > window.endTime + slack * 1000 ? "after" : "within";
  }
  // evidence of one moment: what is much older was before, and of the rest nobody knows
  const most = slack + MOMENT_SECONDS;
  if (stamp.uptime !== null && window.takenUptime !== null)
    return stamp.uptime < window.takenUptime - most - window.takenWithin ? "before" : null;
  if (stamp.time !== null && window.takenTime !== null)
    return stamp.time < window.takenTime - most * 1000 ? "before" : null;
  return null;
}
