import type { Remedy } from "../causes/cause.ts";
import { evaluate } from "../causes/match.ts";
import type { Readings, SignalName } from "../signals/index.ts";
import { type Change, free } from "../what-if/free.ts";
import type { TableState } from "../what-if/table-state.ts";
import type { AnalysisFinding } from "./contract.ts";
import { fill, namesIn } from "./fill.ts";

/** The remedy with this node's numbers, or null when it does not apply or would change nothing. */
export function describeRemedy(
  remedy: Remedy,
  readings: Readings,
  table: TableState | null,
): AnalysisFinding["remedies"][number] | null {
  if (remedy.when?.some((test) => evaluate(test, readings) !== true)) return null;
  const { change } = remedy;
  const names = [remedy.title, ...remedy.commands].flatMap(namesIn) as SignalName[];
  if (names.some((name) => readings.get(name)?.value === null)) return null;
  let counted: Change | null = null;
  if (change !== null && "limit" in change) {
    const limit = Number(readings.get(change.limit)?.value);
    // a limit that is no higher is no remedy, and a lower one would do harm
    if (limit <= Number(readings.get("table.max")?.value)) return null;
    counted = { limit };
  } else if (change !== null && "timeout" in change) {
    const present = table?.timeouts.get(change.timeout);
    // unknown, it may be lower already
    if (present === undefined || present <= change.seconds) return null;
    counted = change;
  } else if (change !== null && "frees" in change) {
    counted = { entries: Number(readings.get(change.frees)?.value ?? 0) };
  } else counted = change;
  const frees = table === null || counted === null ? null : free(table, counted);
  // a timeout under which every entry of now would still be there helps nobody
  if (frees?.entries === 0 && change !== null && "timeout" in change) return null;
  return {
    title: fill(remedy.title, readings),
    commands: remedy.commands.map((command) => fill(command, readings)),
    risk: fill(remedy.risk, readings),
    frees,
  };
}
