import type { Block, Content, Renderers } from "../document/document.ts";
import type { Section } from "../document/index.ts";
import { rendered, says } from "../document/inline.ts";
import { part } from "../document/parts.ts";
import type { Paint } from "./colour.ts";
import { commandLines } from "./command.ts";
import { inlines, titled } from "./inline.ts";
import { textTable } from "./table.ts";
import { wrap } from "./width.ts";

/** How wide the terminal is, and how it is coloured. */
interface Terminal {
  paint: Paint;
  width: number;
}

const RENDERERS: Renderers<Block, Terminal, string[]> = {
  heading: ({ words, verdict }, { paint, width }) => {
    const word = verdict === null ? "" : says` (${{ kind: "verdict", verdict }})`;
    return wrap(inlines(says`${words}${word}`, paint), "  ", "  ", width);
  },
  paragraph: ({ words }, { paint, width }) => wrap(inlines(words, paint), "  ", "  ", width),
  list: ({ items }, { paint, width }) =>
    items.flatMap((item) => wrap(inlines(item, paint), "  - ", "    ", width)),
  table: ({ columns, rows }, { paint, width }) =>
    textTable(
      columns.map(({ title, type }) => ({ title, ...(type === "number" ? { right: true } : {}) })),
      rows.map((cells) => cells.map((words) => inlines(words, paint))),
      width,
    ),
  commands: ({ lines }, { width }) => lines.flatMap((line) => commandLines(line, "    ", width)),
  fold: ({ title, blocks: folded }, terminal) => [
    ...wrap(`${title}:`, "  ", "  ", terminal.width),
    ...blocks(folded, terminal),
  ],
  facts: ({ facts }, { paint, width }) =>
    facts.flatMap(({ name, words }) =>
      wrap(`${name}: ${inlines(words, paint)}`, "  ", "    ", width),
    ),
  notes: ({ notes }, { paint, width }) =>
    notes.flatMap((note) => wrap(`Note: ${inlines(note, paint)}`, "  ", "    ", width)),
  chart: ({ tables }, terminal) => blocks(tables, terminal),
};

/** Blocks with a blank line between; a list stands right below the words that lead to it. */
function blocks(list: readonly Block[], terminal: Terminal): string[] {
  const shown = list
    .map((block) => ({ kind: block.kind, lines: rendered(RENDERERS, block, terminal) }))
    .filter(({ lines }) => lines.length > 0);
  return shown.flatMap(({ kind, lines }, at) => {
    const before = shown[at - 1]?.kind;
    const isLed = before === "heading" || (before === "paragraph" && kind === "list");
    return before === undefined || isLed ? lines : ["", ...lines];
  });
}

/** A section below its title, in the form that it has for a terminal. */
export const section = (one: Content | Section, terminal: Terminal): string[] =>
  (one.terminal ?? [part(one.title, ...one.blocks)]).flatMap(({ title, blocks: list }) => [
    "",
    ...wrap(titled(title, terminal.paint), "", "  ", terminal.width),
    ...blocks(list, terminal),
  ]);
