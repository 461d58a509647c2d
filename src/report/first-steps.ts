import type { Remedy } from "../causes/cause.ts";
import { isFound } from "../causes/finding.ts";
import { raiseLimit, raiseToNeed } from "../causes/remedies.ts";
import type { State } from "../causes/state.ts";
import type { Readings } from "../signals/index.ts";
import type { AnalysisFinding, SubjectAnalysis } from "./contract.ts";
import { describeRemedy } from "./remedy.ts";

const FULL: readonly State[] = ["exhausted", "critical", "at-risk"];

/** The one command that would name the cause: the rows, whole. */
const takeRows: Remedy = {
  title: "Take the whole table, and analyze it together with this",
  class: "fix",
  commands: ["conntrack -L > conntrack.txt   # as root; not cut, not filtered"],
  risk: "None for the table. On a large one it takes some seconds of one CPU.",
  change: null,
};

/** Count and limit, where not even these are known. */
const readUse: Remedy = {
  title: "Read how full the table is",
  class: "now",
  commands: ["sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max"],
  risk: "None for looking.",
  change: null,
};

/**
 * What to do about a full table whose cause the evidence does not show: a step that is safe whatever the cause,
 * and the command that would name it. None where a cause is named, or the table has room.
 */
export function firstSteps(
  state: State,
  findings: readonly AnalysisFinding[],
  readings: Readings,
): SubjectAnalysis["firstSteps"] {
  const isNamed = findings.some(({ verdict, gate }) => gate === "exhaustion" && isFound(verdict));
  if (!FULL.includes(state) || isNamed) return [];
  const limit =
    describeRemedy(raiseLimit, readings, null) ??
    describeRemedy(raiseToNeed, readings, null) ??
    describeRemedy(readUse, readings, null);
  return [limit, describeRemedy(takeRows, readings, null)].filter((one) => one !== null);
}
