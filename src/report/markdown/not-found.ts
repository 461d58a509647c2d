import { formatNumber } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { reasonOf } from "../reasons.ts";
import { foldedIfLong, placeOf } from "./parts.ts";

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
      byReason(
        list.map((finding) => ({ name: finding.title, reason: reasonOf(finding, placeOf) })),
      ),
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
