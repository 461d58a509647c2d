import { timeoutSysctl } from "../parsers/conntrack-table/states.ts";
import { idleFor } from "./idle.ts";
import type { Settings } from "./predict.ts";
import type { Counted, Refused } from "./table-state.ts";

/**
 * What a table would hold if nothing were refused, under other timeouts. What nothing refreshes lives for its
 * timeout, so it grows and shrinks with it; of open flows those go that were silent for longer.
 */
export function demandUnder(
  demand: Refused,
  state: Counted,
  { timeouts }: Pick<Settings, "timeouts">,
): { low: number; high: number } {
  let { low, high } = demand;
  for (const [sysctl, to] of timeouts) {
    const from = state.timeouts.get(sysctl);
    if (from === undefined || from <= 0) continue;
    const parts = demand.parts.filter(({ kind }) => timeoutSysctl(kind) === sysctl);
    const open = parts.filter(({ ends }) => ends === null);
    const held = open.reduce((sum, part) => sum + part.held, 0);
    const left = to < from && held > 0 ? 1 - idleFor(state, sysctl, from, to) / held : to / from;
    for (const part of parts) {
      const factor = part.ends === null ? Math.max(0, left) : to / from;
      // a longer timeout keeps of open flows at least those that are there
      low += part.low * ((part.ends === null ? Math.min(1, factor) : factor) - 1);
      high += part.high * (factor - 1);
    }
  }
  return { low: Math.round(low), high: Math.round(high) };
}
