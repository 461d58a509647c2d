import { hostKindOf, type Readings } from "../signals/index.ts";
import type { Cause, Requirement, Test } from "./cause.ts";
import { withEvicted } from "./evicted.ts";
import type { Finding, Pressure, Role, Verdict } from "./finding.ts";
import { type Judged, judge } from "./judge.ts";
import { settle } from "./settle.ts";
import { type Lost, settledUnlessLost, unlessLost } from "./short.ts";

export type { Evidence, Finding, Pressure, Verdict } from "./finding.ts";

export const PRESSURE_TESTS: Record<"exhausted" | "high" | "raised", Test> = {
  exhausted: ["table.exhausted", "=", true],
  high: ["table.utilization.peak", ">=", 0.85],
  raised: ["table.utilization.peak", ">=", 0.7],
};

/**
 * Matches the whole table against the readings of one bundle, and ranks what was found.
 *
 * @param lost what of the evidence did not come
 */
export function matchCauses(
  causes: readonly Cause[],
  readings: Readings,
  lost: Lost = "none",
): Finding[] {
  const judged = unlessLost(
    causes.map((cause) => matchCause(cause, readings)),
    lost,
  );
  const settled = withEvicted(settle(judged, pressureOf(readings), readings), readings);
  return rank(settledUnlessLost(settled, judged, lost));
}

function matchCause(cause: Cause, readings: Readings): Finding {
  const requires = [
    ...judgeHost(cause, readings),
    ...judgeAll("requires", cause.requires, readings),
  ];
  const weighs = cause.weighs === undefined ? [] : judgeAll("requires", [cause.weighs], readings);
  const supports = judgeAll("supports", cause.supports, readings);
  const excludes = judgeAll("excludes", cause.excludes, readings);
  const gate = cause.gate === "exhaustion" ? judgeGate(readings) : [];
  const entries = holdsOf(cause, readings);
  const evidence = [...gate, ...weighs, ...requires, ...supports, ...excludes].flatMap(
    ({ evidence }) => evidence,
  );
  const unique = evidence.filter(
    (one, at) =>
      evidence.findIndex((other) => other.signal === one.signal && other.test === one.test) === at,
  );
  const decided = (all: Judged[]) => {
    const verdict = decide(cause, pressureOf(readings), all, supports, excludes);
    return cause.outside === true && verdict === "confirmed" ? "likely" : verdict;
  };
  const verdict = decided([...weighs, ...requires]);
  const finding = { cause, verdict, otherwise: decided(requires), entries, evidence: unique };
  const evicted = weighs.some(({ holds }) => holds === false) ? (cause.evicted ?? []) : [];
  const instead = judgeAll("requires", evicted, readings);
  return evicted.length > 0 && instead.every(({ holds }) => holds === true)
    ? { ...finding, evicted: [...gate, ...instead].flatMap(({ evidence }) => evidence) }
    : finding;
}

/** That the host is of another kind than the cause occurs on; nothing where it may be one. */
function judgeHost({ hosts }: Cause, readings: Readings): Judged[] {
  const kind = hostKindOf(readings);
  if (hosts === undefined || kind === "unknown" || hosts.includes(kind)) return [];
  const test: Test = hosts.length === 1 ? ["host.kind", "=", hosts[0]!] : ["host.kind", "!=", kind];
  return [judge(test, readings, "requires")];
}

function decide(
  cause: Cause,
  pressure: Pressure,
  requires: Judged[],
  supports: Judged[],
  excludes: Judged[],
): Verdict {
  const gated = cause.gate === "exhaustion";
  if (gated && pressure === "none") return "ruled-out";
  if (requires.some(({ holds }) => holds === false)) return "ruled-out";
  if (excludes.some(({ holds }) => holds === true)) return "ruled-out";
  if (requires.some(({ holds }) => holds === null)) return "unknown";
  // what could rule it out is unknown: then nothing is confirmed
  const unsure = excludes.some(({ holds }) => holds === null);
  const supported =
    !unsure && (supports.length === 0 || supports.some(({ holds }) => holds === true));
  if (!gated) {
    if (supported) return "confirmed";
    return unsure || supports.some(({ holds }) => holds === null) ? "likely" : "possible";
  }
  if (pressure === "exhausted") return supported ? "confirmed" : "likely";
  return pressure === "high" ? "likely" : "possible";
}

/** Reads the pressure on the table from its two signals. */
export function pressureOf(readings: Readings): Pressure {
  const holds = (test: Test) => judge(test, readings).holds;
  if (holds(PRESSURE_TESTS.exhausted)) return "exhausted";
  if (holds(PRESSURE_TESTS.high)) return "high";
  if (holds(PRESSURE_TESTS.raised)) return "raised";
  return holds(PRESSURE_TESTS.raised) === null ? "unknown" : "none";
}

function judgeGate(readings: Readings): Judged[] {
  return [judge(PRESSURE_TESTS.exhausted, readings), judge(PRESSURE_TESTS.raised, readings)];
}

const judgeAll = (role: Role, requirements: readonly Requirement[], readings: Readings): Judged[] =>
  requirements.map((requirement) => {
    if (!("any" in requirement)) return judge(requirement, readings, role);
    const each = requirement.any.map((test) => judge(test, readings, role));
    const holds = each.some((one) => one.holds === true)
      ? true
      : each.some((one) => one.holds === null)
        ? null
        : false;
    return { holds, evidence: each.flatMap(({ evidence }) => evidence) };
  });

function holdsOf(cause: Cause, readings: Readings): number | null {
  let sum = 0;
  for (const name of cause.holds) {
    const found = readings.get(name);
    if (found === undefined || found.value === null) return null;
    sum += Number(found.value);
  }
  return sum;
}

const ORDER: readonly Verdict[] = ["confirmed", "likely", "possible", "unknown", "ruled-out"];

/**
 * How sure a cause is, as its place counts it. Of what fills the table, one that is likely is as good as one
 * that is confirmed: what it holds decides.
 */
const tierOf = ({ cause, verdict }: Finding): number =>
  ORDER.indexOf(cause.gate === "exhaustion" && verdict === "likely" ? "confirmed" : verdict);

/**
 * The surest first; among equals, what holds most of the table. A cause that brings others about goes
 * before them, when it accounts for at least half of what they hold.
 */
function rank(findings: Finding[]): Finding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      tierOf(a) - tierOf(b) ||
      (b.entries ?? 0) - (a.entries ?? 0) ||
      ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict),
  );
  for (const root of [...sorted].reverse()) {
    if (root.verdict !== "confirmed" && root.verdict !== "likely") continue;
    const first = sorted.findIndex(
      (other) =>
        root.cause.explains?.includes(other.cause.id) === true &&
        (root.entries ?? 0) * 2 >= (other.entries ?? 0) &&
        (other.entries ?? 0) > 0,
    );
    const at = sorted.indexOf(root);
    if (first >= 0 && first < at) {
      sorted.splice(at, 1);
      sorted.splice(first, 0, root);
    }
  }
  return sorted;
}
