import { CAN_BE_STALE, type Use } from "../attribution/uses.ts";

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
