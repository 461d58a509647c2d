import { readRows } from "./columns.ts";
import type { SeriesFile } from "./file.ts";
import type { Zone } from "./zone.ts";

const BANNER = /^Linux \S+ \(([\w.-]{1,253})\)\s+(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})\s/;
const CLOCK = /^(\d\d:\d\d:\d\d(?: [AP]M)?)\s+(.*)$/s;

/** What `sar` prints, and what is printed like it: a banner with machine and day, then rows with a time of day. */
export function readSar(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const lines = text.split(/\r?\n/);
  const banner = BANNER.exec(lines.find((line) => line.trim() !== "") ?? "");
  if (banner === null) return null;
  const [, host = "", day = ""] = banner;
  let titles: string[] | null = null;
  const rows: { cells: string[]; line: number }[] = [];
  for (const [at, line] of lines.entries()) {
    const [, clock, rest] = CLOCK.exec(line) ?? [];
    if (clock === undefined) continue;
    const cells = rest!.trim().split(/\s+/);
    if (cells.some((one) => /[a-z]/i.test(one) && !/^(?:nan|inf)$/i.test(one))) titles ??= cells;
    else if (titles !== null && cells.length === titles.length)
      rows.push({ cells: [isoDay(day, clock), host, ...cells], line: at + 1 });
  }
  if (titles === null) return null;
  // a row past midnight is of the next day
  return readRows(["time", "host", ...titles], pastMidnight(rows), about, zone, " ");
}

/** sar's own days: 11/26/2026 in English, 2026-11-26 by S_TIME_FORMAT=ISO, 26.11.2026 elsewhere. */
function isoDay(day: string, clock: string): string {
  const parts = day.split(/[-/.]/);
  const [year, month, date] =
    parts[0]!.length === 4
      ? [parts[0], parts[1], parts[2]]
      : day.includes("/")
        ? [parts[2], parts[0], parts[1]]
        : [parts[2], parts[1], parts[0]];
  const whole = year!.length === 2 ? `20${year}` : year;
  return `${whole}-${month!.padStart(2, "0")}-${date!.padStart(2, "0")} ${clock}`;
}

const DAY = 86_400_000;

function pastMidnight(rows: { cells: string[]; line: number }[]): typeof rows {
  let days = 0;
  let before = "";
  return rows.map(({ cells, line }) => {
    const [time = "", ...rest] = cells;
    const [, day = "", clock = ""] = /^(\S+) (.*)$/.exec(time) ?? [];
    const sortable = /PM$/.test(clock)
      ? `1${clock.replace(/^12/, "00")}`
      : `0${clock.replace(/^12(?=.*AM)/, "00")}`;
    if (before !== "" && sortable < before && before > "0" && hoursBack(before, sortable) > 12)
      days++;
    before = sortable;
    const date = new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY);
    return { cells: [`${date.toISOString().slice(0, 10)} ${clock}`, ...rest], line };
  });
}

const hoursOf = (sortable: string): number =>
  Number(sortable[0]) * 12 + Number(sortable.slice(1, 3));
const hoursBack = (before: string, now: string): number => hoursOf(before) - hoursOf(now);
