import { formatNumber, formatSeconds, formatShare } from "../../format.ts";
import type { Analysis, AnalysisFinding } from "../contract.ts";
import { formatValue } from "../fill.ts";
import { found, STATE_WORDS, shortEntry, VERDICT_WORDS } from "../words.ts";
import { type Paint, painter, STATE_TONES, VERDICT_TONES } from "./colour.ts";
import { bar, unmarked, withoutControl } from "./parts.ts";
import { tables } from "./tables.ts";
import { padEnd, padStart, shorten, WIDTH, widthOf, wrap } from "./width.ts";

/** Lines of a summary, so that it can be read without scrolling back. */
const MOST_LINES = 40;

/** How much of each list a summary shows: the first that fits its lines. */
const DETAILS = [
  { uses: 5, others: 3, evidence: 4, remedies: 3, notes: 2 },
  { uses: 4, others: 3, evidence: 3, remedies: 3, notes: 2 },
  { uses: 3, others: 2, evidence: 2, remedies: 2, notes: 1 },
  { uses: 3, others: 1, evidence: 1, remedies: 1, notes: 0 },
] as const;
type Detail = (typeof DETAILS)[number];

/** How a terminal is written to. */
export interface TextOptions {
  colour?: boolean;
  /** Also the tables: signals, evidence, what was ruled out, top talkers, coverage. */
  verbose?: boolean;
  /** Columns of the terminal, at least 80, which the tables fill; the summary takes 80. */
  width?: number;
}

/**
 * The report for a terminal: a summary of at most 40 lines of 80 columns and, when `verbose`, the tables
 * behind it. No control characters but the codes of its colours.
 */
export function renderText(analysis: Analysis, options: TextOptions = {}): string {
  const { colour = false, verbose = false, width = WIDTH } = options;
  const paint = painter(colour);
  const safe = withoutControl(analysis);
  const lines = [
    ...summary(safe, paint),
    ...(verbose ? tables(safe, paint, Math.max(WIDTH, width)) : []),
  ];
  return `${lines.join("\n")}\n`;
}

function summary(analysis: Analysis, paint: Paint): string[] {
  let lines: string[] = [];
  for (const detail of DETAILS) {
    lines = summaryLines(analysis, detail, paint);
    if (lines.length <= MOST_LINES) return lines;
  }
  return [...lines.slice(0, MOST_LINES - 1), "…"];
}

const summaryLines = (analysis: Analysis, detail: Detail, paint: Paint): string[] => {
  const [primary, ...others] = found(analysis);
  return [
    ...head(analysis, others.length > 0, paint),
    ...uses(analysis, detail.uses, paint),
    ...alsoFound(others, detail.others, paint),
    ...(primary === undefined ? [] : evidence(primary, detail.evidence, paint)),
    ...(primary === undefined ? [] : toDo(primary, detail.remedies, paint)),
    ...notJudged(analysis),
    ...analysis.notes
      // that there are other subjects is said however short the summary must be
      .slice(0, Math.max(detail.notes, analysis.subjects.length > 1 ? 1 : 0))
      .flatMap((note) => ["", ...wrap(unmarked(note), "Note: ", "      ")]),
  ];
};

/** What begins the summary's own lists of further causes, at its end: they are the list "Also found" here. */
const ALSO = [" Also found: ", " Also likely: "];

function head(analysis: Analysis, hasOthers: boolean, paint: Paint): string[] {
  const { bundle, node, state, summary } = analysis;
  const lists = hasOthers ? ALSO.map((lead) => summary.lastIndexOf(lead)) : [];
  const also = lists.find((at) => at >= 0) ?? -1;
  const where = [
    node.hostname,
    node.kernel && `Linux ${node.kernel}`,
    bundle.capturedAt?.replace(/\.\d+Z$/, "Z") ?? null,
    bundle.windowSeconds === null ? null : `watched for ${formatSeconds(bundle.windowSeconds)}`,
  ].filter((part) => part !== null);
  const word = paint(STATE_TONES[state], STATE_WORDS[state].toUpperCase());
  return [
    paint("heading", `CONNECTION TRACKING: ${word}`),
    ...wrap(where.join(", ")),
    "",
    ...wrap(unmarked(also < 0 ? summary : summary.slice(0, also))),
  ];
}

