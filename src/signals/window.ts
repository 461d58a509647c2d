import { type Facts, latest, pair } from "../facts/facts.ts";

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
}

/**
 * A message's stamp and the uptime come from two clocks of the kernel that may drift apart by about a
 * second a day, and a sample takes a moment: seconds by which the window is widened.
 */
export const WINDOW_SLACK_SECONDS = 2;

/** Finds the window in the manifest, else in the samples of the uptime, else in the timeline. */
export function findWindow(facts: Facts): Window {
  const manifest = latest(facts, "manifest")?.fact;
  const uptimes = pair(facts, "uptime");
  const timeline = latest(facts, "timeline")?.fact;
  const startUptime =
    manifest?.startedUptime ?? uptimes?.start.fact.seconds ?? timeline?.uptime[0] ?? null;
  const endUptime =
    manifest?.endedUptime ?? uptimes?.end.fact.seconds ?? timeline?.uptime.at(-1) ?? null;
  const startTime = manifest?.started ?? timeline?.time[0] ?? null;
  const endTime = manifest?.ended ?? timeline?.time.at(-1) ?? null;
  const seconds =
    startUptime !== null && endUptime !== null
      ? endUptime - startUptime
      : startTime !== null && endTime !== null
        ? (endTime - startTime) / 1000
        : null;
  const sampledSeconds =
    uptimes === null ? seconds : uptimes.end.fact.seconds - uptimes.start.fact.seconds;
  const sampledTime =
    uptimes !== null && startTime !== null && startUptime !== null
      ? startTime + (uptimes.end.fact.seconds - startUptime) * 1000
      : (timeline?.time.at(-1) ?? endTime);
  return { startUptime, endUptime, startTime, endTime, seconds, sampledTime, sampledSeconds };
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
    return stamp.time > window.endTime + slack * 1000 ? "after" : "within";
  }
  return null;
}
