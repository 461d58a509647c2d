import { printable } from "../../format.ts";
import { padEnd, padStart, widthOf, wrap } from "./width.ts";

/** Characters of one text of the bundle that a terminal is shown. */
const LONGEST = 1000;

/**
 * An analysis whose texts hold no control character, however deep they lie: names of the bundle stand in
 * a terminal without a code span, and the colours that are put around them are then the only codes.
 */
export function withoutControl<T>(value: T): T {
  if (typeof value === "string") return printable(value, LONGEST) as T;
  if (Array.isArray(value)) return value.map(withoutControl) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [printable(key), withoutControl(one)]),
  ) as T;
}

/** Markdown's code spans, bold and escapes are noise in a terminal. */
export const unmarked = (text: string): string =>
  text.replaceAll("**", "").replaceAll("`", "").replace(/\\(.)/g, "$1");

/** A share as a bar of ten columns, to an eighth of a column; a share above none shows. */
export function bar(share: number): string {
  const eighths = Math.round(Math.min(1, share) * 80);
  const rest = " ▏▎▍▌▋▊▉"[eighths % 8]!;
  return ("█".repeat(Math.floor(eighths / 8)) + rest).trimEnd().padEnd(share > 0 ? 1 : 0, "▏");
}

/** A column of a table. Numbers stand to the right. */
export interface Column {
  title: string;
  right?: true;
}

const GAP = "  ";

/**
 * A table of aligned columns. Where they take more than `width`, the widest is wrapped within itself, at
 * its blanks as long as there is one that has them.
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widest = (measure: (cell: string) => number) =>
    columns.map((_, at) => lines.reduce((most, row) => Math.max(most, measure(row[at] ?? "")), 0));
  const widths = widest(widthOf);
  const words = widest((cell) => Math.max(...cell.split(" ").map(widthOf)));
  const room = width - GAP.length * columns.length;
  for (let over = sum(widths) - room; over > 0; over--) {
    const whole = widths.map((columns, at) => (columns > words[at]! ? columns : 0));
    const from = Math.max(...whole) > 0 ? whole : widths;
    widths[from.indexOf(Math.max(...from))]!--;
  }
  return lines.flatMap((row) => {
    const cells = columns.map((_, at) => wrap(row[at] ?? "", "", "", widths[at]!));
    const height = Math.max(1, ...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      columns
        .map(({ right }, at) => {
          const text = cells[at]![line] ?? "";
          return GAP + (right ? padStart(text, widths[at]!) : padEnd(text, widths[at]!));
        })
        .join("")
        .trimEnd(),
    );
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
