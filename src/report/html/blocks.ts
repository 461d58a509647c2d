import type { Analysis } from "../contract.ts";
import type { Block, Column, Renderers, Words } from "../document/document.ts";
import { plain, plainOf, rendered } from "../document/inline.ts";
import { CHARTS } from "./charts/index.ts";
import { shown, tag } from "./charts/svg.ts";
import { timelineChart } from "./charts/timeline.ts";
import { commandBlock } from "./commands.ts";
import { inlines, verdictChip } from "./inline.ts";

/** What one page collects while its blocks are rendered. */
export interface Page {
  /** What charts are drawn from; null of a page that has none. */
  analysis: Analysis | null;
  /** What every id begins with, where a page is about several subjects. */
  prefix: string;
  /** The heading that was last rendered. */
  heading: string;
  /** Names of tables that are taken. */
  names: Map<string, number>;
}

const line = (name: string, ...children: readonly string[]): string =>
  `${tag(name, {}, ...children)}\n`;

const RENDERERS: Renderers<Block, Page, string> = {
  heading({ words, verdict, anchor }, page) {
    const word = verdict === null ? "" : ` (${plainOf({ kind: "verdict", verdict })})`;
    page.heading = `${plain(words)}${word}`;
    const chip = verdict === null ? "" : ` ${verdictChip(verdict)}`;
    return `${tag("h3", anchor === undefined ? {} : { id: page.prefix + anchor }, inlines(words), chip)}\n`;
  },
  paragraph: ({ words }) => line("p", inlines(words)),
  list: ({ items }) => line("ul", "\n", ...items.map((item) => line("li", inlines(item)))),
  table: ({ columns, rows }, page) => table(columns, rows, nameOf(page)),
  commands: ({ lines }) => commandBlock(lines),
  fold: ({ title, blocks: folded }, page) => fold(title, folded, page),
  facts({ facts }) {
    const rows = facts
      .filter(({ onFirstScreen }) => !onFirstScreen)
      .map(({ name, words }) =>
        tag("div", {}, tag("dt", {}, shown(name)), tag("dd", {}, inlines(words))),
      );
    return rows.length === 0 ? "" : `${tag("dl", { class: "facts" }, ...rows)}\n`;
  },
  notes: ({ notes }) =>
    notes.length === 0
      ? ""
      : line("blockquote", "\n", ...notes.map((note) => line("p", "Note: ", inlines(note)))),
  chart({ chart, tables, of }, page) {
    const drawing =
      of !== undefined
        ? timelineChart(of, page.prefix + of.id)
        : page.analysis === null
          ? ""
          : CHARTS[chart](page.analysis, page.prefix);
    if (drawing === "") return blocks(tables, page);
    const tabled = fold("Show as a table", tables, page);
    return `${tag("div", { class: `drawn ${chart}` }, drawing, tabled)}\n`;
  },
};

export const blocks = (list: readonly Block[], page: Page): string =>
  list.map((block) => rendered(RENDERERS, block, page)).join("");

const fold = (title: string, folded: readonly Block[], page: Page): string =>
  tag("details", {}, tag("summary", {}, shown(title)), blocks(folded, page));

function table(
  columns: readonly Column[],
  rows: readonly (readonly Words[])[],
  name: string,
): string {
  // a column of block characters has the chart in its place
  const kept = columns.flatMap(({ type }, at) => (type === "bar" ? [] : [at]));
  const cell = (element: "td" | "th", at: number, words: string): string =>
    tag(
      element,
      {
        ...(element === "th" ? { scope: "col" } : {}),
        ...(columns[at]!.type === "number" ? { class: "right" } : {}),
      },
      words,
    );
  const head = kept.map((at) => cell("th", at, shown(columns[at]!.title)));
  const body = rows.map((row) =>
    tag("tr", {}, ...kept.map((at) => cell("td", at, inlines(row[at]!)))),
  );
  const place = {
    class: kept.length > 3 ? "table wide" : "table",
    tabindex: 0,
    role: "region",
    "aria-label": name,
  };
  const inner = `<table><thead><tr>${head.join("")}</tr></thead>\n<tbody>${body.join("\n")}</tbody></table>`;
  return `${tag("div", place, inner)}\n`;
}

/** A table is named after the heading above it, further ones below the same with a number. */
function nameOf({ heading, names }: Page): string {
  const name = `Table: ${heading}`;
  const nth = (names.get(name) ?? 0) + 1;
  names.set(name, nth);
  return nth === 1 ? name : `${name}, ${nth}`;
}
