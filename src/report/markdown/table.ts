import width from "fast-string-width";

/** A table is lined up for reading it raw as long as that fits a terminal; a wider one would only wrap. */
const WIDEST = 100;

/** A column of a table. Numbers stand to the right. */
interface Column {
  title: string;
  right?: boolean;
}

/**
 * A table. Cells are Markdown already; a `|` within one is escaped, which holds in code spans, too. A
 * backslash right before it would undo that for some renderers, so that a blank comes between.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows].map((cells) =>
    cells.map((cell) => cell.replaceAll("\\|", "\\ |").replaceAll("|", "\\|")),
  );
  const widths = columns.map((_, at) => Math.max(3, ...lines.map((cells) => width(cells[at]!))));
  const isWide = widths.reduce((sum, one) => sum + one + 3, 1) > WIDEST;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const padded = (cells: readonly string[]) =>
    cells.map((cell, at) => {
      const blanks = isWide ? "" : " ".repeat(widths[at]! - width(cell));
      return columns[at]!.right ? blanks + cell : cell + blanks;
    });
  const ruler = widths.map((one, at) => {
    const dashes = "-".repeat(isWide ? 3 : one);
    return columns[at]!.right ? `${dashes.slice(1)}:` : dashes;
  });
  const [first, ...others] = lines.map((cells) => line(padded(cells)));
  return [first, line(ruler), ...others].join("\n");
}
