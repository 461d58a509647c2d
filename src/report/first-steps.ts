import type { Remedy } from "../causes/cause.ts";
import { isFound } from "../causes/finding.ts";
import { raiseLimit, raiseToNeed } from "../causes/remedies.ts";
import type { State } from "../causes/state.ts";
import type { Readings } from "../signals/index.ts";
import type { TableState } from "../what-if/table-state.ts";
import { actsLate } from "./acts-late.ts";
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
  risk: "None: this only reads.",
  change: null,
};

/** Whether a step stops the loss: a table that fills again loses again. */
const stops = (step: AnalysisFinding["remedies"][number]): boolean =>
  step.class === "now" && (step.frees?.utilizationAfter ?? 0) < 1 && !actsLate(step);

/**
 * What to do about a full table whose cause the evidence does not show: a step that is safe whatever the cause,
 * and the command that would name it. Where a cause is named that no step of its own stops at once, the larger
 * limit gives the time to end it. None where the table has room.
 */
export function firstSteps(
  state: State,
  findings: readonly AnalysisFinding[],
  readings: Readings,
  table: TableState | null,
): SubjectAnalysis["firstSteps"] {
  if (!FULL.includes(state)) return [];
  const limit =
    describeRemedy(raiseLimit, readings, table) ?? describeRemedy(raiseToNeed, readings, table);
  const found = findings.filter(({ verdict }) => isFound(verdict));
  if (found.some(({ gate }) => gate === "exhaustion")) {
    const isStopped = found.some(({ remedies }) => remedies.some(stops));
    return state !== "exhausted" || isStopped || limit === null || !stops(limit) ? [] : [limit];
  }
  return [
    limit ?? describeRemedy(readUse, readings, table),
    describeRemedy(takeRows, readings, table),
  ].filter((one) => one !== null);
}
