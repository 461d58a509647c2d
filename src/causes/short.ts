import type { SignalName } from "../signals/index.ts";
import { type Evidence, type Finding, isFound, type Verdict } from "./finding.ts";

/** The signals that would perhaps be others, had an archive come whole. */
export type Lost = "none" | "all" | ReadonlySet<SignalName>;

/**
 * What was lost could have decided otherwise. So it rules nothing out, and what it could rule out is not found
 * either: a verdict is that of the whole evidence, or unknown.
 */
export function unlessLost(findings: readonly Finding[], lost: Lost): Finding[] {
  return findings.map((finding) => {
    if (!isTouched(finding, lost)) return finding;
    const gates = finding.evidence.filter(({ role }) => role === "gate");
    const isOpen =
      finding.evidence.some((one) => isOpenTest(one, lost)) ||
      (gates.length > 0 && !gates.some(({ holds }) => holds));
    const of = (verdict: Verdict): Verdict =>
      verdict === "ruled-out" || isOpen ? "unknown" : verdict;
    return { ...finding, verdict: of(finding.verdict), otherwise: of(finding.otherwise) };
  });
}

/** Whether a test that a found cause passed may have another outcome: of what lost rows, there is too little. */
function isOpenTest({ role, holds, signal, test }: Evidence, lost: Lost): boolean {
  if (role === "excludes" && holds === null) return true;
  // the uses are scaled to the whole
  if (!isLost(signal, lost) || signal.startsWith("use.")) return false;
  return role === "requires"
    ? holds === true && test.startsWith("<")
    : role === "excludes" && holds === false && test.startsWith(">");
}

/** The same of what was settled between causes: none is found because others could not be judged. */
export function settledUnlessLost(
  settled: readonly Finding[],
  before: readonly Finding[],
  lost: Lost,
): Finding[] {
  const known = new Map(before.map(({ cause, verdict }) => [cause.id, verdict]));
  return settled.map((finding) => {
    if (!isTouched(finding, lost)) return finding;
    const isMade = isFound(finding.verdict) && !isFound(known.get(finding.cause.id)!);
    const isUntold = isMade || finding.verdict === "ruled-out" || finding.cause.rest === true;
    return isUntold ? { ...finding, verdict: "unknown" } : finding;
  });
}

const isLost = (signal: SignalName, lost: Lost): boolean =>
  typeof lost === "string" ? lost === "all" : lost.has(signal);

/** Whether what was lost could matter to a cause. */
const isTouched = ({ evidence }: Finding, lost: Lost): boolean =>
  lost === "all" || evidence.some(({ signal }) => isLost(signal, lost));
