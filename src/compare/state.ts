import { SEVERITY } from "../causes/state.ts";
import type { Difference } from "../report/comparison.ts";
import { STATE_WORDS } from "../report/words.ts";
import { lossDifferences } from "./losses.ts";
import { type Named, PLAIN, unknownDifference } from "./numbers.ts";
import type { Side } from "./side.ts";
import { tableDifferences } from "./table.ts";

/** What the kernel's log alone tells apart: that the table was full before the window. */
const BY_LOG: readonly string[] = ["healthy", "recovered"];
const BEHIND_STATES = ["table.utilization", "table.fullDrops", "table.earlyDrops"];

/**
 * How the state differs. A state is a level of what is counted: it is another one only where the use of the limit
 * or the losses differ by more than chance gives.
 */
export function stateDifference(before: Side, after: Side): Difference {
  const named: Named = { what: "state", name: "state", title: "state", unit: "" };
  const [a, b] = [before.analysis.state, after.analysis.state];
  const [from, to] = [STATE_WORDS[a], STATE_WORDS[b]];
  if (a === "unknown" || b === "unknown") {
    const side =
      a === b ? "neither before nor after" : a === "unknown" ? "not before" : "not after";
    return unknownDifference(named, `${side}: the capture does not tell the state`, from, to);
  }
  const same = { ...named, ...PLAIN, before: from, after: to };
  if (a === b) return { ...same, change: "same" };
  const effect = SEVERITY.indexOf(b) > SEVERITY.indexOf(a) ? "worse" : "better";
  if (BY_LOG.includes(a) && BY_LOG.includes(b))
    return b === "recovered"
      ? {
          ...same,
          change: "worse",
          effect,
          reason: "the kernel's log says that the table was full before the second capture",
        }
      : {
          ...same,
          change: "other",
          reason: "the kernel's log no longer says that the table was full",
        };
  const behind = [...tableDifferences(before, after), ...lossDifferences(before, after)].filter(
    ({ name }) => BEHIND_STATES.includes(name),
  );
  return behind.some(({ change }) => change === "more" || change === "less")
    ? { ...same, change: effect, effect }
    : {
        ...same,
        change: "within chance",
        reason: "neither the use of the limit nor the losses differ by more than chance gives",
      };
}
