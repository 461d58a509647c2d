import { assuredLookups } from "../what-if/kinds-of-use.ts";
import { noTable } from "./absent.ts";
import { silent, sumUses, timeWaitOfTcp, udpRecent, whole } from "./mix-readings.ts";
import { at, reading, type Signal } from "./signal.ts";
import { commandsOf, ofRows, shareOfRows, TOP_OF } from "./use-commands.ts";

/**
 * Without streams, and without answers whose questions are not tracked: these have causes of their own.
 */
const UDP =
  '/^udp/ && !/OFFLOAD/ && $7 !~ /=(4789|8472|6081)$/ && (!/ASSURED/ || $7 == "dport=53") && !(/UNREPLIED/ && $6 == "sport=53" && $7 != "dport=53")';
export const UDP_USES = ["dns", "unanswered-dns", "one-way-udp", "udp"] as const;
export const LIVE_USES = [
  "established",
  "handshake",
  "udp",
  "udp-stream",
  "dns",
  "closing",
  "icmp",
  "offloaded",
] as const;

/** Whether an endpoint answered other connections is another look. */
const SILENT = `${commandsOf("unanswered-syn").endpoint}   # attempts by endpoint`;

export const MIX_SIGNALS = {
  "tcp.timeWait.shareOfTcp": {
    unit: "share",
    title: "share of TIME_WAIT among TCP entries",
    command: "conntrack -L -p tcp | awk '/TIME_WAIT/ {n++} END {print n / NR}'",
    read: timeWaitOfTcp,
  },
  "udp.entries": {
    unit: "entries",
    title: "UDP entries (without streams, tunnels and lone DNS answers)",
    command: `${ofRows(UDP)} | wc -l   # those to removed endpoints as well`,
    read: sumUses(UDP_USES, "entries"),
  },
  "udp.share": {
    unit: "share",
    title: "table share of UDP (without streams, tunnels and lone answers)",
    command: `${shareOfRows(UDP)}   # those to removed endpoints as well`,
    read: sumUses(UDP_USES, "share"),
  },
  "udp.recent": {
    unit: "entries/s",
    title: "new or renewed UDP entries",
    command:
      "conntrack -L | awk -v T=$(sysctl -n net.netfilter.nf_conntrack_udp_timeout) '/^udp/ && !/ASSURED/ && $3 >= T - 5 && $3 <= T {n++} END {print n / 5}'",
    read: udpRecent,
  },
  "live.share": {
    unit: "share",
    title: "table share of traffic in use",
    command: "conntrack -L",
    read: sumUses(LIVE_USES, "share"),
  },
  "live.entries": {
    unit: "entries",
    title: "entries of traffic in use",
    command: "conntrack -L",
    read: sumUses(LIVE_USES, "entries"),
  },
  "top.destination": {
    unit: "name",
    title: "largest destination",
    command: `conntrack -L${TOP_OF.destination}`,
    read: whole("topDestinations", "name"),
  },
  "top.destination.share": {
    unit: "share",
    title: "table share of the largest destination",
    command: `conntrack -L${TOP_OF.destination}`,
    read: whole("topDestinations", "share"),
  },
  "top.source": {
    unit: "name",
    title: "largest source",
    command: `conntrack -L${TOP_OF.source}`,
    read: whole("topSources", "name"),
  },
  "top.source.share": {
    unit: "share",
    title: "table share of the largest source",
    command: `conntrack -L${TOP_OF.source}`,
    read: whole("topSources", "share"),
  },
  "endpoints.silent": {
    unit: "endpoints",
    title: "served endpoints that answered no connection",
    command: SILENT,
    read: silent("endpoints"),
  },
  "endpoints.silent.entries": {
    unit: "entries",
    title: "connection attempts to endpoints that answered none",
    command: SILENT,
    read: silent("entries"),
  },
  "lookups.assuredShare": {
    unit: "share",
    title: "table share of answered lookups of clients that keep their port",
    command: shareOfRows('/^udp.*ASSURED/ && $7 == "dport=53"'),
    read: (context) => {
      const { attribution, tables } = context;
      if (attribution === null) return noTable(context);
      const place = attribution.uses.dns.place ?? at(tables[0]!.entry, 1);
      const { entries } = attribution;
      return reading(assuredLookups({ tables, attribution }) / Math.max(1, entries), place);
    },
  },
  "lookups.share": {
    unit: "share",
    title: "table share of DNS lookups, answered or not",
    command: `${shareOfRows('/^udp/ && $7 == "dport=53"')}   # those to removed endpoints as well`,
    read: sumUses(["dns", "unanswered-dns"], "share"),
  },
} as const satisfies Record<string, Signal>;
