import { codeSpan, formatNumber, formatSeconds, formatShare } from "../format.ts";
import type { Analysis } from "./contract.ts";
import { formatValue } from "./fill.ts";
import { causes, notFound, remedies } from "./markdown-causes.ts";
import { bar, fence, found, placeOf, plain, shortEntry, table } from "./markdown-parts.ts";
import { LEVEL_WORDS, STATE_WORDS } from "./words.ts";

/**
 * Renders an analysis as GitHub-flavoured Markdown that reads well raw, too. Text of the bundle stands
 * in code spans and code blocks only, so that it can neither link, nor mention, nor break a table.
 */
export function renderMarkdown(analysis: Analysis): string {
  return [
    head(analysis),
    toDo(analysis),
    uses(analysis),
    timeline(analysis),
    causes(analysis),
    notFound(analysis, "ruled-out", "Ruled out"),
    notFound(analysis, "unknown", "Could not be judged"),
    signals(analysis),
    prevention(analysis),
    coverage(analysis),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function head(analysis: Analysis): string {
  const { bundle, node, table: t, state } = analysis;
  const facts = [
    ["Node", node.hostname === null ? "unknown" : codeSpan(node.hostname)],
    ["Kernel", node.kernel === null ? "unknown" : codeSpan(node.kernel)],
    ["CPUs", node.cpus === null ? "unknown" : formatNumber(node.cpus)],
    ["Memory", formatValue(node.memoryBytes, "bytes")],
    ["kube-proxy mode", node.proxyMode === null ? "unknown" : codeSpan(node.proxyMode)],
    ["Entries", t.count === null ? "unknown" : formatNumber(t.count)],
    ["Limit", t.max === null ? "unknown" : formatNumber(t.max)],
    ["In use", t.utilization === null ? "unknown" : formatShare(t.utilization)],
    ["Taken", bundle.capturedAt?.replace(/\.\d+Z$/, "Z") ?? "unknown"],
    [
      "Watched for",
      bundle.windowSeconds === null ? "unknown" : formatSeconds(bundle.windowSeconds),
    ],
  ];
  const notes = analysis.notes.map((note) => `> Note: ${note}`).join("\n>\n");
  return [
    `# Connection tracking: ${STATE_WORDS[state]}`,
    analysis.summary,
    table(
      facts.map(([name]) => name!),
      [facts.map(([, text]) => text!)],
    ),
    notes,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function toDo(analysis: Analysis): string {
  const primary = found(analysis)[0];
  if (primary === undefined || primary.remedies.length === 0) return "";
  return `## What to do\n\n${remedies(primary)}`;
}

function uses({ table: t }: Analysis): string {
  if (t.uses.length === 0) return "";
  const rows = t.uses.map(({ meaning, entries, share }) => [
    meaning,
    formatNumber(entries),
    formatShare(share),
    bar(share),
  ]);
  const states = Object.entries(t.byTcpState).map(
    ([state, count]) => `${state} ${formatNumber(count)}`,
  );
  const protocols = Object.entries(t.byProtocol).map(
    ([name, count]) => `${name} ${formatNumber(count)}`,
  );
  const unparsed =
    t.unparsedExamples.length === 0
      ? ""
      : `\n\nRows that could not be read, the first of ${formatNumber(t.rowsUnparsed ?? 0)}:\n\n${table(
          ["Place", "Row"],
          t.unparsedExamples.map(({ entry, line, text }) => [
            codeSpan(`${entry}:${line}`),
            codeSpan(text),
          ]),
        )}`;
  return [
    "## Where the table went",
    `Each of the ${formatNumber(t.uses.reduce((sum, { entries }) => sum + entries, 0))} entries that could be read counts once.`,
    table(["Use", "Entries", "Share", ""], rows),
    `Protocols: ${protocols.join(", ")}.${states.length === 0 ? "" : ` TCP states: ${states.join(", ")}.`}${unparsed}`,
  ].join("\n\n");
}

function timeline({ timeline: rows }: Analysis): string {
  if (rows.length < 2) return "";
  const step = Math.max(1, Math.ceil(rows.length / 12));
  const shown = rows.filter((_, at) => (rows.length - 1 - at) % step === 0);
  const number = (value: number | null) => (value === null ? "unknown" : formatNumber(value));
  const sums = (at: number, key: "drop" | "earlyDrop" | "insertFailed"): string => {
    const from = rows.indexOf(shown[at - 1]!);
    const part = rows.slice(from + 1, rows.indexOf(shown[at]!) + 1).map((row) => row[key]);
    if (at === 0) return "–";
    return part.some((one) => one === null)
      ? "unknown"
      : formatNumber(part.reduce<number>((a, b) => a + b!, 0));
  };
  return [
    "## The window",
    table(
      ["Second", "Count", "Limit", "Drops", "Early drops", "Failed inserts"],
      shown.map((row, at) => [
        formatNumber(row.seconds, 1),
        number(row.count),
        number(row.max),
        sums(at, "drop"),
        sums(at, "earlyDrop"),
        sums(at, "insertFailed"),
      ]),
    ),
  ].join("\n\n");
}

function signals({ signals: list }: Analysis): string {
  return [
    "## Signals",
    table(
      ["Signal", "Value", "Level", "Place in the bundle"],
      list.map((one) => [
        one.title,
        one.value === null ? "unknown" : formatValue(one.value, one.unit),
        LEVEL_WORDS[one.level],
        one.value === null ? (one.missing ?? "") : placeOf(one.source),
      ]),
    ),
  ].join("\n\n");
}

const prevention = ({ prevention: list }: Analysis): string =>
  [
    "## So that it does not happen again",
    ...list.map(({ title, text, commands }) => `**${title}.** ${text}\n\n${fence(commands)}`),
  ].join("\n\n");

function coverage({ coverage: c, bundle }: Analysis): string {
  const parts = [
    "## What the bundle holds",
    `${formatNumber(c.read.length)} inputs of layout ${codeSpan(bundle.layout)} were read${bundle.truncated ? "; the bundle is cut short" : ""}.`,
  ];
  const list = (title: string, rows: string[]) => {
    if (rows.length > 0) parts.push(`${title}\n\n${rows.map((row) => `- ${row}`).join("\n")}`);
  };
  list(
    "Not in the bundle:",
    c.missing.map(({ reason, get }) => `${reason} (${codeSpan(get)})`),
  );
  list(
    "Could not be read whole:",
    c.failed.map(
      ({ entry, line, reason }) =>
        `${codeSpan(line === null ? shortEntry(entry) : `${shortEntry(entry)}:${line}`)}: ${plain(reason)}`,
    ),
  );
  list(
    "Not looked at:",
    c.skipped
      .slice(0, 50)
      .map(({ entry, reason }) => `${codeSpan(shortEntry(entry))}: ${plain(reason)}`),
  );
  parts.push(
    `<details><summary>Everything that was read</summary>\n\n${table(
      ["Entry", "Input", "Bytes"],
      c.read.map(({ entry, source, bytes }) => [
        codeSpan(shortEntry(entry)),
        codeSpan(source),
        formatNumber(bytes),
      ]),
    )}\n\n</details>`,
  );
  return parts.join("\n\n");
}
