import { found, pair } from "../facts/facts.ts";
import { perCpuRise } from "./from-facts.ts";
import { messages } from "./messages.ts";
import { type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

const TABLES = { ipv4: ["IPv4", "arp_cache"], ipv6: ["IPv6", "ndisc_cache"] } as const;
type Family = keyof typeof TABLES;

/** Whether one family's table was full within the window, by the log or by its own counters. */
function wasFull(context: SignalContext, family: Family): Reading {
  const [name, label] = TABLES[family];
  const said = messages(
    context,
    ["neighbour-overflow"],
    "lately",
    (_, { about }) => about === name,
  );
  const both = pair(context.facts, "neighbour-stat", label);
  const rise = both && perCpuRise(both.start.fact, both.end.fact, "table_fulls");
  const counted =
    both === null || rise === null
      ? null
      : reading(rise.value, { entry: both.end.entry, line: rise.line });
  const known = Number(said.value) > 0 || counted === null ? said : counted;
  return known.value === null ? known : { ...known, value: Number(known.value) > 0 };
}

/** The tables that were full, by the names of the protocols that fill them. */
function full(context: SignalContext): Reading {
  const [ipv4, ipv6] = [wasFull(context, "ipv4"), wasFull(context, "ipv6")];
  if (ipv4.value === true && ipv6.value === true)
    return { ...ipv4, value: "IPv4 (ARP) and IPv6 (NDP)" };
  if (ipv6.value === true) return { ...ipv6, value: "IPv6 (NDP)" };
  if (ipv4.value === true) return { ...ipv4, value: "IPv4 (ARP)" };
  const [first] = found(context.facts, "kernel-log");
  return {
    value: null,
    wants: first === undefined ? "kernel-log" : "neighbour-stat",
    reason: "no neighbour table is known to have been full",
  };
}

const COMMAND = "dmesg | grep 'neighbor table overflow'; cat /proc/net/stat/";

export const NEIGHBOUR_SIGNALS = {
  "neighbour.ipv4": {
    unit: "yes/no",
    title: "the neighbour table of IPv4 (ARP) was full within the window",
    command: `${COMMAND}arp_cache`,
    read: (context) => wasFull(context, "ipv4"),
  },
  "neighbour.ipv6": {
    unit: "yes/no",
    title: "the neighbour table of IPv6 (NDP) was full within the window",
    command: `${COMMAND}ndisc_cache`,
    read: (context) => wasFull(context, "ipv6"),
  },
  "neighbour.tables": {
    unit: "name",
    title: "neighbour tables that were full within the window",
    command: `${COMMAND}arp_cache /proc/net/stat/ndisc_cache`,
    read: full,
  },
} as const satisfies Record<string, Signal>;
