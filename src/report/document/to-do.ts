import type { Analysis } from "../contract.ts";
import { foundCauses } from "../words.ts";
import type { Content } from "./document.ts";
import { remediesOf, remedyBlocks } from "./remedies.ts";

/** What to do about the primary cause, or about a full table without one; a terminal's summary says it already. */
export function toDo(analysis: Analysis): Content[] {
  const remedies = [...analysis.firstSteps, ...(foundCauses(analysis)[0]?.remedies ?? [])];
  if (remedies.length === 0) return [];
  return [{ title: "What to do", blocks: remedyBlocks(remediesOf(remedies)), terminal: [] }];
}
