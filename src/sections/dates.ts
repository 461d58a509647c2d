import { stampTime } from "../parsers/kernel-stamp.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
/** As `date` prints it: `Tue Mar  5 10:11:12 UTC 2024`, `Tue 05 Mar 2024 10:11:12 AM UTC`. */
const POSIX =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,? {1,3}(?:(\d{1,2}) )?([A-Z][a-z]{2})(?: {1,2}(\d{1,2}))?(?: (\d{4}))? {1,2}(\d\d):(\d\d):(\d\d)(?: ([AP]M))?(?: ([A-Z]{2,5}|[+-]\d{2,4}))?(?: (\d{4}))?(?: ([A-Z]{2,5}|[+-]\d{2,4}))?$/;
// behind a comma only nanoseconds, as date -Ins writes them: else it parts columns
const ISO =
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9}|,\d{9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?$/;

/** As `date "+%F %T %Z"` prints it; of such names all but Moscow's end so. */
const ISO_NAMED = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?) ([A-Z]{1,3}T|MSK)$/;
/** `20240305T101112Z`; with what stands before it as before a title, seconds since 1970. */
const COMPACT = /^(\d{4})(\d\d)(\d\d)[T_-](\d\d)(\d\d)(\d\d)Z?$/;
const EPOCH = /^[-=#*][-=#* ]{0,15}(1[2-9]\d{8})(?:\.\d{1,9})?[-=#* :]{0,16}$/;

/**
 * The time of a line that is a date and nothing else, in milliseconds since 1970; null of any other. A zone
 * other than UTC or a number is not known: its wall clock is read as if it were UTC, which keeps the seconds
 * from one date to the next.
 */
export function dateOf(text: string): number | null {
  const bare = text.replace(/^[-=#* ]{0,16}|[-=#* :]{0,16}$/g, "");
  if (ISO.test(bare)) return stampTime(bare).time;
  const [, wall, abbreviation] = ISO_NAMED.exec(bare) ?? [];
  if (wall !== undefined) {
    const { time } = stampTime(wall);
    return time === null ? null : time - aheadOf(abbreviation!);
  }
  const seconds = EPOCH.exec(text)?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  const compact = COMPACT.exec(bare);
  if (compact !== null) return stampTime(compact[0].replace(COMPACT, "$1-$2-$3T$4:$5:$6Z")).time;
  const found = POSIX.exec(bare);
  if (found === null) return null;
  const [, before, month, behind, yearEarly, hour, minute, second, half, zone, yearLate, last] =
    found;
  const year = Number(yearEarly ?? yearLate ?? Number.NaN);
  const at = MONTHS.indexOf(month!);
  const day = Number(before ?? behind ?? Number.NaN);
  if (Number.isNaN(year) || at < 0 || Number.isNaN(day)) return null;
  const hours = (Number(hour) % (half === undefined ? 24 : 12)) + (half === "PM" ? 12 : 0);
  const ahead = aheadOf(zone ?? last ?? "");
  return Date.UTC(year, at, day, hours, Number(minute), Number(second)) - ahead;
}

/** Hours ahead of UTC of those names of zones that stand for one zone alone. */
const ZONES: Readonly<Record<string, number>> = {
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  EDT: -4,
  PDT: -7,
};

/** Milliseconds that `+0530` is ahead of UTC; 0 of a zone's name that may be several. */
function aheadOf(zone: string): number {
  const known = ZONES[zone];
  if (known !== undefined) return known * 3_600_000;
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const ahead = (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === "-" ? -ahead : ahead;
}

/** Whether a date gives the name of a zone, and the name alone does not tell which one it is. */
export function isOfNamedZone(text: string): boolean {
  const zone =
    /\d\d:\d\d:\d\d(?: [AP]M)? (?:\d{4} )?(?!UTC\b|GMT\b|[AP]M\b)([A-Z]{2,5})(?: \d{4})?\W{0,16}$/.exec(
      text,
    )?.[1];
  return zone !== undefined && ZONES[zone] === undefined;
}

/** A date that a line begins with, and the rest of the line; null without either. */
export function dateBefore(text: string): { time: number; rest: string } | null {
  const front = text.slice(0, 80);
  const words = [...front.matchAll(/\S+(?=[\s,;|]|$)/g)];
  // the longest beginning that is a date: a zone or a year may stand at its end
  for (let at = Math.min(words.length - 1, 8); at > 0; at--) {
    const from = words[at]!.index;
    const time = dateOf(text.slice(0, from).replace(/[\s,;:|=-]{1,8}$/, ""));
    if (time !== null) return { time, rest: text.slice(from) };
  }
  return null;
}
