import type { Analysis, AnalysisFinding } from "../../src/report/contract.ts";

/** The finding of a cause, which every report lists as far as its table of causes has it. */
export function findingOf({ findings }: Analysis, id: string): AnalysisFinding {
  const found = findings.find(({ cause }) => cause === id);
  if (found === undefined) throw new Error(`there is no cause ${id}`);
  return found;
}
