import { padEnd, padStart, wholeParts, widthOf, wrap } from "./width.ts";

/** A column of a table. Numbers stand to the right. */
interface Column {
  title: string;
  right?: boolean;
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
  const words = widest((cell) => Math.max(...wholeParts(cell).map(widthOf)));
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