/** How many entries there are: the kernel's count, or where the bundle lacks it the rows of the dump. */
function tableLine({ table }: Analysis): string {
  const { count, max, rows, utilization } = table;
  if (count === null)
    return rows === null ? "no dump in the bundle" : `${formatNumber(rows)} rows, limit unknown`;
  const limit = max === null ? "unknown" : formatNumber(max);
  return `${formatNumber(count)} of ${limit} entries${utilization === null ? "" : ` (${formatShare(utilization)})`}`;
}

function uses(analysis: Analysis, most: number, paint: Paint): string[] {
  const shown = analysis.table.uses.slice(0, most);
  const counts = shown.map(({ entries }) => formatNumber(entries));
  const digits = Math.max(0, ...counts.map(widthOf));
  const bars = shown.map(({ share }) => bar(share));
  // what the bar, the share of five columns and the gaps leave
  const room = WIDTH - digits - 12 - Math.max(0, ...bars.map(widthOf));
  const label = Math.min(room, Math.max(0, ...shown.map(({ meaning }) => widthOf(meaning))));
  return [
    "",
    `${paint("heading", "Table")}   ${tableLine(analysis)}`,
    ...shown.map(({ meaning, share }, at) =>
      `  ${padStart(counts[at]!, digits)}  ${formatShare(share).padStart(5)}  ${padEnd(shorten(meaning, label), label)} ${bars[at]}`.trimEnd(),
    ),
  ];
}

function alsoFound(others: readonly AnalysisFinding[], most: number, paint: Paint): string[] {
  if (others.length === 0) return [];
  return [
    "",
    paint("heading", "Also found"),
    ...others.slice(0, most).flatMap(({ title, verdict, share }) => {
      const word = paint(VERDICT_TONES[verdict], VERDICT_WORDS[verdict]);
      const held = share === null || share === 0 ? "" : `, ${formatShare(share)} of the table`;
      return wrap(`${title} (${word}${held})`, "  - ", "    ");
    }),
    ...(others.length > most ? [`  - and ${others.length - most} more`] : []),
  ];
}

const evidence = (primary: AnalysisFinding, most: number, paint: Paint): string[] => [
  "",
  paint("heading", "Evidence"),
  ...primary.evidence
    .filter(({ holds }) => holds)
    // one value may be held against two tests
    .filter(({ signal }, at, all) => all.findIndex((one) => one.signal === signal) === at)
    .slice(0, most)
    .flatMap(({ title, value, unit, source }) => {
      const place = source === null ? "" : ` (${shortEntry(source.entry)}:${source.line})`;
      return wrap(unmarked(`${title}: ${formatValue(value, unit)}${place}`), "  - ", "    ");
    }),
];

const toDo = (primary: AnalysisFinding, most: number, paint: Paint): string[] => [
  "",
  paint("heading", "What to do"),
  ...primary.remedies.slice(0, most).flatMap(({ title, frees }, at) => {
    const then =
      frees === null || frees.entries === 0 ? "" : `: frees ${formatNumber(frees.entries)} entries`;
    const left =
      frees?.utilizationAfter == null ? "" : `, then ${formatShare(frees.utilizationAfter)} in use`;
    return wrap(unmarked(`${title}${then}${left}`), `  ${at + 1}. `, "     ");
  }),
];

function notJudged({ findings }: Analysis): string[] {
  const unknown = findings.filter(({ verdict }) => verdict === "unknown");
  if (unknown.length === 0) return [];
  const ids = unknown.map(({ cause }) => cause).join(", ");
  return ["", ...wrap(`Not judged, for want of inputs: ${ids}`)];
}
