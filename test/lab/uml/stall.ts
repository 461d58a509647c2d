/** A kernel that hangs: user-mode Linux now and then loses an event that it waits for, and is idle from then on. */
import { existsSync, readFileSync } from "node:fs";

/** For how long a process must be idle, also once it has written its result, and how often it is looked at. */
export interface Stall {
  readonly seconds: number;
  readonly haltSeconds: number;
  readonly lookSeconds: number;
}

/** Less of a processor than this is no work: an idle kernel takes a quarter of it. */
const IDLE_PART = 0.02;

/** Calls `end` once when a process has been idle for too long; the timer is the caller's to clear. */
export function onceIdle(
  pid: number,
  result: string,
  end: () => void,
  { seconds, haltSeconds, lookSeconds }: Stall,
): NodeJS.Timeout {
  let [used, idle] = [0, 0];
  const timer = setInterval(() => {
    const now = secondsUsed(pid);
    idle = now - used < IDLE_PART * lookSeconds ? idle + lookSeconds : 0;
    used = now;
    if (idle < (existsSync(result) ? haltSeconds : seconds)) return;
    clearInterval(timer);
    end();
  }, lookSeconds * 1000);
  return timer;
}

/** Of a processor, so far; /proc counts them by the hundredth. */
function secondsUsed(pid: number): number {
  try {
    const [, fields = ""] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const [utime, stime] = fields.split(" ").slice(11, 13).map(Number);
    return (utime! + stime!) / 100;
  } catch {
    return 0; // it has just ended
  }
}
