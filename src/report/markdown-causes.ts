import { codeSpan, formatNumber, formatShare } from "../format.ts";
import type { Analysis, AnalysisFinding } from "./contract.ts";
import { formatValue } from "./fill.ts";
import { fence, found, placeOf, table, testInWords } from "./markdown-parts.ts";
import { VERDICT_WORDS } from "./words.ts";

export function causes(analysis: Analysis): string {
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

export function remedies({ remedies }: AnalysisFinding): string {
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

/** An offender with what is known of it: its Service, or its pod. */
const nameOffender = (one: AnalysisFinding["offenders"]["sources"][number]): string => {
  const known = [one.service, one.pod].filter((text) => text !== null && text !== one.name);
  const more = known.length === 0 ? "" : ` (${known.map((text) => codeSpan(text!)).join(", ")})`;
  return `${codeSpan(one.name)}${more} ${formatNumber(one.entries)}`;
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
export function notFound(
  analysis: Analysis,
  verdict: "ruled-out" | "unknown",
  title: string,
): string {
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
