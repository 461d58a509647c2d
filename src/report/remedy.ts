import type { Remedy, RemedyChange } from "../causes/cause.ts";
import { evaluate } from "../causes/judge.ts";
import { type Readings, SIGNALS, type SignalName } from "../signals/index.ts";
import { type Change, free } from "../what-if/free.ts";
import type { TableState } from "../what-if/table-state.ts";
import { whenFreed } from "../what-if/when-freed.ts";
import type { AnalysisFinding } from "./contract.ts";
import { fill, fillEach, neededBy } from "./fill.ts";

/** How a setting is put back to what it is now. */
function undoOf(
  change: RemedyChange | null,
  table: TableState | null,
  readings: Readings,
): string | undefined {
  if (change === null) return undefined;
  if ("limit" in change) return "sysctl -w net.netfilter.nf_conntrack_max={table.max:raw}";
  const name =
    "timeout" in change
      ? change.timeout
      : "resets" in change
        ? String(readings.get(change.resets)?.value)
        : "";
  const present = table?.timeouts.get(name);
  return present === undefined ? undefined : `sysctl -w net.netfilter.${name}=${present}`;
}

/** A command whose answer must fall, or no longer rise. */
function verifyOf(change: RemedyChange | null): string | undefined {
  if (change === null) return undefined;
  if ("limit" in change) return `${SIGNALS["table.utilization"].command}; conntrack -S`;
  if ("avoids" in change) return SIGNALS[`use.${change.avoids[0]!}.entries`].command;
  if ("clears" in change) return SIGNALS[`use.${change.clears}.entries`].command;
  return SIGNALS["table.count"].command;
}

/** A rule for an address of IPv6 is another tool's. */
const ofFamily = (command: string): string =>
  command.replace(/^iptables (?=.* -[sd] [0-9a-f]*:)/, "ip6tables ");

/** A command, or several in one line, for each whom it is about. */
const each = (template: string, readings: Readings): string[] =>
  fillEach(template, readings).map((one) => one.split("; ").map(ofFamily).join("; "));

const deletes = (command: string): boolean => /^conntrack -D /.test(command);

/** The remedy with this node's numbers, or null when it does not apply or would change nothing. */
export function describeRemedy(
  remedy: Remedy,
  readings: Readings,
  table: TableState | null,
): AnalysisFinding["remedies"][number] | null {
  if (remedy.when?.some((test) => evaluate(test, readings) !== true)) return null;
  if (remedy.unless !== undefined && (readings.get(remedy.unless)?.value ?? null) !== null)
    return null;
  const { change } = remedy;
  const names = [remedy.title, ...remedy.commands].flatMap(neededBy) as SignalName[];
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
    const entries = Number(readings.get(change.frees)?.value ?? 0);
    counted = { entries, ...(change.of === undefined ? {} : { of: change.of }) };
  } else if (change !== null && "resets" in change) {
    counted = {
      timeout: String(readings.get(change.resets)?.value),
      seconds: Number(readings.get(change.to)?.value),
    };
  } else counted = change;
  const frees = table === null || counted === null ? null : free(table, counted);
  // a timeout under which every entry of now would still be there helps nobody
  if (frees?.entries === 0 && change !== null && "timeout" in change) return null;
  const said = (text: string | undefined): string | null =>
    text === undefined ? null : each(text, readings).join("; ");
  return {
    title: fill(remedy.title, readings),
    class: remedy.class,
    commands: remedy.commands.flatMap((command) => each(command, readings)),
    risk: fill(remedy.risk, readings),
    undo: said(remedy.undo ?? undoOf(change, table, readings)),
    verify: said(remedy.verify ?? verifyOf(change)),
    frees:
      // what only lasts frees nothing of its own
      frees === null || table === null || counted === null || remedy.class === "prevent"
        ? null
        : { ...frees, ...whenFreed(table, remedy.commands.some(deletes), counted) },
  };
}
