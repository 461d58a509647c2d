import { formatNumber } from "../format.ts";
import type { Analysis, AnalysisFinding } from "./contract.ts";
import { formatValue } from "./fill.ts";
import { foldedIfLong, placeOf, testInWords } from "./markdown-parts.ts";

type Evidence = AnalysisFinding["evidence"][number];

const SECTIONS = {
  "ruled-out": {
    heading: "Ruled out",
    lead: (count: string) =>
      `${count} of the known causes, each with the test that decided against it.`,
    fold: "The causes that were ruled out",
  },
  unknown: {
    heading: "Could not be judged",
    lead: (count: string) =>
      `${count} of the known causes, for want of inputs, each with the command that would give them.`,
    fold: "The causes that could not be judged",
  },
} as const;

/** Causes that were not found, those of one reason together: what decided it. */
export function notFound(analysis: Analysis, verdict: keyof typeof SECTIONS): string {
  const list = analysis.findings.filter((finding) => finding.verdict === verdict);
  if (list.length === 0) return "";
  const { heading, lead, fold } = SECTIONS[verdict];
  return [
    `## ${heading}`,
    lead(formatNumber(list.length)),
    foldedIfLong(
      fold,
      byReason(list.map((finding) => ({ name: finding.title, reason: reasonOf(finding) }))),
    ),
  ].join("\n\n");
}

/** How many names stand before their reason; more stand behind it. */
const FEW_NAMES = 3;

/** A row for each reason, with the names that share it. */
export function byReason(list: readonly { name: string; reason: string }[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, reason } of list) names.set(reason, [...(names.get(reason) ?? []), name]);
  return [...names].map(([reason, of]) =>
    of.length > FEW_NAMES
      ? `- **${formatNumber(of.length)} of them:** ${reason}.\n  ${of.join("; ")}.`
      : `- **${of.join("; ")}:**\n  ${reason}.`,
  );
}

/** Why a cause was not found: the unknown inputs, or the tests that decided against it. */
function reasonOf({ verdict, evidence }: AnalysisFinding): string {
  if (verdict === "unknown") {
    const missing = [...new Set(evidence.flatMap((one) => one.missing ?? []))];
    return missing.length === 0 ? "Its inputs are incomplete" : missing.join("; ");
  }
  const of = (role: string, holds: boolean) =>
    evidence.filter((one) => one.role === role && one.holds === holds);
  const roomy = of("gate", false);
  const against =
    of("gate", true).length === 0 && roomy.length > 0
      ? roomy.slice(-1)
      : withoutRepeats([...of("requires", false), ...of("excludes", true)]).slice(0, 2);
  const places = against.map(({ source }) => placeOf(source));
  const isOnePlace = new Set(places).size === 1;
  return against
    .map((one, at) => {
      const place = isOnePlace && at < against.length - 1 ? "" : `, ${places[at]}`;
      return `${sayAgainst(one)}${place}`;
    })
    .join("; ");
}

const SHARE = /^share of the table( at one destination| from one source)?: /;

/** Of tests about the same thing, as a whole and at one destination, the first says it. */
const withoutRepeats = (list: readonly Evidence[]): Evidence[] => {
  const about = list.map(({ title }) => title.replace(SHARE, ""));
  return list.filter((_, at) => about.indexOf(about[at]!) === at);
};

/** A test that decided against a cause: what was found, and what would have been needed. */
function sayAgainst({ title, value, unit, test, role }: Evidence): string {
  const wanted = role === "excludes" ? "ruled out by" : "needed:";
  const of = SHARE.exec(title);
  const found = formatValue(value, unit) + (of === null ? "" : ` of the table${of[1] ?? ""}`);
  const words = testInWords(test, unit);
  const than = found.endsWith(` ${unit}`) && words.endsWith(` ${unit}`);
  return `${title.replace(SHARE, "")}: ${found} (${wanted} ${than ? words.slice(0, -unit.length - 1) : words})`;
}
