import { codeSpan, formatNumber, formatSeconds, formatShare, printable } from "../format.ts";
import type { Analysis, AnalysisFinding } from "./contract.ts";
import { formatValue } from "./fill.ts";
import { LEVEL_WORDS, STATE_WORDS, VERDICT_WORDS } from "./words.ts";

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

const NUMERIC = /^(?:Entries|Share|Count|Limit|Second|Bytes|Drops|Early drops|Failed inserts)$/;

/** A table. Cells are Markdown already; a `|` within one is escaped, which holds in code spans, too. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const ruler = header.map((name) => (NUMERIC.test(name) ? "---:" : "---"));
  return [line(header), line(ruler), ...rows.map(line)].join("\n");
}

const fence = (lines: readonly string[]): string =>
  ["```sh", ...lines.map((line) => line.replaceAll("```", "'''")), "```"].join("\n");

export const found = (analysis: Analysis): AnalysisFinding[] =>
  analysis.findings.filter(({ verdict }) => verdict !== "ruled-out" && verdict !== "unknown");

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

function remedies({ remedies }: AnalysisFinding): string {
  return remedies
    .map((remedy, at) => {
      const { frees } = remedy;
      const then =
        frees === null
          ? ""
          : frees.entries === 0
            ? frees.utilizationAfter === null
              ? ""
              : ` Afterwards ${formatShare(frees.utilizationAfter)} of the limit would be in use.`
            : ` Would free ${formatNumber(frees.entries)} entries${frees.utilizationAfter === null ? "" : `; afterwards ${formatShare(frees.utilizationAfter)} of the limit would be in use`}.`;
      const commands = remedy.commands.length === 0 ? "" : `\n\n${fence(remedy.commands)}`;
      return `**${at + 1}. ${remedy.title}.**${then} Risk: ${remedy.risk}${commands}`;
    })
    .join("\n\n");
}

/** A bar of text, a block for each five per cent. */
export const bar = (share: number): string =>
  "█".repeat(Math.round(share * 20)).padEnd(share > 0 ? 1 : 0, "▏");

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

function causes(analysis: Analysis): string {
  const list = found(analysis);
  if (list.length === 0) return "";
  const parts = list.map((finding) => {
    const { offenders } = finding;
    const held =
      finding.entries === null || finding.entries === 0
        ? ""
        : ` It holds ${formatNumber(finding.entries)} entries${finding.share === null ? "" : `, ${formatShare(finding.share)} of the table`}.`;
    const groups = (["destinations", "endpoints", "sources"] as const)
      .filter((key) => offenders[key].length > 0)
      .map((key) => `${key}: ${offenders[key].map(nameOffender).join(", ")}`);
    return [
      `### ${finding.rank}. ${finding.title} (${VERDICT_WORDS[finding.verdict]})`,
      `${finding.mechanism}${held}`,
      groups.length === 0 ? "" : `Most entries by ${groups.join("; by ")}.`,
      evidence(finding),
      finding === list[0] ? "" : remedies(finding),
      `Sources: ${finding.references.join("; ")}.`,
    ]
      .filter((part) => part !== "")
      .join("\n\n");
  });
  return `## Causes\n\n${parts.join("\n\n")}`;
}

/** An offender with what is known of it: its Service, or its pod. */
const nameOffender = (one: AnalysisFinding["offenders"]["sources"][number]): string => {
  const known = [one.service, one.pod].filter((text) => text !== null && text !== one.name);
  const more = known.length === 0 ? "" : ` (${known.map((text) => codeSpan(text!)).join(", ")})`;
  return `${codeSpan(one.name)}${more} ${formatNumber(one.entries)}`;
};

const placeOf = (source: { entry: string; line: number } | null): string =>
  source === null ? "–" : codeSpan(`${shortEntry(source.entry)}:${source.line}`);

/** A bundle's entries share one top folder, which says nothing here. */
export const shortEntry = (entry: string): string => {
  const parts = entry.split("/");
  return parts.length > 1 && parts[0]!.startsWith("conntriage-") ? parts.slice(1).join("/") : entry;
};

function evidence(finding: AnalysisFinding): string {
  return table(
    ["Evidence", "Value", "Test", "Holds", "Place in the bundle", "See it on the node"],
    finding.evidence.map((one) => [
      one.title,
      one.value === null ? "unknown" : formatValue(one.value, one.unit),
      one.role === "excludes"
        ? `not ${testInWords(one.test, one.unit)}`
        : testInWords(one.test, one.unit),
      one.holds === null ? "unknown" : one.holds === (one.role !== "excludes") ? "yes" : "no",
      placeOf(one.source),
      codeSpan(one.command),
    ]),
  );
}

/** Causes that were not found, those of one reason together: what decided it. */
function notFound(analysis: Analysis, verdict: "ruled-out" | "unknown", title: string): string {
  const byReason = new Map<string, string[]>();
  for (const finding of analysis.findings) {
    if (finding.verdict !== verdict) continue;
    const reason = reasonOf(finding);
    byReason.set(reason, [...(byReason.get(reason) ?? []), finding.title]);
  }
  if (byReason.size === 0) return "";
  const rows = [...byReason].map(([reason, titles]) => `- **${titles.join("; ")}** – ${reason}`);
  return `## ${title}\n\n${rows.join("\n")}`;
}

/** Why a cause was not found: the unknown inputs, or the tests that decided against it. */
export function reasonOf({ verdict, evidence }: AnalysisFinding): string {
  if (verdict === "unknown") {
    const missing = [...new Set(evidence.flatMap((one) => one.missing ?? []))];
    return missing.length === 0 ? "its inputs are incomplete." : `${missing.join("; ")}.`;
  }
  const of = (role: string, holds: boolean) =>
    evidence.filter((one) => one.role === role && one.holds === holds);
  const roomy = of("gate", false);
  const against =
    of("gate", true).length === 0 && roomy.length > 0
      ? roomy.slice(-1)
      : [...of("requires", false), ...of("excludes", true)];
  return `${against.slice(0, 2).map(sayAgainst).join("; ")}.`;
}

/** A test that decided against a cause: what was found, what would have been needed, and where. */
const sayAgainst = (one: AnalysisFinding["evidence"][number]): string => {
  const wanted = one.role === "excludes" ? "ruled out by" : "needed:";
  return `${one.title}: ${formatValue(one.value, one.unit)} (${wanted} ${testInWords(one.test, one.unit)}; ${placeOf(one.source)})`;
};

const OPERATORS: Record<string, string> = {
  ">": "more than",
  ">=": "at least",
  "<": "less than",
  "<=": "at most",
  "=": "",
  "!=": "other than",
};

/** `> 0.3` of a share as `more than 30 %`. */
export function testInWords(test: string, unit: string): string {
  if (test === "> 0") return "any";
  const [operator = "", than = ""] = test.split(" ");
  const number = Number(than);
  const value =
    than === "true" ? "yes" : than === "false" ? "no" : Number.isNaN(number) ? than : number;
  const said = typeof value === "number" ? formatValue(value, unit) : value;
  return `${OPERATORS[operator] ?? operator} ${said}`.trim();
}

/**
 * Text of the collector's manifest within a sentence: the reason may quote any program's message. What
 * GitHub would make a link or a mention of is broken up, since a backslash alone does not stop it.
 */
const plain = (text: string): string =>
  printable(text.replace(/[\r\n]+/g, " "), 1000)
    .replace(/[\\`*_{}[\]<>()#|!~&]/g, (c) => `\\${c}`)
    .replaceAll("://", ":\\//")
    .replace(/\bwww\./gi, "www\\.")
    .replaceAll("@", "(at)");

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
