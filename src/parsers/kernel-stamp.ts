/**
 * When a line of the kernel log was written.
 *
 * Every form gives what it has: dmesg seconds since boot, journalctl the time with its zone.
 * `dmesg -T` prints node-local time without a zone. Syslog's `Mar 14 03:12:18` has neither a year
 * nor a zone, so it gives no time: guessing the year would move a message by twelve months.
 */
export interface KernelStamp {
  /** Seconds since boot; null when the line has no `[12.345678]`. */
  uptime: number | null;
  /** Milliseconds since 1970; null when the line has no full date. */
  time: number | null;
  /** `local`: `time` is the node's wall clock read as if it were UTC. Null with `time`. */
  zone: "utc" | "local" | null;
  /** Milliseconds that the machine's wall clock is ahead of UTC, where the stamp tells. */
  ahead?: number;
  /** The stamp as the log writes it, with a date before seconds since boot; null without one. */
  said: string | null;
}

/** A stamp stands in front of the message, behind a host's name of at most 64 characters. */
const FRONT = 256;

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
/** Syslog's own form has no year. */
const SYSLOG = /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d\d:\d\d:\d\d/;
/** `dmesg -H`, once a minute. */
const HUMAN = /\[(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ?\d{1,2} \d\d:\d\d\]/;
const UPTIME = /\[ {0,12}(\d{1,10}\.\d{1,9})(?: < {0,12}\d{1,10}\.\d{1,9} ?>)?\]/;
/** `journalctl -o short-unix`. */
const EPOCH = /^(1\d{9})\.(\d{3})\d{0,6} /;
const CTIME =
  /\[?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})\]?/;
const ISO =
  /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|UTC|[+-]\d\d:?\d\d))?/;

/** The stamp of a line; all null for a line without one. */
export function kernelStamp(text: string): KernelStamp {
  const front = text.slice(0, FRONT);
  const uptime = UPTIME.exec(front);
  const said =
    [CTIME, ISO, SYSLOG, HUMAN].map((form) => form.exec(front)).find((one) => one !== null)?.[0] ??
    uptime?.[0] ??
    null;
  const [, seconds, thousandths] = EPOCH.exec(front) ?? [];
  if (seconds !== undefined) {
    const time = Number(seconds) * 1000 + Number(thousandths);
    return { uptime: null, time, zone: "utc", said: new Date(time).toISOString() };
  }
  return {
    uptime: uptime === null ? null : Number(uptime[1]),
    ...stampTime(front),
    said: said === null ? null : said.replace(/^\[(.*)\]$/, "$1").trim(),
  };
}

/** A time such as `2026-11-22T17:07:00,5+01:00` or `Tue Nov 20 22:30:22 2018` within the text. */
export function stampTime(text: string): Pick<KernelStamp, "time" | "zone" | "ahead"> {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [year, month, day, hour, minute, second] = iso.slice(1, 7).map(Number);
    const milliseconds = Math.floor(Number(`0.${iso[7] ?? "0"}`) * 1000);
    const at = utc(year!, month!, day!, hour!, minute!, second!, milliseconds);
    if (at === null) return { time: null, zone: null };
    if (iso[8] === undefined) return { time: at, zone: "local" };
    const ahead = offset(iso[8]);
    return { time: at - ahead, zone: "utc", ahead };
  }
  const named = CTIME.exec(text);
  if (named === null) return { time: null, zone: null };
  const [day, hour, minute, second, year] = named.slice(2, 7).map(Number);
  const time = utc(year!, MONTHS.indexOf(named[1]!) + 1, day!, hour!, minute!, second!, 0);
  return { time, zone: time === null ? null : "local" };
}

/** Null for a date that does not exist; `Date.UTC` alone would roll it over. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  milliseconds: number,
): number | null {
  const inRange = year >= 1970 && hour < 24 && minute < 60 && second <= 60;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  const month_ = new Date(Date.UTC(year, month - 1, day)).getUTCMonth() + 1;
  return inRange && month >= 1 && day >= 1 && month_ === month ? time : null;
}

/** Milliseconds that a zone is ahead of UTC. */
function offset(zone: string): number {
  if (zone === "Z" || zone === "UTC") return 0;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (digits.startsWith("-") ? -minutes : minutes) * 60_000;
}
