import { stampTime } from "../parsers/kernel-stamp.ts";
import { dateOf, isOfNamedZone } from "../sections/dates.ts";

export interface Moment {
  /** Since 1970, or a wall clock read as if it were UTC. */
  at: number;
  isWall: boolean;
}

const CLOCK = "(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?(?: ?([AaPp])\\.?[Mm]\\.?)?";
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T ,]+${CLOCK})$`);
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})[-/.](\\d{4}|\\d\\d)(?:[T ,]+${CLOCK})$`);

/** Whether the days stand before the months in dates such as 03/11/2026; null where no date of them tells. */
export function daysFirst(cells: readonly string[]): boolean | null {
  const parts = cells.flatMap((cell) => {
    const found = YEAR_LAST.exec(cell);
    return found === null ? [] : [found];
  });
  if (parts.some((one) => one[2] === ".") || parts.some((one) => Number(one[1]) > 12)) return true;
  if (parts.some((one) => Number(one[3]) > 12)) return false;
  // a day that goes on to the next tells which of both it is
  const [firsts, seconds] = [1, 3].map((at) => new Set(parts.map((one) => one[at])).size);
  if (firsts === seconds) return parts.length === 0 ? true : null;
  return firsts! > seconds!;
}

function wallOf(
  parts: readonly (string | undefined)[],
  year: number,
  month: number,
  day: number,
): Moment | null {
  const [hour, minute, second = "0", fraction = "", half] = parts;
  const hours =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const at = Date.UTC(year, month - 1, day, hours, Number(minute), Number(second));
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hours < 24;
  return isDate
    ? { at: at + Math.floor(Number(`0.${fraction || "0"}`) * 1000), isWall: true }
    : null;
}

const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
/** `Oct 25, 2026 @ 00:00:00.000`, as browsers and Kibana write dates in English; and `25 Oct 2026 00:00`. */
const NAMED_FIRST = new RegExp(
  `^([A-Z][a-z]{2})[a-z]{0,6} (\\d{1,2}), (\\d{4})(?:,? (?:@ |at )?${CLOCK})$`,
);
const NAMED_LAST = new RegExp(
  `^(\\d{1,2})[ /-]([A-Z][a-z]{2})[a-z]{0,6}[ /-](\\d{4})(?:[ :,]+${CLOCK})$`,
);

function namedOf(cell: string): Moment | null {
  const [first, last] = [NAMED_FIRST.exec(cell), NAMED_LAST.exec(cell)];
  const parts = first ?? last;
  if (parts === null) return null;
  const [month, day] = first === null ? [parts[2]!, parts[1]!] : [parts[1]!, parts[2]!];
  const at = MONTHS.indexOf(month.toLowerCase());
  return at < 0 || at % 3 > 0
    ? null
    : wallOf(parts.slice(4), Number(parts[3]), at / 3 + 1, Number(day));
}

/** A text that is a time and nothing else, as it is written anywhere; null of any other. */
export function wholeMoment(cell: string, isDaysFirst: boolean | null = null): Moment | null {
  if (/^\d{9,10}(?:\.\d{1,9})?$/.test(cell))
    return { at: Math.round(Number(cell) * 1000), isWall: false };
  if (/^\d{12,13}$/.test(cell)) return { at: Number(cell), isWall: false };
  if (/^\d{15,16}$/.test(cell)) return { at: Math.round(Number(cell) / 1000), isWall: false };
  if (/^\d{18,19}$/.test(cell)) return { at: Math.round(Number(cell) / 1e6), isWall: false };
  const front = YEAR_FIRST.exec(cell);
  if (front !== null)
    return wallOf(front.slice(4), Number(front[1]), Number(front[2]), Number(front[3]));
  const back = YEAR_LAST.exec(cell);
  if (back !== null) {
    if (isDaysFirst === null) return null;
    const [day, month] = isDaysFirst ? [back[1], back[3]] : [back[3], back[1]];
    const year = Number(back[4]) + (back[4]!.length === 2 ? 2000 : 0);
    return wallOf(back.slice(5), year, Number(month), Number(day));
  }
  const named = namedOf(cell);
  if (named !== null) return named;
  const date = dateOf(cell);
  if (date === null) return null;
  const isZoned = /(?:[A-Z]{3,4}|Z|[+-]\d\d:?\d\d)(?: \d{4})?$/.test(cell);
  return { at: date, isWall: isOfNamedZone(cell) || !isZoned };
}

/** The time of a cell, which may have a word beside it. */
export function momentOf(cell: string, isDaysFirst: boolean | null): Moment | null {
  const whole = wholeMoment(cell, isDaysFirst);
  if (whole !== null) return whole;
  const stamp = stampTime(cell);
  return stamp.time === null ? null : { at: stamp.time, isWall: stamp.zone === "local" };
}
