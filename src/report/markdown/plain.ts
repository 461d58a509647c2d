import type { PlainDocument } from "../document/plain.ts";
import { blocks } from "./blocks.ts";
import { atStart, inlines } from "./inline.ts";

/** A document that is not of one analysis, as Markdown. */
export const renderPlainMarkdown = ({
  of,
  title,
  summary,
  taken,
  notes,
  sections,
  foot,
}: PlainDocument): string =>
  [
    `# ${of}: ${title}`,
    atStart(inlines(summary)),
    atStart(inlines(taken)),
    blocks([{ kind: "notes", notes }]),
    ...sections
      .filter((section) => section.blocks.length > 0)
      .map((section) => `## ${section.title}\n\n${blocks(section.blocks)}`),
    inlines(foot),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
