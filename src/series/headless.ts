import { readRows } from "./columns.ts";
import type { SeriesFile } from "./file.ts";
import { delimiterOf, rowsOf } from "./head.ts";
import { isSureOf, measureOf } from "./measures.ts";
import { numberIn } from "./numbers.ts";
import { wholeMoment } from "./times.ts";
import type { Zone } from "./zone.ts";

/** Rows by which the columns of a table without a head are known. */
const FIRST = 50;

/** Whether a text that begins so may be such a table. */
export const maybeHeadless = (head: string): boolean =>
  /^[^\n]{4,400}\d[^\n]*\n/.test(head) &&
  readHeadless(head.slice(0, head.lastIndexOf("\n") + 1), "conntrack", null) !== null;

/** Reads a table that no line heads, such as Graphite's CSV: by what its columns hold. Null of any other text. */
export function readHeadless(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const delimiter = delimiterOf(text.split("\n", 1)[0] ?? "");
  if (delimiter === null) return null;
  let rows: ReturnType<typeof rowsOf>;
  try {
    rows = rowsOf(text, delimiter);
  } catch {
    return null;
  }
  const first = rows.slice(0, FIRST);
  const width = first[0]?.cells.length ?? 0;
  if (width < 2 || first.length < 3 || first.some(({ cells }) => cells.length !== width))
    return null;
  const columns = Array.from({ length: width }, (_, at) => first.map(({ cells }) => cells[at]!));
  const isTime = (cells: readonly string[]) => cells.every((one) => wholeMoment(one) !== null);
  // a number of milliseconds is a number as well: the last column of them is the time
  const time = columns.findLastIndex(isTime);
  const series = columns.findIndex((cells) => cells.every((one) => measureOf(one, "") !== null));
  const values = columns.flatMap((cells, at) =>
    at !== time && cells.every((one) => numberIn(one) !== null) ? [at] : [],
  );
  if (time < 0 || values.length === 0 || (series < 0 && !isSureOf(about))) return null;
  const instance = columns.findIndex((cells) => cells.every((one) => /^[\w.-]+:\d+$/.test(one)));
  const plain = ["count", "max"];
  const titles = columns.map((_, at) =>
    at === time
      ? "time"
      : at === series
        ? "metric"
        : at === instance
          ? "instance"
          : at === values[0] && series >= 0
            ? "value"
            : series < 0
              ? (plain[values.indexOf(at)] ?? "")
              : "",
  );
  return readRows(titles, rows, about, zone, delimiter);
}
