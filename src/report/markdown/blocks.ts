import type { Block, Renderers } from "../document/document.ts";
import { plainOf, rendered } from "../document/inline.ts";
import { atStart, inlines } from "./inline.ts";
import { table } from "./table.ts";

const RENDERERS: Renderers<Block, null, string> = {
  heading: ({ words, verdict }) =>
    `### ${inlines(words)}${verdict === null ? "" : ` (${plainOf({ kind: "verdict", verdict })})`}`,
  paragraph: ({ words }) => atStart(inlines(words)),
  list: ({ items }) => items.map((item) => `- ${atStart(inlines(item))}`).join("\n"),
  table: ({ columns, rows }) =>
    table(
      columns.map(({ title, type }) => ({ title, ...(type === "number" ? { right: true } : {}) })),
      rows.map((cells) => cells.map((words) => inlines(words).replace(/\s*\n\s*/g, " "))),
    ),
  commands: ({ lines }) => fence(lines),
  // GitHub and GitLab fold it; where the tags are stripped, the title is left as a line of its own
  fold: ({ title, blocks: folded }) =>
    `<details><summary>${title}</summary>\n\n${blocks(folded)}\n\n</details>`,
  facts: ({ facts }) =>
    facts.map(({ name, words }) => `- **${name}:** ${inlines(words)}`).join("\n"),
  notes: ({ notes }) => notes.map((note) => `> Note: ${inlines(note)}`).join("\n>\n"),
  // bars of text stand in the table
  chart: ({ tables }) => blocks(tables),
};

export const blocks = (list: readonly Block[]): string =>
  list
    .map((block) => rendered(RENDERERS, block, null))
    .filter((text) => text !== "")
    .join("\n\n");

const fence = (lines: readonly string[]): string =>
  ["```sh", ...lines.map((line) => line.replaceAll("```", "'''")), "```"].join("\n");
