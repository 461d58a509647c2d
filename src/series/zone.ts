import { AnalyzerError } from "../errors.ts";

/** Milliseconds that a zone is ahead of UTC at a wall clock's time; two where that time came twice. */
export type Zone = (wall: number) => number[];

/**
 * A zone by its name, such as `Europe/Berlin`, or by its distance from UTC.
 *
 * @throws AnalyzerError `USAGE` for a name that nothing is known by
 */
export function zoneOf(name: string): Zone {
  const fixed = /^(?:UTC)?([+-])(\d{1,2})(?::?(\d\d))?$/.exec(name);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    const ahead = (fixed[1] === "-" ? -minutes : minutes) * 60_000;
    return () => [ahead];
  }
  if (/^(?:UTC|Z|GMT)$/i.test(name)) return () => [0];
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new AnalyzerError(
      "USAGE",
      `--zone ${name}: not a zone that is known: give one such as Europe/Berlin, UTC or +02:00`,
    );
  }
  const ahead = (utc: number): number => {
    const part = new Map(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
    const wall = Date.UTC(
      part.get("year")!,
      part.get("month")! - 1,
      part.get("day"),
      part.get("hour"),
      part.get("minute"),
      part.get("second"),
    );
    return wall - Math.floor(utc / 1000) * 1000;
  };
  const day = 86_400_000;
  return (wall) =>
    [...new Set([ahead(wall - day), ahead(wall + day)])]
      .filter((one) => ahead(wall - one) === one)
      .sort((a, b) => b - a);
}
