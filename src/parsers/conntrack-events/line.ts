/** The beginning of a row of `conntrack -E -o timestamp`: `[1764176000.5     ]\t    [NEW] tcp …`. */
import { asBytes, isDigit, SPACE, startsWith } from "../conntrack-table/fields.ts";

const OPEN = 91;
const CLOSE = 93;
const DOT = 46;
const TAB = 9;
const NEW = asBytes("[NEW] ");
const DESTROY = asBytes("[DESTROY] ");
/** Digits of the seconds: until the year 5138. */
const MOST_DIGITS = 11;

export const BIRTH = 1;
export const END = 2;

/** What the last {@link readHead} read: the row's moment in milliseconds since 1970, and what happened. */
export const head = { at: 0, what: 0 };

/** Answers where the entry begins, or -1 where this is no such row. The microseconds have no leading zeros. */
export function readHead(b: Uint8Array, from: number): number {
  let p = from;
  if (b[p] !== OPEN) return -1;
  let seconds = 0;
  const first = ++p;
  for (; isDigit(b[p]!); p++) seconds = seconds * 10 + b[p]! - 48;
  if (p === first || p - first > MOST_DIGITS || b[p] !== DOT) return -1;
  let micros = 0;
  const second = ++p;
  for (; isDigit(b[p]!); p++) micros = micros * 10 + b[p]! - 48;
  if (p === second || p - second > 6) return -1;
  while (b[p] === SPACE) p++;
  if (b[p] !== CLOSE) return -1;
  p++;
  while (b[p] === SPACE || b[p] === TAB) p++;
  if (startsWith(b, p, NEW)) {
    head.what = BIRTH;
    p += NEW.length;
  } else if (startsWith(b, p, DESTROY)) {
    head.what = END;
    p += DESTROY.length;
  } else return -1;
  head.at = seconds * 1000 + micros / 1000;
  return p;
}
