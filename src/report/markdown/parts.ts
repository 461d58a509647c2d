import width from "fast-string-width";
import { codeSpan, printable } from "../../format.ts";
import { shortEntry } from "../words.ts";

const NUMERIC =
  /^(?:Entries|Share|Share of TCP|Count|Limit|Second|Bytes|Drops|Early drops|Failed inserts)$/;

/** A table is lined up for reading it raw as long as that fits a terminal; a wider one would only wrap. */
const WIDEST = 100;

/**
 * A table. Cells are Markdown already; a `|` within one is escaped, which holds in code spans, too. A
 * backslash right before it would undo that for some renderers, so that a blank comes between.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((cells) =>
    cells.map((cell) => cell.replaceAll("\\|", "\\ |").replaceAll("|", "\\|")),
  );
  const widths = header.map((_, at) => Math.max(3, ...lines.map((cells) => width(cells[at]!))));
  const isWide = widths.reduce((sum, one) => sum + one + 3, 1) > WIDEST;
  const isNumeric = header.map((name) => NUMERIC.test(name));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const padded = (cells: readonly string[]) =>
    cells.map((cell, at) => {
      const blanks = isWide ? "" : " ".repeat(widths[at]! - width(cell));
      return isNumeric[at] ? blanks + cell : cell + blanks;
    });
  const ruler = widths.map((one, at) => {
    const dashes = "-".repeat(isWide ? 3 : one);
    return isNumeric[at] ? `${dashes.slice(1)}:` : dashes;
  });
  const [first, ...others] = lines.map((cells) => line(padded(cells)));
  return [first, line(ruler), ...others].join("\n");
}

export const fence = (lines: readonly string[]): string =>
  ["```sh", ...lines.map((line) => line.replaceAll("```", "'''")), "```"].join("\n");

/** How many rows of a list stand open; a longer one is folded. */
const OPEN_ROWS = 10;

/** GitHub and GitLab fold it; where the tags are stripped, the title is left as a line of its own. */
export const folded = (title: string, body: string): string =>
  `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;

export const foldedIfLong = (title: string, rows: readonly string[]): string =>
  rows.length > OPEN_ROWS ? folded(title, rows.join("\n")) : rows.join("\n");

/** A bar of text, a block for each five per cent. */
export const bar = (share: number): string =>
  "█".repeat(Math.round(share * 20)).padEnd(share > 0 ? 1 : 0, "▏");

export const placeOf = (source: { entry: string; line: number } | null): string =>
  source === null ? "–" : codeSpan(`${shortEntry(source.entry)}:${source.line}`);

/**
 * Text of a bundle within a sentence: the reason of a failure may quote any program's message. What trackers
 * make a link, a mention or a reference of is broken up, since they look for it in the rendered text,
 * where a backslash is gone.
 */
export const plain = (text: string): string =>
  printable(text.replace(/[\r\n]+/g, " "), 1000)
    .replace(/[#!~&%$](?=[\w"])/g, "$& ")
    .replace(/\bGH-(?=\d)/gi, "GH ")
    .replace(/[\\`*_{}[\]<>()#|!~&$]/g, (c) => `\\${c}`)
    .replaceAll("://", ":\\//")
    .replace(/\bwww\./gi, "www\\.")
    .replaceAll("@", "(at)");
