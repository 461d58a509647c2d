import { dateBefore } from "../sections/dates.ts";
import { MOST_ROWS, type SeriesFile } from "./file.ts";
import { columnsOf, LEAST, type Reading } from "./loop-columns.ts";
import { isSureOf, type Measured, measureOf } from "./measures.ts";
import { wholeMoment } from "./times.ts";
import type { Zone } from "./zone.ts";

/** `watch` writes what it runs, the machine and a date above each picture. */
const WATCH = /^Every [\d.,]{1,12}s: .{0,400}? {2,}(?:([\w.-]{1,253}): )?(\S.{10,60}\S)$/;
const NUMBER = "\\d{1,15}(?:\\.\\d{1,6})?%?";
const NUMBERS = new RegExp(`^(?:${NUMBER})(?:(?: ?[/,;|] ?| of | ?\\t| +)(?:${NUMBER}))*$`);
const EACH = new RegExp(NUMBER, "g");
/** A name and its number, as sysctl, grep, an exporter and people write them. */
const PAIR = new RegExp(
  `([A-Za-z_/][\\w./-]{0,120}(?: [a-z]{2,20})?)["\\]]?(?: ?[=:] ?| )"?(${NUMBER})(?![\\w.:-])`,
  "g",
);
/** A journal's line names the machine and the program before what the program said. */
const LOGGED = /^([\w.-]{1,253}) [\w./@-]{1,64}(?:\[\d{1,10}\])?: /;
/** What must be understood of the lines. */
const MOST_OTHERS = 0.2;

/** Whether a text that begins so may be a loop's: a date, and a number near it. */
export function maybeLoop(head: string): boolean {
  const lines = head.split(/\r?\n/, 30).map((line) => line.trim());
  return lines.filter((line) => timeIn(line) !== null).length > 1;
}

/** Reads what a loop logged; null of any other text. */
export function readLoop(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const readings: Reading[] = [];
  let host: string | null = null;
  let [others, all] = [0, 0];
  let isSure = isSureOf(about);
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const bare = line.trim();
    if (/^[-=#*_ ]*$/.test(bare)) continue;
    all++;
    if (readings.length > MOST_ROWS) break;
    const told = timeIn(bare);
    let rest = bare;
    if (told !== null) {
      host = told.host ?? host;
      rest = told.rest;
      const [logged, machine] = LOGGED.exec(rest) ?? namedIn(rest) ?? [];
      if (logged !== undefined) {
        host = machine!;
        rest = rest.slice(logged.length);
      }
      readings.push({ time: told.time, host, line: at + 1, named: [], bare: [] });
    }
    const reading = readings.at(-1);
    isSure ||= /conntrack/i.test(bare);
    if (reading === undefined || (rest !== "" && !take(reading, rest))) others++;
  }
  if (others > MOST_OTHERS * all || readings.length < LEAST) return null;
  return columnsOf(readings, isSure, zone, about);
}

/** A machine's name before numbers, as a loop over machines prints it. */
function namedIn(rest: string): [whole: string, name: string] | null {
  const [whole, name] = /^((?=\S{0,252}[\d.-])[A-Za-z][\w.-]{1,252}):? (?=\d)/.exec(rest) ?? [];
  return whole === undefined || measureOf(`conntrack ${name}`, "") !== null || SURE.test(name!)
    ? null
    : [whole, name!];
}
const SURE = /conntrack/i;

/** The numbers of a line; false of one that has none to be understood. */
function take(reading: Reading, rest: string): boolean {
  if (NUMBERS.test(rest)) {
    reading.bare.push(...(rest.match(EACH) ?? []));
    return true;
  }
  const limit = / (?:of|out of|\/) (\d{1,15})\b/.exec(rest)?.[1];
  const found = [...rest.matchAll(PAIR)].flatMap(([, name, value]) => {
    const short = name!.split("/").at(-1)!;
    const measure = measureOf(short, "") ?? measureOf(`conntrack ${short}`, "");
    return measure === null ? [] : [[measure, value!] as [Measured, string]];
  });
  reading.named.push(...found);
  const max = limit === undefined ? null : measureOf("conntrack max", "");
  if (max !== null && !found.some(([{ measure }]) => measure === "max"))
    reading.named.push([max, limit!]);
  return found.length > 0 || /^#|^\w+ ?\S{0,40}conntrack/.test(rest);
}

/** The date of a trimmed line, or that it begins with, and what stands behind it. */
function timeIn(line: string): { time: string; rest: string; host: string | null } | null {
  // as tools that ask many machines write before each line
  const [prefix, named] = /^([A-Za-z][\w.-]{0,252}): (?=\d{4}-\d\d-\d\d|1\d{9})/.exec(line) ?? [];
  if (prefix !== undefined) {
    const told = timeIn(line.slice(prefix.length));
    return told === null ? null : { ...told, host: named! };
  }
  const [, machine, date] = WATCH.exec(line) ?? [];
  if (date !== undefined)
    return wholeMoment(date) === null ? null : { time: date, rest: "", host: machine ?? null };
  const bare = line.replace(/^[-=#*\s[(]{0,16}/, "").replace(/[-=#*\s:\])]{0,16}$/, "");
  if (wholeMoment(bare) !== null) return { time: bare, rest: "", host: null };
  const [, stamp, behind] =
    /^[[(]?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?|1\d{9}(?:\.\d{1,9}|\d{3}|\d{9})?)[\])]?[\s:,;|-]{1,8}(\S.*)$/.exec(
      line,
    ) ?? [];
  if (stamp !== undefined) return { time: stamp, rest: behind!, host: null };
  const before = dateBefore(line);
  if (before === null) return null;
  const time = line.slice(0, line.length - before.rest.length);
  return { time: time.replace(/[\s,;:|=-]{1,8}$/, ""), rest: before.rest, host: null };
}
