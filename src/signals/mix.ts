import type { Use } from "../attribution/uses.ts";
import { settingsOf } from "../facts/settings.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import { assuredLookups } from "../what-if/kinds-of-use.ts";
import { absent, noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { commandsOf, ofRows, shareOfRows, TOP_OF } from "./use-commands.ts";
import { known, namesOf } from "./uses.ts";

/** Sums uses into one number, with the place of the largest. */
function sumUses(uses: readonly Use[], as: "entries" | "share"): Signal["read"] {
  return (context) => {
    const { attribution } = context;
    if (attribution === null) return noTable(context);
    const shares = uses.map((use) => attribution.uses[use]);
    const entries = shares.reduce((sum, one) => sum + one.entries, 0);
    const largest = shares.reduce((a, b) => (b.entries > a.entries ? b : a));
    const place = largest.place ?? at(context.tables[0]!.entry, 1);
    return reading(as === "entries" ? entries : entries / Math.max(1, attribution.entries), place);
  };
}

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

/** TIME_WAIT among the TCP entries alone, the number that people watch. */
function timeWaitOfTcp(context: SignalContext): Reading {
  if (context.tables.length === 0 || context.excerpt !== null) return noTable(context);
  let tcp = 0;
  let timeWait = 0;
  for (const table of context.tables)
    for (const [kind, count] of table.byKind.entries()) {
      const info = STATES[kind >> 2]!;
      if (info.protocol !== "tcp") continue;
      tcp += count;
      if (info.state === "TIME_WAIT") timeWait += count;
    }
  const place = context.attribution?.uses["time-wait"].place ?? at(context.tables[0]!.entry, 1);
  return reading(tcp === 0 ? 0 : timeWait / tcp, place);
}

/** UDP entries whose last packet is at most this old, by their timeout: what comes in just now. */
const RECENT_SECONDS = 5;

function udpRecent(context: SignalContext): Reading {
  const setting = settingsOf(context.facts).get("net.netfilter.nf_conntrack_udp_timeout");
  if (context.tables.length === 0 || context.excerpt !== null) return noTable(context);
  const timeout = Number(setting?.value ?? Number.NaN);
  if (Number.isNaN(timeout)) return absent(context.facts, "sysctl");
  let recent = 0;
  for (const table of context.tables)
    table.remaining.forEach((kind, left, count) => {
      if (STATES[kind >> 2]!.protocol !== "udp" || (kind & 2) !== 0) return;
      if (left >= timeout - RECENT_SECONDS && left <= timeout) recent += count;
    });
  return reading(recent / RECENT_SECONDS, at(context.tables[0]!.entry, 1));
}

const whole =
  (of: "topDestinations" | "topSources", as: "name" | "share"): Signal["read"] =>
  (context) => {
    const { attribution } = context;
    if (attribution === null) return noTable(context);
    const [offender] = attribution[of];
    if (offender === undefined)
      return absent(context.facts, "conntrack-table", "the table is empty");
    const value =
      as === "name"
        ? namesOf(attribution[of], attribution.entries)
        : offender.entries / Math.max(1, attribution.entries);
    return value === null
      ? absent(context.facts, "conntrack-table", "no single one holds a fifth of the table")
      : reading(value, at(context.tables[0]!.entry, 1));
  };

const silent =
  (of: "entries" | "endpoints"): Signal["read"] =>
  (context) => {
    const attribution = known(context, "stale-endpoint");
    if ("value" in attribution) return attribution;
    const place = attribution.uses["unanswered-syn"].place ?? at(context.tables[0]!.entry, 1);
    return reading(attribution.silentEndpoints[of], place);
  };

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
