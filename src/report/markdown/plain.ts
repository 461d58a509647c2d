import type { PlainDocument } from "../document/document.ts";
import { blocks } from "./blocks.ts";
import { atStart, inlines } from "./inline.ts";

/** A document that begins with sentences, as GitHub-flavoured Markdown: see `renderMarkdown`. */
export const plainMarkdown = ({
  name,
  title,
  lead,
  notes,
  sections,
  foot,
}: PlainDocument): string =>
  [
    `# ${name}: ${title}`,
    atStart(inlines(lead)),
    blocks([{ kind: "notes", notes }]),
    ...sections
      .filter((section) => section.blocks.length > 0)
      .map((section) => `## ${section.title}\n\n${blocks(section.blocks)}`),
    inlines(foot),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
