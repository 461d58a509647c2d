import type { Readings } from "../signals/index.ts";
import { type Evidence, type Finding, isFound, type Pressure, type Verdict } from "./finding.ts";
import { judge } from "./judge.ts";
import { isTooSmallAnyway } from "./too-small.ts";

/** With less than this part of the limit in use there is room again. */
export const ROOM = 0.85;

/**
 * Sees to it that a table under pressure, whose entries may be judged, has a cause.
 *
 * A fault that holds enough of the table is one; beside it the limit is too small where the traffic in use would
 * fill the table alone, had none of it been refused. Without such a fault ordinary use fills the table, whatever
 * its mix. Where there is little ordinary use either, faults are named together, those that hold most first,
 * until the table would have room without them.
 */
export function settle(
  findings: readonly Finding[],
  pressure: Pressure,
  readings: Readings,
): Finding[] {
  const isFault = ({ cause }: Finding) => cause.gate === "exhaustion" && cause.rest !== true;
  const rest = findings.find(({ cause }) => cause.rest === true);
  if (rest === undefined || pressure === "none") return [...findings];
  if (pressure === "unknown") return replaced(findings, rest, { verdict: "unknown" });
  const faults = findings.filter((one) => isFault(one) && isFound(one.verdict));
  const [fault] = faults;
  if (fault !== undefined && isTooSmallAnyway(faults, readings))
    return replaced(findings, rest, {
      verdict: "likely",
      evidence: [...rest.evidence, demanded(readings)],
    });
  if (fault !== undefined)
    return replaced(findings, rest, {
      verdict: "ruled-out",
      evidence: [...rest.evidence, ...excludedBy(fault)],
    });
  if (rest.verdict !== "ruled-out")
    return isOpen(rest) ? replaced(findings, rest, { verdict: "possible" }) : [...findings];
  const together = enough(findings.filter(isFault), readings);
  if (together.length === 0) return replaced(findings, rest, { verdict: rest.otherwise });
  const named = findings.map((one) =>
    together.includes(one) ? { ...one, verdict: unsure(one.otherwise) } : one,
  );
  return isTooSmallAnyway(together, readings)
    ? replaced(named, rest, {
        verdict: "likely",
        evidence: [...rest.evidence, demanded(readings)],
      })
    : named;
}

/** Whether what looks like ordinary use may be a fault that an input would tell, such as idle connections. */
const isOpen = ({ verdict, evidence }: Finding): boolean =>
  isFound(verdict) && evidence.some(({ role, holds }) => role === "excludes" && holds === null);

const DEMANDED = "demand.live";

/** What the traffic in use asks for, as the evidence for a limit that is too small. */
function demanded(readings: Readings): Evidence {
  const least = Math.ceil(Number(readings.get("table.max")?.value));
  return judge([DEMANDED, ">=", least], readings, "supports").evidence[0]!;
}

/** The faults that hold most, as many as it takes for the table to have room without them, and each that would do alone. */
function enough(faults: readonly Finding[], readings: Readings): Finding[] {
  const shareOf = ({ cause }: Finding): number =>
    Number(cause.weighs === undefined ? 0 : (readings.get(cause.weighs[0])?.value ?? 0));
  const chosen: Finding[] = [];
  const number = (name: "table.utilization.peak" | "demand.low" | "table.max"): number =>
    Number(readings.get(name)?.value ?? Number.NaN);
  // of a full table more may be asked for than it holds: what is gone then makes room for what was refused
  const asked = number("demand.low") / number("table.max");
  let left = Math.max(number("table.utilization.peak") || 1, Number.isFinite(asked) ? asked : 0);
  const whole = left;
  for (const one of faults
    .filter(({ otherwise }) => isFound(otherwise))
    .sort((a, b) => shareOf(b) - shareOf(a))) {
    const freed = whole * shareOf(one);
    // one that would do alone is named beside others that would
    if (left < ROOM && whole - freed >= ROOM) break;
    // the same entries are not freed twice
    const isTaken = chosen.some(({ cause }) =>
      cause.holds.some((held) => one.cause.holds.includes(held)),
    );
    if (isTaken || freed === 0) continue;
    chosen.push(one);
    left -= freed;
  }
  return chosen;
}

/** A fault that does not hold enough of its own is never sure. */
const unsure = (verdict: Verdict): Verdict => (verdict === "confirmed" ? "likely" : verdict);

/** What a fault weighs, as the evidence against ordinary use. */
const excludedBy = ({ cause, evidence }: Finding): Evidence[] =>
  evidence
    .filter(({ signal }) => signal === cause.weighs?.[0])
    .slice(0, 1)
    .map((one) => ({ ...one, role: "excludes" }));

const replaced = (
  findings: readonly Finding[],
  which: Finding,
  changes: Partial<Finding>,
): Finding[] => findings.map((one) => (one === which ? { ...one, ...changes } : one));
