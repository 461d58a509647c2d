import { formatNumber, formatSeconds, formatShare, printable } from "../format.ts";
import type { Analysis } from "./contract.ts";
import { formatValue } from "./fill.ts";
import { bar, found, shortEntry } from "./markdown-parts.ts";
import { STATE_WORDS, VERDICT_WORDS } from "./words.ts";

const WIDTH = 80;

/** Breaks a text into lines of at most 80 columns, each behind `indent`. A longer word stands alone. */
export function wrap(text: string, first = "", rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  if (!empty) lines.push(line);
  return lines;
}

/** Markdown's code spans, bold and escapes are noise in a terminal. */
const unmarked = (text: string): string =>
  text.replaceAll("**", "").replaceAll("`", "").replace(/\\(.)/g, "$1");

/** How many entries there are: the kernel's count, or where the bundle lacks it the rows of the dump. */
function tableLine({ table }: Analysis): string {
  const { count, max, rows, utilization } = table;
  if (count === null)
    return rows === null ? "no dump in the bundle" : `${formatNumber(rows)} rows, limit unknown`;
  const limit = max === null ? "unknown" : formatNumber(max);
  return `${formatNumber(count)} of ${limit} entries${utilization === null ? "" : ` (${formatShare(utilization)})`}`;
}

/** The summary for a terminal: at most 40 lines of 80 columns, no colour, no control characters. */
export function renderText(analysis: Analysis): string {
  const { bundle, node, table, state } = analysis;
  const list = found(analysis);
  const primary = list[0];
  const where = [
    node.hostname,
    node.kernel && `Linux ${node.kernel}`,
    bundle.capturedAt?.replace(/\.\d+Z$/, "Z") ?? null,
    bundle.windowSeconds === null ? null : `watched for ${formatSeconds(bundle.windowSeconds)}`,
  ].filter((part) => part !== null);

  const lines = [
    `CONNECTION TRACKING: ${STATE_WORDS[state].toUpperCase()}`,
    ...(where.length === 0 ? [] : wrap(where.join(", "))),
    "",
    ...wrap(unmarked(analysis.summary)),
    "",
    `Table   ${tableLine(analysis)}`,
  ];
  for (const { meaning, entries, share } of table.uses.slice(0, 5)) {
    const label = meaning.length > 44 ? `${meaning.slice(0, 43)}…` : meaning;
    lines.push(
      `  ${formatNumber(entries).padStart(11)}  ${formatShare(share).padStart(5)}  ${label.padEnd(44)} ${bar(share).slice(0, 12)}`.trimEnd(),
    );
  }
  const others = list.slice(1, 4);
  if (others.length > 0) {
    lines.push("", "Also found");
    for (const finding of others)
      lines.push(
        ...wrap(
          `${finding.title} (${VERDICT_WORDS[finding.verdict]}${finding.share === null || finding.share === 0 ? "" : `, ${formatShare(finding.share)} of the table`})`,
          "  - ",
          "    ",
        ),
      );
  }
  if (primary !== undefined) {
    lines.push("", "Evidence");
    for (const one of primary.evidence.filter(({ holds }) => holds).slice(0, 4))
      lines.push(
        ...wrap(
          unmarked(
            `${one.title}: ${formatValue(one.value, one.unit)}${one.source === null ? "" : `  (${shortEntry(one.source.entry)}:${one.source.line})`}`,
          ),
          "  - ",
          "    ",
        ),
      );
    lines.push("", "What to do");
    for (const [at, remedy] of primary.remedies.slice(0, 3).entries()) {
      const { frees } = remedy;
      const then =
        frees === null || frees.entries === 0
          ? ""
          : `: frees ${formatNumber(frees.entries)} entries`;
      const left =
        frees?.utilizationAfter == null
          ? ""
          : `, then ${formatShare(frees.utilizationAfter)} in use`;
      lines.push(...wrap(unmarked(`${remedy.title}${then}${left}`), `  ${at + 1}. `, "     "));
    }
  }
  const unknown = analysis.findings.filter(({ verdict }) => verdict === "unknown");
  if (unknown.length > 0)
    lines.push(
      "",
      ...wrap(`Not judged, for want of inputs: ${unknown.map(({ cause }) => cause).join(", ")}`),
    );
  for (const note of analysis.notes.slice(0, 2))
    lines.push("", ...wrap(unmarked(note), "Note: ", "      "));
  // names of the bundle stand here without a code span: no control character may pass
  return `${lines.map((line) => printable(line, 1000)).join("\n")}\n`;
}
