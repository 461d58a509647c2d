import type { Attribution, UseShare } from "../attribution/attribution.ts";
import { type Offender, worthNaming } from "../attribution/offenders.ts";
import { CAN_BE_STALE, USES, type Use } from "../attribution/uses.ts";
import { absent, noTable } from "./absent.ts";
import {
  at,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
  type Value,
} from "./signal.ts";

/** What is known of each use. Shares are parts of the whole table: the rows that could be read. */
interface OfAUse {
  entries: "entries";
  share: "share";
  destinations: "destinations";
  sources: "sources";
  topDestination: "name";
  "topDestination.share": "share";
  topEndpoint: "name";
  topSource: "name";
  "topSource.share": "share";
}
type UseSignals = { [K in keyof OfAUse as `use.${Use}.${K}`]: Signal<OfAUse[K]> };

const TABLE = "conntrack -L";
const OVERLAY_OR_DNS = "/=(53|4789|8472|6081)$/";

/**
 * Conditions of awk on a row of `conntrack -L` that choose a use, so that a command counts what its signal
 * does. Of a row of UDP the sixth word is the source's port, and the seventh the destination's.
 */
const CONDITIONS: Record<Exclude<Use, "stale-endpoint">, string> = {
  "time-wait": "/TIME_WAIT/",
  closing: "/FIN_WAIT|LAST_ACK| CLOSE /",
  "close-wait": "/CLOSE_WAIT/",
  "unanswered-syn": "/SYN_SENT.*UNREPLIED/",
  handshake: "/SYN_SENT/ && !/UNREPLIED/",
  "half-open": "/SYN_RECV/",
  "idle-established": "/^tcp.*ESTABLISHED/ && !/UNREPLIED/ && $3 > 300 && $3 < T - 3600",
  "one-way-established": "/^tcp.*ESTABLISHED.*UNREPLIED/",
  established: "/^tcp.*ESTABLISHED/ && !/UNREPLIED/ && ($3 <= 300 || $3 >= T - 3600)",
  dns: '/^udp/ && !/UNREPLIED/ && $7 == "dport=53"',
  "unanswered-dns": '/^udp.*UNREPLIED/ && $7 == "dport=53"',
  "dns-answer": `/^udp.*UNREPLIED/ && $6 == "sport=53" && $7 !~ ${OVERLAY_OR_DNS}`,
  "one-way-udp": `/^udp.*UNREPLIED/ && $6 != "sport=53" && $7 !~ ${OVERLAY_OR_DNS}`,
  udp: `/^udp/ && !/UNREPLIED|OFFLOAD|ASSURED/ && $7 !~ ${OVERLAY_OR_DNS}`,
  "udp-stream": `/^udp/ && /ASSURED/ && !/OFFLOAD/ && $7 !~ ${OVERLAY_OR_DNS}`,
  overlay: "/^udp/ && $7 ~ /=(4789|8472|6081)$/",
  icmp: "/^icmp/",
  "other-protocol": "!/^(tcp|udp|icmp)/",
  offloaded: "/OFFLOAD/",
};

/** The timeout by which a condition tells what is idle. */
const TIMEOUT = "-v T=$(sysctl -n net.netfilter.nf_conntrack_tcp_timeout_established) ";

/** What a command cannot tell: rows do not say whether their endpoint is still there. */
const ALL = "   # those to removed endpoints as well";

/** `conntrack -L | awk …` with what awk does to the rows of a condition. */
export function ofRows(condition: string, action = "", after = ""): string {
  const timeout = /\bT\b/.test(condition) ? TIMEOUT : "";
  return `${TABLE} | awk ${timeout}'${condition}${action === "" ? "" : ` ${action}`}'${after}`;
}

/** Prints the part of the rows that a condition chooses. */
export const shareOfRows = (condition: string): string =>
  ofRows(condition, "{n++} END {print n / NR}");

const TOP = " | sort | uniq -c | sort -rn | head -5";
/** Of the first or the last pair of addresses in a row. */
export const TOP_OF = {
  destination: ` | sed 's/^[^=]*=[^ ]* //' | cut -d' ' -f1,3${TOP}`,
  endpoint: ` | sed 's/.*src=//' | cut -d' ' -f1,3${TOP}`,
  source: ` | sed 's/^[^=]*=//' | cut -d' ' -f1${TOP}`,
};

/** Commands that show of a use by hand what its signals say. */
export function commandsOf(
  use: Use,
): Record<
  "entries" | "share" | "destinations" | "sources" | "destination" | "endpoint" | "source",
  string
