import type { Readings } from "../signals/index.ts";
import { type Finding, isFound } from "./finding.ts";
import { ROOM } from "./settle.ts";
import { isTooSmallAnyway } from "./too-small.ts";

/**
 * Names as likely what is known by its evicted entries. Ordinary use that leaves room without what is left of them is
 * no cause beside it, unless it would fill the table, had none of it been refused.
 */
export function withEvicted(findings: readonly Finding[], readings: Readings): Finding[] {
  const named = findings.filter(
    ({ verdict, evicted }) => evicted !== undefined && verdict === "ruled-out",
  );
  const [first] = named;
  if (first === undefined) return [...findings];
  const shareOf = ({ cause }: Finding): number =>
    Number(cause.weighs === undefined ? 0 : (readings.get(cause.weighs[0])?.value ?? 0));
  const used = Number(readings.get("table.utilization.peak")?.value ?? 1);
  const leavesRoom =
    used * (1 - Math.max(...named.map(shareOf))) < ROOM && !isTooSmallAnyway(named, readings);
  const why = first.evicted!.filter(({ role }) => role === "requires").slice(0, 1);
  return findings.map((one) => {
    if (named.includes(one)) return { ...one, verdict: "likely", evidence: one.evicted! };
    return one.cause.rest === true && isFound(one.verdict) && leavesRoom
      ? {
          ...one,
          verdict: "ruled-out",
          evidence: [...one.evidence, ...why.map((it) => ({ ...it, role: "excludes" as const }))],
        }
      : one;
  });
}
