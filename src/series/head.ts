import { parse } from "csv-parse/browser/esm/sync";
import { withOneHead } from "./block-head.ts";
import { MOST_ROWS } from "./file.ts";
import { measureOf } from "./measures.ts";
import { numberIn } from "./numbers.ts";
import { wholeMoment } from "./times.ts";

const TIME =
  /^(?:[@_]?_?time(?:_?stamp)?(?:_?_|_utc)?|date(?:[_ ]?time)?|epoch|clock|ts|datum|zeit|uhrzeit|unix(?:[_ ]?time)?)(?: ?[([].*[)\]])?$/i;
/** A title of JSON begins with the names of the objects that it lies in. */
export const isTime = (title: string): boolean => TIME.test(title.split(".").at(-1)!);
/** Lines among which the head stands: titles of a panel or a `sep=;` may stand above. */
const HEAD_LINES = 20;

export interface Row {
  cells: string[];
  line: number;
}

/** The delimiter that parts a line into most cells. */
export function delimiterOf(line: string): string | null {
  const counts = [";", "\t", ",", "|"].map((one) => [one, line.split(one).length] as const);
  const [best] = counts.sort((a, b) => b[1] - a[1]);
  return best![1] > 1 ? best![0] : null;
}

export function rowsOf(text: string, delimiter: string): Row[] {
  const options = { delimiter, relax_quotes: true, relax_column_count: true, trim: true } as const;
  const records = parse(text, { ...options, bom: true, info: true, to: MOST_ROWS + HEAD_LINES });
  return (records as unknown as { record: string[]; info: { lines: number } }[]).map(
    ({ record, info }) => ({ cells: record, line: info.lines }),
  );
}

/** The line that names columns, by their delimiter; null of a text that is no table of samples. */
export function headIn(text: string): { delimiter: string; at: number } | null {
  const lines = withTime(text.split(/\r?\n/, HEAD_LINES));
  for (const [at, line] of lines.entries()) {
    const delimiter = delimiterOf(line.replace(/^#\s*/, ""));
    if (delimiter === null) continue;
    const cells = titlesOf(line, delimiter);
    if (cells.some(isTime)) return { delimiter, at };
  }
  return null;
}

/** The same text, with its column of times titled so. */
export function titledIn(text: string): string {
  const lines = text.split("\n", HEAD_LINES);
  const rest = text.slice(lines.join("\n").length);
  return withTime(lines).join("\n") + rest;
}

/** Lines in which a first column of times is titled so, whatever language its title is of. */
function withTime(lines: readonly string[]): string[] {
  const cellsOf = (line: string) => {
    const delimiter = delimiterOf(line);
    return delimiter === null ? null : titlesOf(line, delimiter);
  };
  return withOneHead(lines, cellsOf).map((line, at) => {
    const delimiter = delimiterOf(line.replace(/^#\s*/, ""));
    if (delimiter === null) return line;
    const titles = titlesOf(line, delimiter);
    const [first = ""] = titlesOf(lines[at + 1] ?? "", delimiter);
    const isHead =
      !titles.some(isTime) &&
      titles.some((one) => measureOf(one, "") !== null) &&
      /\D/.test(first) &&
      [null, true, false].some((isDaysFirst) => wholeMoment(first, isDaysFirst) !== null) &&
      titles.every((one) => numberIn(one) === null);
    return isHead ? `time${line.slice(line.indexOf(delimiter))}` : line;
  });
}

const titlesOf = (line: string, delimiter: string): string[] =>
  line
    .replace(/^[#\ufeff]\s*/, "")
    .split(delimiter)
    .map((one) => one.trim().replace(/^"(.*)"$/, "$1"));
