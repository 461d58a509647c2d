import type { Course } from "./document.ts";

/** The time of day, in UTC, of seconds since the window's start; null where no clock was read. */
export function clockOf({ bundle }: Pick<Course, "bundle">): ((seconds: number) => string) | null {
  const { capturedAt, windowSeconds } = bundle;
  if (capturedAt === null || windowSeconds === null) return null;
  const start = Date.parse(capturedAt) - windowSeconds * 1000;
  return (seconds) => {
    const time = new Date(Math.round(start + seconds * 1000));
    return Number.isNaN(time.getTime()) ? "unknown" : time.toISOString().slice(11, 19);
  };
}
