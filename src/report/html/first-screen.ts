import type { Marked } from "marked";
import { formatNumber, formatShare } from "../../format.ts";
import type { Analysis, AnalysisFinding } from "../contract.ts";
import { fillsTable, found, STATE_WORDS, VERDICT_WORDS } from "../words.ts";
import { keyFigures, meter, stateSign } from "./banner.ts";
import { shown, tag } from "./charts/svg.ts";

/** Our Markdown of one line, the text of the bundle in it in code spans. */
export const inline = (marked: Marked, text: string): string => marked.parseInline(text) as string;

export const verdictChip = (word: string): string => `<span class="chip ${word}">${word}</span>`;

/** What, why, what now: all that is read when there is time for one look. */
export function firstScreen(analysis: Analysis, marked: Marked): string {
  const { state, summary } = analysis;
  const primary = found(analysis)[0];
  const [what, more] = primary === undefined ? [summary, ""] : beforeCause(summary, primary);
  const cards =
    primary === undefined
      ? []
      : [
          why(primary, state, marked),
          now(primary, marked),
          `<p class="more">${inline(marked, more)}</p>`,
        ];
  return [
    `<header><div class="first">`,
    `<div class="banner">${stateSign(state)}<h1>Connection tracking: <strong>${STATE_WORDS[state]}</strong></h1></div>`,
    `<p class="what">${inline(marked, what)}</p>`,
    keyFigures(analysis),
    cards.length === 0 ? "" : tag("div", { class: "cards" }, ...cards),
    "</div></header>",
  ].join("\n");
}

/** The summary up to the sentence that names the cause, and from there on. */
function beforeCause(summary: string, { title }: AnalysisFinding): [string, string] {
  const end = summary.lastIndexOf(". ", summary.indexOf(title.slice(1)));
  return end < 0 ? [summary, ""] : [summary.slice(0, end + 1), summary.slice(end + 2)];
}

function why(primary: AnalysisFinding, state: Analysis["state"], marked: Marked): string {
  const { title, verdict, entries, share } = primary;
  const label = fillsTable(state, primary) ? "Why" : "Another fault";
  const held =
    entries === null || entries === 0 || share === null
      ? ""
      : `${meter(share)}<p class="held"><strong>${formatShare(share)}</strong> of the table, ${formatNumber(entries)} entries</p>`;
  const heading = `<h2>${label} ${verdictChip(VERDICT_WORDS[verdict])}</h2>`;
  return `<section class="why">${heading}<p class="lead">${inline(marked, title)}</p>${held}</section>`;
}

/** The first remedy, and where that is no command, the first that is one. */
function now({ remedies }: AnalysisFinding, marked: Marked): string {
  const [first] = remedies;
  if (first === undefined) return "";
  const quick = first.commands.length > 0 ? [] : remedies.filter((one) => one.commands.length > 0);
  const steps = [first, ...quick.slice(0, 1)].map(({ title, commands, frees, risk }, at) => {
    const after = frees?.utilizationAfter ?? null;
    const then = [
      frees === null || frees.entries === 0
        ? ""
        : `Would free ${formatNumber(frees.entries)} entries.`,
      after === null ? "" : `Afterwards ${formatShare(after)} of the limit would be in use.`,
      `Risk: ${inline(marked, risk)}`,
    ].filter((sentence) => sentence !== "");
    const code = commands.map((line) => shown(line)).join("\n");
    return [
      `<p class="${at === 0 ? "lead" : "or"}">${at === 0 ? "" : "Or: "}${inline(marked, title)}</p>`,
      commands.length === 0 ? "" : `<pre><code>${code}</code></pre>`,
      `<p class="then">${then.join(" ")}</p>`,
    ].join("");
  });
  return `<section class="now"><h2>What now</h2>${steps.join("")}</section>`;
}