> {
  if (use === "stale-endpoint") {
    const one = `${TABLE} -r {use.stale-endpoint.topEndpoint:address}`;
    const entries = `${one} | wc -l   # of the largest such endpoint; compare with iptables-save`;
    return {
      entries,
      share: entries,
      destinations: one,
      sources: one,
      destination: one,
      endpoint: one,
      source: one,
    };
  }
  const condition = CONDITIONS[use];
  const note = CAN_BE_STALE.has(use) ? ALL : "";
  const rows = ofRows(condition);
  return {
    entries: `${rows} | wc -l${note}`,
    share: `${shareOfRows(condition)}${note}`,
    destinations: `${rows} | sed 's/^[^=]*=[^ ]* //' | cut -d' ' -f1,3 | sort -u | wc -l${note}`,
    sources: `${rows} | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort -u | wc -l${note}`,
    destination: `${rows}${TOP_OF.destination}`,
    endpoint: `${rows}${TOP_OF.endpoint}`,
    source: `${rows}${TOP_OF.source}`,
  };
}

/** The attribution, when the bundle allows to know this use at all. */
export function known(context: SignalContext, use: Use): Attribution | Reading {
  const { attribution } = context;
  if (attribution === null) return noTable(context);
  if (use === "stale-endpoint" && !attribution.staleKnown)
    return absent(
      context.facts,
      "iptables-save",
      "no ruleset of the bundle names Services and their endpoints",
    );
  if (use === "idle-established" && !attribution.idleKnown)
    return absent(
      context.facts,
      "sysctl",
      "nf_conntrack_tcp_timeout_established is not in the bundle, so idle time is unknown",
    );
  return attribution;
}

const NOBODY = "no single one holds a fifth of them";

function ofUse(
  use: Use,
  read: (share: UseShare, entries: number) => Value | null,
  none = "no entry has this use",
): Signal["read"] {
  return (context) => {
    const attribution = known(context, use);
    if ("value" in attribution) return attribution;
    const value = read(attribution.uses[use], attribution.entries);
    if (value === null) return absent(context.facts, "conntrack-table", none);
    const place = attribution.uses[use].place ?? at(context.tables[0]!.entry, 1);
    return reading(value, place);
  };
}

/** An offender by its Service where one is known. */
export const offenderName = ({ name, service }: Offender): string =>
  service === null ? name : `${service} (${name})`;

/** Those that hold a part worth naming; null where no single one does. */
export function namesOf(holders: readonly Offender[], entries: number): string | null {
  const names = worthNaming(holders, entries).map(offenderName);
  return names.length === 0 ? null : names.join(", ");
}

function useSignals(use: Use): Record<string, Signal> {
  const command = commandsOf(use);
  const share = (of: (share: UseShare) => number) => (one: UseShare, entries: number) =>
    entries === 0 ? 0 : of(one) / entries;
  const about = USES[use];
  const short = about.replace(/ \(.*\)$/, "");
  return {
    [`use.${use}.entries`]: {
      unit: "entries",
      title: about,
      command: command.entries,
      read: ofUse(use, (one) => one.entries),
    },
    [`use.${use}.share`]: {
      unit: "share",
      title: `table share of ${about}`,
      command: command.share,
      read: ofUse(
        use,
        share((one) => one.entries),
      ),
    },
    [`use.${use}.destinations`]: {
      unit: "destinations",
      title: `destinations of ${about}`,
      command: command.destinations,
      read: ofUse(use, (one) => one.destinationCount),
    },
    [`use.${use}.sources`]: {
      unit: "sources",
      title: `sources of ${about}`,
      command: command.sources,
      read: ofUse(use, (one) => (use === "stale-endpoint" ? null : one.sourceCount)),
    },
    [`use.${use}.topDestination`]: {
      unit: "name",
      title: `main destinations of ${about}`,
      command: command.destination,
      read: ofUse(use, (one) => namesOf(one.destinations, one.entries), NOBODY),
    },
    [`use.${use}.topDestination.share`]: {
      unit: "share",
      title: `table share of ${short} at one destination`,
      command: command.destination,
      read: ofUse(
        use,
        share((one) => one.destinations[0]?.entries ?? 0),
      ),
    },
    [`use.${use}.topEndpoint`]: {
      unit: "name",
      title: `main endpoints of ${about}`,
      command: command.endpoint,
      read: ofUse(use, (one) => namesOf(one.endpoints, one.entries), NOBODY),
    },
    [`use.${use}.topSource`]: {
      unit: "name",
      title: `main sources of ${about}`,
      command: command.source,
      read: ofUse(use, (one) => namesOf(one.sources, one.entries), NOBODY),
    },
    [`use.${use}.topSource.share`]: {
      unit: "share",
      title: `table share of ${short} from one source`,
      command: command.source,
      read: ofUse(
        use,
        share((one) => one.sources[0]?.entries ?? 0),
      ),
    },
  };
}

export const USE_SIGNALS = Object.fromEntries(
  (Object.keys(USES) as Use[]).flatMap((use) => Object.entries(useSignals(use))),
) as UseSignals;
