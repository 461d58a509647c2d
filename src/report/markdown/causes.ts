import { codeSpan, formatNumber, formatShare } from "../../format.ts";
import type { Analysis, AnalysisFinding } from "../contract.ts";
import { formatValue } from "../values.ts";
import { fillsTable, found, testInWords, VERDICT_WORDS } from "../words.ts";
import { fence, placeOf, table } from "./parts.ts";
import { knownAs } from "./table.ts";

type Evidence = AnalysisFinding["evidence"][number];
type Remedy = AnalysisFinding["remedies"][number];

/** Causes of a full table, and other faults; the section with the primary cause goes first. */
export function causes(analysis: Analysis): string {
  const list = found(analysis);
  const sections = [
    { title: "Causes", findings: list.filter((one) => fillsTable(analysis.state, one)) },
    { title: "Other faults", findings: list.filter((one) => !fillsTable(analysis.state, one)) },
  ];
  return sections
    .filter(({ findings }) => findings.length > 0)
    .sort((a, b) => a.findings[0]!.rank - b.findings[0]!.rank)
    .map(({ title, findings }) =>
      [`## ${title}`, ...findings.map((finding) => cause(finding, finding === list[0]))].join(
        "\n\n",
      ),
    )
    .join("\n\n");
}

/** One cause with its evidence. The primary one's remedies stand under a heading of their own. */
function cause(finding: AnalysisFinding, isPrimary: boolean): string {
  const held = sayHeld(finding);
  return [
    `### ${finding.rank}. ${finding.title} (${VERDICT_WORDS[finding.verdict]})`,
    `${finding.mechanism}${held === "" ? "" : ` It holds ${held}.`}`,
    offenders(finding),
    ...evidence(finding),
    isPrimary ? "" : remedies(finding),
    `Sources: ${finding.references.join("; ")}.`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** `2,200 entries, 55 % of the table`; nothing for a cause that holds none. */
export const sayHeld = ({ entries, share }: AnalysisFinding): string =>
  entries === null || entries === 0
    ? ""
    : `${formatNumber(entries)} entries${share === null ? "" : `, ${formatShare(share)} of the table`}`;

function offenders({ offenders }: AnalysisFinding): string {
  const rows = (
    [
      ["destination", offenders.destinations],
      ["endpoint", offenders.endpoints],
      ["source", offenders.sources],
    ] as const
  ).flatMap(([role, list]) =>
    list.map((one) => [role, codeSpan(one.name), knownAs(one), formatNumber(one.entries)]),
  );
  return rows.length === 0 ? "" : table(["Held by", "Address", "Service or pod", "Entries"], rows);
}

/** What a remedy is counted to bring, in a sentence; nothing where it cannot be counted. */
export function sayFrees({ frees }: Remedy): string {
  const after =
    frees?.utilizationAfter == null
      ? ""
      : `fterwards ${formatShare(frees.utilizationAfter)} of the limit would be in use.`;
  if (frees === null || frees.entries === 0) return after === "" ? "" : `A${after}`;
  return `Would free ${formatNumber(frees.entries)} entries${after === "" ? "." : `; a${after}`}`;
}

export const remedies = ({ remedies }: AnalysisFinding): string =>
  remedies
    .map((remedy, at) => {
      const sentences = [sayFrees(remedy), `Risk: ${remedy.risk}`].filter((text) => text !== "");
      const commands = remedy.commands.length === 0 ? "" : `\n\n${fence(remedy.commands)}`;
      return `**${at + 1}. ${remedy.title}.** ${sentences.join(" ")}${commands}`;
    })
    .join("\n\n");

/** The evidence by what it says, each with its place in the bundle and the command that shows the same. */
function evidence(finding: AnalysisFinding): string[] {
  const groups: [string, (one: Evidence) => boolean][] = [
    ["Shown by:", (one) => one.holds === (one.role !== "excludes")],
    ["Not shown:", (one) => one.holds === (one.role === "excludes")],
    ["Unknown:", ({ holds }) => holds === null],
  ];
  return groups.flatMap(([title, belongs]) => {
    const bySignal = new Map<string, Evidence[]>();
    for (const one of finding.evidence.filter(belongs))
      bySignal.set(one.signal, [...(bySignal.get(one.signal) ?? []), one]);
    return bySignal.size === 0 ? [] : [title, [...bySignal.values()].map(sayEvidence).join("\n")];
  });
}

/** A signal's value, with all that it was held against. */
function sayEvidence(tests: readonly Evidence[]): string {
  const one = tests[0]!;
  const hand = `  By hand: ${codeSpan(one.command)}`;
  if (one.value === null) return `- ${one.title}: ${one.missing ?? "unknown"}.\n${hand}`;
  const value = formatValue(one.value, one.unit);
  const wanted = tests.map(sayWanted).filter((words) => words !== value);
  const test = wanted.length === 0 ? "" : ` (test: ${wanted.join("; ")})`;
  return `- ${one.title}: **${value}**${test}, ${placeOf(one.source)}.\n${hand}`;
}

function sayWanted({ test, unit, role }: Evidence): string {
  const words = testInWords(test, unit);
  if (role !== "excludes") return words;
  return words === "any" ? "none" : `not ${words}`;
}
