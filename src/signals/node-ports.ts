import { absent, noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { ofRows, shareOfRows } from "./use-commands.ts";

/** Short-lived entries to NodePorts: what probes and health checks leave behind. */
function shortToNodePorts(context: SignalContext, as: "entries" | "share"): Reading {
  const { attribution } = context;
  if (attribution === null) return noTable(context);
  if (!attribution.staleKnown)
    return absent(
      context.facts,
      "iptables-save",
      "no ruleset of the bundle names Services and their NodePorts",
    );
  const { entries, place } = attribution.nodePortsShort;
  const where = place ?? at(context.tables[0]!.entry, 1);
  return reading(as === "entries" ? entries : entries / Math.max(1, attribution.entries), where);
}

/** By the usual range of NodePorts, for rows do not say what a port is. */
const SHORT_TO_NODE_PORTS =
  "/^tcp.*(TIME_WAIT|FIN_WAIT|LAST_ACK| CLOSE )/ && substr($8, 7) + 0 >= 30000 && substr($8, 7) + 0 <= 32767 && !/UNREPLIED/ && substr($6, 5) != substr($9, 5)";
const USUAL = "   # by the usual range of NodePorts";

export const NODE_PORT_SIGNALS = {
  "nodePorts.short.entries": {
    unit: "entries",
    title: "closed or closing connections to NodePorts",
    command: `${ofRows(SHORT_TO_NODE_PORTS)} | wc -l${USUAL}`,
    read: (context) => shortToNodePorts(context, "entries"),
  },
  "nodePorts.short.share": {
    unit: "share",
    title: "table share of closed or closing connections to NodePorts",
    command: `${shareOfRows(SHORT_TO_NODE_PORTS)}${USUAL}`,
    read: (context) => shortToNodePorts(context, "share"),
  },
} as const satisfies Record<string, Signal>;
