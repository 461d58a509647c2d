import type { State } from "../causes/state.ts";
import { formatShare } from "../format.ts";
import type { Readings } from "../signals/index.ts";
import type { AnalysisFinding } from "./contract.ts";
import { fill } from "./fill.ts";

/** What the state means, in one sentence. */
const STATE_SENTENCES: Record<State, string> = {
  exhausted:
    "The connection-tracking table was full while this bundle was taken, so the kernel dropped new connections or evicted others ({table.utilization.peak} of {table.max} entries in use).",
  critical:
    "The connection-tracking table is nearly full: {table.utilization.peak} of {table.max} entries in use.",
  "at-risk":
    "The connection-tracking table is filling up: {table.utilization.peak} of {table.max} entries in use.",
  elevated:
    "The connection-tracking table is well used: {table.utilization.peak} of {table.max} entries.",
  recovered:
    "The connection-tracking table was full before this bundle was taken, and has room now: {table.utilization.peak} of {table.max} entries in use.",
  healthy:
    "The connection-tracking table has room: {table.utilization.peak} of {table.max} entries in use.",
  unknown: "Whether the connection-tracking table is or was full cannot be told from this bundle.",
};

/** The same for a fault that does not need a full table, where the table is not full. */
const OTHER_HEDGES = {
  confirmed: "Another fault with the same symptoms is shown",
  likely: "Another fault with the same symptoms is likely",
  possible: "Another fault with the same symptoms is possible",
} as const;

/** Whether entries were lost within the window: said only where the bundle can tell. */
function lossSentence(state: State, readings: Readings): string {
  if (state === "exhausted" || state === "unknown") return "";
  const lost = readings.get("table.exhausted");
  return lost === undefined || lost.value !== null
    ? " No loss for want of room is shown within the window."
    : ` Whether connections were lost for want of room cannot be told (${lost.reason}).`;
}

const HEDGES = {
  confirmed: "The cause",
  likely: "The likely cause",
  possible: "A possible cause",
} as const;

/** When the table was first and last full, as far as the kernel's log tells. */
function timeSentence(readings: Readings): string {
  const seconds = (name: "table.fullFirst" | "table.fullLast") => readings.get(name)?.value ?? null;
  const [first, last] = [seconds("table.fullFirst"), seconds("table.fullLast")];
  if (first === null || last === null) return "";
  return first === last
    ? fill(" The kernel said so {table.fullLast} before the end of the window.", readings)
    : fill(
        " The kernel's log says so first {table.fullFirst} and last {table.fullLast} before the end of the window.",
        readings,
      );
}

/** What happened and why, in two or three sentences. */
export function summarise(
  state: State,
  findings: readonly AnalysisFinding[],
  readings: Readings,
): string {
  const first =
    fill(STATE_SENTENCES[state], readings) + timeSentence(readings) + lossSentence(state, readings);
  const primary = findings[0];
  if (primary === undefined || !(primary.verdict in HEDGES)) {
    return state === "healthy" || state === "unknown"
      ? first
      : `${first} No cause of the table is shown by the evidence.`;
  }
  const hedges = primary.gate === "none" && state !== "exhausted" ? OTHER_HEDGES : HEDGES;
  const hedge = hedges[primary.verdict as keyof typeof HEDGES];
  const title = primary.title.charAt(0).toLowerCase() + primary.title.slice(1);
  return `${first} ${hedge}: ${lowerUnlessName(primary.title, title)}. ${primary.mechanism}${othersSentence(findings)}`;
}

/** Further causes that are as good as sure: a full table often has more than one. */
function othersSentence(findings: readonly AnalysisFinding[]): string {
  const others = findings
    .slice(1)
    .filter(({ verdict }) => verdict === "confirmed" || verdict === "likely")
    .map(({ cause, share }) => (share ? `${cause} (${formatShare(share)} of the table)` : cause));
  return others.length === 0 ? "" : ` Also found: ${others.join(", ")}.`;
}

/** Titles begin with an article, a noun, or with a program's name that keeps its spelling. */
const lowerUnlessName = (title: string, lowered: string): string =>
  /^(?:UDP|TCP|DNS|kube-proxy)/.test(title) ? title : lowered;
