import type { InterfaceCounters, NetDevFact } from "../parsers/net-dev.ts";
import { fromPair } from "./from-facts.ts";
import type { Signal } from "./signal.ts";

/** What an interface lost in either direction since it was made. */
const lost = (one: InterfaceCounters): number =>
  one.receiveErrors + one.receiveDrops + one.sendErrors + one.sendDrops;

/**
 * What all interfaces lost between two samples, with the line of the one that lost most. One that came or
 * went meanwhile, or whose counters fell, is left out: a pod's may have been made anew under its old name.
 */
function losses(start: NetDevFact, end: NetDevFact): { value: number; line: number } | null {
  const rises = [...end.interfaces].flatMap(([name, after]) => {
    const before = start.interfaces.get(name);
    const rise = before === undefined ? -1 : lost(after) - lost(before);
    return rise < 0 ? [] : [{ rise, line: after.line }];
  });
  const most = rises.sort((a, b) => b.rise - a.rise || a.line - b.line)[0];
  return most === undefined
    ? null
    : { value: rises.reduce((sum, { rise }) => sum + rise, 0), line: most.line };
}

export const INTERFACE_SIGNALS = {
  "interfaces.losses": {
    unit: "packets",
    title: "packets that network interfaces dropped or found damaged",
    command: "ip -s link",
    read: (context) => fromPair(context, "net-dev", (start, end) => losses(start.fact, end.fact)),
  },
} as const satisfies Record<string, Signal>;
