import type { Attribution, UseShare } from "../attribution/attribute.ts";
import type { Offender } from "../attribution/offenders.ts";
import { USES, type Use } from "../attribution/uses.ts";
import {
  absent,
  at,
  noTable,
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
  topDestination: "name";
  "topDestination.share": "share";
  topEndpoint: "name";
  topSource: "name";
  "topSource.share": "share";
}
type UseSignals = { [K in keyof OfAUse as `use.${Use}.${K}`]: Signal<OfAUse[K]> };

/** Commands that show the entries of a use by hand. */
export const COMMANDS: Record<Use, string> = {
  "time-wait": "conntrack -L -p tcp --state TIME_WAIT | wc -l",
  closing: "conntrack -L -p tcp | grep -cE 'FIN_WAIT|LAST_ACK|CLOSE '",
  "close-wait": "conntrack -L -p tcp --state CLOSE_WAIT | wc -l",
  "unanswered-syn": "conntrack -L -p tcp --state SYN_SENT | grep -c UNREPLIED",
  handshake: "conntrack -L -p tcp --state SYN_RECV | wc -l",
  "stale-endpoint":
    "conntrack -L -r {use.stale-endpoint.topEndpoint:address} | wc -l   # compare with iptables-save",
  "idle-established":
    "conntrack -L -p tcp --state ESTABLISHED | awk -v T=$(sysctl -n net.netfilter.nf_conntrack_tcp_timeout_established) '$3 < T - 3600' | wc -l",
  "one-way-established": "conntrack -L -p tcp --state ESTABLISHED | grep -c UNREPLIED",
  established: "conntrack -L -p tcp --state ESTABLISHED | wc -l",
  dns: "conntrack -L -p udp --dport 53 | wc -l",
  "unanswered-dns": "conntrack -L -p udp --dport 53 | grep -c UNREPLIED",
  "dns-answer": "conntrack -L -p udp --sport 53 | grep -c UNREPLIED",
  "one-way-udp": "conntrack -L -p udp | grep -c UNREPLIED",
  udp: "conntrack -L -p udp | wc -l",
  overlay: "conntrack -L -p udp | grep -cE 'dport=(4789|8472|6081) '",
  icmp: "conntrack -L -p icmp | wc -l",
  "other-protocol": "conntrack -L | grep -cvE '(tcp|udp|icmp)'",
  offloaded: "conntrack -L | grep -c OFFLOAD",
};

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

function ofUse(use: Use, read: (share: UseShare, entries: number) => Value | null): Signal["read"] {
  return (context) => {
    const attribution = known(context, use);
    if ("value" in attribution) return attribution;
    const value = read(attribution.uses[use], attribution.entries);
    if (value === null) return absent(context.facts, "conntrack-table", "no entry has this use");
    const place = attribution.uses[use].place ?? at(context.tables[0]!.entry, 1);
    return reading(value, place);
  };
}

/** An offender by its Service where one is known. */
export const offenderName = (offender: Offender | undefined): string | null =>
  offender === undefined
    ? null
    : offender.service === null
      ? offender.name
      : `${offender.service} (${offender.name})`;

function useSignals(use: Use): Record<string, Signal> {
  const command = COMMANDS[use];
  const share = (of: (share: UseShare) => number) => (one: UseShare, entries: number) =>
    entries === 0 ? 0 : of(one) / entries;
  const about = USES[use];
  const short = about.replace(/ \(.*\)$/, "");
  return {
    [`use.${use}.entries`]: {
      unit: "entries",
      title: about,
      command,
      read: ofUse(use, (one) => one.entries),
    },
    [`use.${use}.share`]: {
      unit: "share",
      title: `table share of ${about}`,
      command,
      read: ofUse(
        use,
        share((one) => one.entries),
      ),
    },
    [`use.${use}.destinations`]: {
      unit: "destinations",
      title: `destinations of ${about}`,
      command,
      read: ofUse(use, (one) => one.destinationCount),
    },
    [`use.${use}.topDestination`]: {
      unit: "name",
      title: `largest destination of ${about}`,
      command,
      read: ofUse(use, (one) => offenderName(one.destinations[0])),
    },
    [`use.${use}.topDestination.share`]: {
      unit: "share",
      title: `table share of ${short} at one destination`,
      command,
      read: ofUse(
        use,
        share((one) => one.destinations[0]?.entries ?? 0),
      ),
    },
    [`use.${use}.topEndpoint`]: {
      unit: "name",
      title: `largest endpoint of ${about}`,
      command,
      read: ofUse(use, (one) => offenderName(one.endpoints[0])),
    },
    [`use.${use}.topSource`]: {
      unit: "name",
      title: `largest source of ${about}`,
      command,
      read: ofUse(use, (one) => offenderName(one.sources[0])),
    },
    [`use.${use}.topSource.share`]: {
      unit: "share",
      title: `table share of ${short} from one source`,
      command,
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
