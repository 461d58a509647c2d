import type { Remedy } from "../causes/cause.ts";
import { isFound } from "../causes/finding.ts";
import { raiseLimit, raiseToNeed } from "../causes/larger-limit.ts";
import { type State, wasLoggedFull } from "../causes/state.ts";
import type { Readings } from "../signals/index.ts";
import type { TableState } from "../what-if/table-state.ts";
import type { AnalysisFinding, SubjectAnalysis } from "./contract.ts";
import { describeRemedy } from "./remedy.ts";
import { actsLate } from "./words.ts";

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

/** What would show it the next time, where it is over. */
const recordNext: Remedy = {
  title: "Record the node, so that the next time shows what fills the table",
  class: "fix",
  commands: [
    "conntriage collect --print > collect.sh",
    "sh collect.sh --watch -o /var/lib/conntriage   # on the node, as root",
  ],
  risk: "None for the table. It takes a few thousandths of a processor, and at most 200 MB of that folder.",
  change: null,
};

/** A step that frees less than this part of the table gives no room. */
const LITTLE = 0.15;

/**
 * Whether a step stops the loss: a table that fills again loses again. Where nothing tells what is asked for, it must
 * free a part of the table that is worth it.
 */
function stops(step: AnalysisFinding["remedies"][number], readings: Readings): boolean {
  const { class: kind, frees } = step;
  if (kind !== "now" || actsLate(step)) return false;
  if (frees === null) return true;
  if (frees.utilizationAfter !== null) return frees.utilizationAfter < 1;
  // a larger limit frees none, and gives room all the same
  const count = Number(readings.get("table.count")?.value ?? 0);
  return frees.entries === 0 || frees.entries >= count * LITTLE;
}

/**
 * What to do about a full table whose cause the evidence does not show: a step that is safe whatever the cause,
 * and the command that would name it. Where a cause is named that no step of its own stops at once, the larger
 * limit gives the time to end it. Of a table that the log alone calls full, how full it is now comes first; of one
 * that was full and has room again, what would show the cause the next time. None where nothing was full.
 */
export function firstSteps(
  state: State,
  findings: readonly AnalysisFinding[],
  readings: Readings,
  table: TableState | null,
): SubjectAnalysis["firstSteps"] {
  const described = (...steps: Remedy[]) =>
    steps.flatMap((step) => describeRemedy(step, readings, table) ?? []);
  const found = findings.filter(({ verdict }) => isFound(verdict));
  const isNamed = found.some(({ gate }) => gate === "exhaustion");
  if (state === "recovered") return isNamed ? [] : described(recordNext);
  if (state === "unknown" && wasLoggedFull(readings))
    return described(readUse, ...(table === null ? [takeRows] : []));
  if (!FULL.includes(state)) return [];
  const limit =
    describeRemedy(raiseLimit, readings, table) ?? describeRemedy(raiseToNeed, readings, table);
  if (isNamed) {
    const isStopped = found.some(({ remedies }) => remedies.some((one) => stops(one, readings)));
    const isGiven = limit !== null && stops(limit, readings);
    return state !== "exhausted" || isStopped || !isGiven ? [] : [limit];
  }
  return limit === null ? described(readUse, takeRows) : [limit, ...described(takeRows)];
}
