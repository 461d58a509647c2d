import type { Attribution } from "../attribution/attribution.ts";
import { absent, noTable } from "./absent.ts";
import { combine } from "./combine.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { localPortRange } from "./sockets.ts";
import { ofRows } from "./use-commands.ts";

type Pair = NonNullable<Attribution["topPair"]>;

const COMMAND = ofRows("/^tcp/", `{print $5, $6, $8}`, " | sort | uniq -c | sort -rn | head -5");

function pair(context: SignalContext, read: (pair: Pair) => number | string): Reading {
  const { attribution, facts, tables } = context;
  if (attribution === null) return noTable(context);
  const { topPair } = attribution;
  return topPair === null
    ? absent(facts, "conntrack-table", "no entry is of TCP")
    : ({ ...reading(read(topPair), at(tables[0]!.entry, 1)), bound: "at least" } as Reading);
}

const entries = (context: SignalContext): Reading =>
  context.attribution !== null && context.attribution.topPair === null
    ? reading(0, at(context.tables[0]!.entry, 1))
    : pair(context, (one) => one.entries);

/** A local port serves one destination and port once: connections to others say nothing of it. */
export const PORT_SIGNALS = {
  "ports.top.entries": {
    unit: "entries",
    title: "TCP entries of one source to one destination and port",
    command: COMMAND,
    read: entries,
  },
  "ports.top.share": {
    unit: "share",
    title: "local ports that one source uses towards one destination",
    command: `${COMMAND}; sysctl net.ipv4.ip_local_port_range`,
    read: (context) =>
      combine(
        [entries(context), localPortRange(context, 0), localPortRange(context, 1)],
        (taken, first, last) => (last >= first ? taken / (last - first + 1) : null),
        { wants: "sysctl", reason: "net.ipv4.ip_local_port_range ends before it begins" },
      ),
  },
  "ports.top.source": {
    unit: "name",
    title: "source with most TCP entries to one destination",
    command: COMMAND,
    read: (context) => pair(context, ({ source }) => source),
  },
  "ports.top.destination": {
    unit: "name",
    title: "destination with most TCP entries of one source",
    command: COMMAND,
    read: (context) => pair(context, ({ destination }) => destination),
  },
} as const satisfies Record<string, Signal>;
