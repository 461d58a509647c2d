import type { Analysis } from "../contract.ts";
import { found } from "../words.ts";
import { causes, remedies } from "./causes.ts";
import { coverage } from "./coverage.ts";
import { head } from "./head.ts";
import { notFound } from "./not-found.ts";
import { fence } from "./parts.ts";
import { signals } from "./signals.ts";
import { idle, talkers, tcpStates, uses } from "./table.ts";
import { timeline } from "./timeline.ts";

/**
 * Renders an analysis as GitHub-flavoured Markdown that reads well raw, too: what happened and what to do
 * first, long lists folded behind a sentence that says what they hold, for trackers that strip the fold.
 * Text of the bundle stands in code spans and code blocks, so that it can neither link, nor mention, nor
 * break a table; what cannot is made harmless by `plain`.
 */
export function renderMarkdown(analysis: Analysis): string {
  return [
    head(analysis),
    toDo(analysis),
    uses(analysis),
    timeline(analysis),
    tcpStates(analysis),
    idle(analysis),
    talkers(analysis),
    causes(analysis),
    notFound(analysis, "ruled-out"),
    notFound(analysis, "unknown"),
    signals(analysis),
    prevention(analysis),
    coverage(analysis),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function toDo(analysis: Analysis): string {
  const primary = found(analysis)[0];
  if (primary === undefined || primary.remedies.length === 0) return "";
  return `## What to do\n\n${remedies(primary)}`;
}

const prevention = ({ prevention: list }: Analysis): string =>
  [
    "## So that it does not happen again",
    ...list.map(({ title, text, commands }) => `**${title}.** ${text}\n\n${fence(commands)}`),
  ].join("\n\n");
