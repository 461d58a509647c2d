import { isFound, isSure } from "../causes/finding.ts";
import type { Analysis, AnalysisFinding } from "./contract.ts";
import { formatValue } from "./values.ts";

/** How the contract's words are said to people. */
export const STATE_WORDS: Record<Analysis["state"], string> = {
  exhausted: "exhausted",
  critical: "critical",
  "at-risk": "at risk",
  elevated: "elevated",
  recovered: "recovered",
  healthy: "healthy",
  unknown: "unknown",
};

export const VERDICT_WORDS: Record<Analysis["findings"][number]["verdict"], string> = {
  confirmed: "confirmed",
  likely: "likely",
  possible: "possible",
  "ruled-out": "ruled out",
  unknown: "unknown",
};

export const LEVEL_WORDS: Record<Analysis["signals"][number]["level"], string> = {
  ok: "ok",
  warning: "warning",
  critical: "critical",
  unknown: "unknown",
  note: "–",
};

/** Findings that are found, the primary one first. */
export const foundCauses = (analysis: Pick<Analysis, "findings">): AnalysisFinding[] =>
  analysis.findings.filter(({ verdict }) => isFound(verdict));

/** Whether a finding is why the table is full, or another fault: that has room, or the fault holds nothing of it. */
export const fillsTable = (
  state: Analysis["state"],
  { gate, entries }: Pick<AnalysisFinding, "gate" | "entries">,
): boolean => gate === "exhaustion" || (state === "exhausted" && !!entries);

/**
 * What a report is headed with: no green tick where the table has room and another fault is as good as sure, and not
 * that nothing is known where it was full.
 */
export function headingOf({
  state,
  findings,
  firstSteps,
}: Pick<Analysis, "state" | "findings" | "firstSteps">): {
  title: string;
  looks: Analysis["state"];
} {
  // where it is unknown, they are there if it was full
  if (state === "unknown" && firstSteps.length > 0)
    return { title: "was full, unknown now", looks: state };
  const verdict = findings[0]?.verdict;
  return state === "healthy" && verdict !== undefined && isSure(verdict)
    ? { title: `table has room, another fault is ${VERDICT_WORDS[verdict]}`, looks: "elevated" }
    : { title: STATE_WORDS[state], looks: state };
}

/** Entries that the table's shares are parts of: those that could be read. */
export const readEntries = ({ table: t }: Analysis): number =>
  t.uses.reduce((sum, { entries }) => sum + entries, 0);

/** A bundle's entries share one top folder, which says nothing here. */
export const shortEntry = (entry: string): string => {
  const parts = entry.split("/");
  return parts.length > 1 && parts[0]!.startsWith("conntriage-") ? parts.slice(1).join("/") : entry;
};

const OPERATORS: Record<string, string> = {
  ">": "more than",
  ">=": "at least",
  "<": "less than",
  "<=": "at most",
  "=": "",
  "!=": "other than",
};

/** What is left of each where it must not be. */
const OPPOSITES: Readonly<Record<string, string>> = { yes: "no", no: "yes", any: "none" };

/** A test that must not hold, in words. */
export const notInWords = (words: string): string => OPPOSITES[words] ?? `not ${words}`;

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

/** A time as a border of bands: seconds up to a minute, then minutes, then hours. */
const border = (seconds: number): string =>
  seconds >= 3600 ? `${seconds / 3600} h` : seconds >= 60 ? `${seconds / 60} min` : `${seconds} s`;

/** A band of idle time: `10 s to 30 s`. */
export const bandInWords = ({ from, to }: { from: number; to: number | null }): string =>
  to === null ? `over ${border(from)}` : `${border(from)} to ${border(to)}`;

/** A step whose entries end later than after so many seconds does not stop the loss now. */
const SOON = 300;

/** Whether a step acts later than a loss can wait. */
export const actsLate = ({ frees }: Pick<AnalysisFinding["remedies"][number], "frees">): boolean =>
  frees?.when === "never" || (frees?.withinSeconds ?? 0) > SOON;
