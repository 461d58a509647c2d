import type { Analysis } from "../contract.ts";
import type { Content } from "./document.ts";
import { stepBlocks, stepsOf } from "./remedies.ts";

/** What to do about all that was found, or about a full table without a cause; a terminal's summary says it already. */
export function toDo(analysis: Analysis): Content[] {
  const steps = stepsOf(analysis);
  return steps.length === 0
    ? []
    : [{ title: "What to do", blocks: stepBlocks(steps), terminal: [] }];
}
