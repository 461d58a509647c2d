import type { Analysis } from "../contract.ts";
import type { Head } from "../document/document.ts";
import { documentOf } from "../document/index.ts";
import { blocks } from "./blocks.ts";
import { atStart, inlines } from "./inline.ts";

/**
 * Renders an analysis as GitHub-flavoured Markdown that reads well raw, too: what happened and what to do
 * first, long lists folded behind a sentence that says what they hold, for trackers that strip the fold.
 * Text of the bundle stands in code spans and code blocks, so that it can neither link, nor mention, nor
 * break a table; what cannot is made harmless by `plain`.
 */
export function renderMarkdown(analysis: Analysis): string {
  const { head, foot, sections } = documentOf(analysis);
  return [
    top(head),
    ...sections
      .filter((section) => section.blocks.length > 0)
      .map((section) => `## ${section.title}\n\n${blocks(section.blocks)}`),
    inlines(foot),
  ]
    .join("\n\n")
    .concat("\n");
}

function top({ title, summary, facts, notes }: Head): string {
  const { happened, cause, others } = summary;
  return [
    `# Connection tracking: ${title}`,
    atStart([happened, cause, others].map(inlines).filter(Boolean).join(" ")),
    blocks([facts, { kind: "notes", notes }]),
  ].join("\n\n");
}
