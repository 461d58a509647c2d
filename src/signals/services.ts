import type { Attribution } from "../attribution/attribution.ts";
import { type Facts, type Found, found } from "../facts/facts.ts";
import { absent, noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { ofRows, shareOfRows } from "./use-commands.ts";

/** A number of the attribution that takes rules which name Services. */
const ofServices =
  (read: (attribution: Attribution) => number): Signal["read"] =>
  (context) => {
    const { attribution, tables } = context;
    if (attribution === null) return noTable(context);
    return attribution.staleKnown
      ? reading(read(attribution), at(tables[0]!.entry, 1))
      : absent(context.facts, "iptables-save", "no ruleset of the bundle names Services");
  };

/** All of the rules of iptables for IPv4, which tell what is not among them; undefined where some are missing. */
export const wholeRules = (facts: Facts): Found<"iptables-save"> | undefined =>
  found(facts, "iptables-save").find(
    ({ entry, fact, origin }) => !entry.includes("ip6") && !fact.cut && origin.reduced === null,
  );

/** Whether a rule gives every client of a ClusterIP the node's address. */
function masqueradeAll({ facts }: SignalContext): Reading {
  const rulesets = [...found(facts, "iptables-save"), ...found(facts, "nft-ruleset")];
  for (const { entry, fact } of rulesets)
    if (fact.masqueradeAll !== null) return reading(true, at(entry, fact.masqueradeAll));
  // nft shows the rules of iptables without the words that tell it
  const first = wholeRules(facts);
  return first === undefined ? absent(facts, "iptables-save") : reading(false, at(first.entry, 1));
}

/** Whether the source of most closed connections is a node: no pod has its address, or several share it. */
function closedByNode(context: SignalContext): Reading {
  const { attribution, facts } = context;
  if (attribution === null) return noTable(context);
  const { sources, place } = attribution.uses["time-wait"];
  const [list] = found(facts, "pods").filter(({ fact }) => fact.scope === "cluster");
  if (list === undefined)
    return absent(
      facts,
      "pods",
      found(facts, "pods").length === 0 ? undefined : "the list of pods is of this node alone",
    );
  if (list.fact.cut) return absent(facts, "pods", "the list of pods is not whole");
  const address = sources[0]?.name;
  const { byAddress, shared } = list.fact;
  const value = address !== undefined && (!byAddress.has(address) || shared.has(address));
  return reading(value, place ?? at(list.entry, 1));
}

const SHORT = "/^tcp.*(TIME_WAIT|FIN_WAIT|LAST_ACK| CLOSE )/";
/** Rows whose answers come from the very address that was asked: no Service is between. */
const UNTRANSLATED = `${SHORT} && split($6, to, "=") && $0 ~ " src=" to[2] " dst="`;

export const SERVICE_SIGNALS = {
  "services.masqueraded.share": {
    unit: "share",
    title: "part of Services' entries whose clients get the node's address",
    command:
      "conntrack -L -p tcp --src-nat | wc -l   # of all Services and NodePorts; compare with conntrack -L -p tcp | wc -l",
    read: ofServices(
      ({ ofServices: { entries, masqueraded } }) => masqueraded / Math.max(1, entries),
    ),
  },
  "services.masqueraded.entries": {
    unit: "entries",
    title: "entries of Services whose clients get the node's address",
    command: "conntrack -L -p tcp --src-nat | wc -l   # of all Services and NodePorts",
    read: ofServices(({ ofServices: { masqueraded } }) => masqueraded),
  },
  "rules.masqueradeAll": {
    unit: "yes/no",
    title: "kube-proxy gives every client of a Service the node's address",
    command:
      "iptables-save -t nat | grep 'cluster IP' | grep -v ' -s ' | grep KUBE-MARK-MASQ | head",
    read: masqueradeAll,
  },
  "endpoints.direct.entries": {
    unit: "entries",
    title: "closed or closing connections straight to endpoints",
    command: `${ofRows(UNTRANSLATED)} | wc -l   # to any address`,
    read: ofServices(({ directShort }) => directShort),
  },
  "endpoints.direct.share": {
    unit: "share",
    title: "table share of closed or closing connections straight to endpoints",
    command: `${shareOfRows(UNTRANSLATED)}   # to any address`,
    read: ofServices(({ directShort, entries }) => directShort / Math.max(1, entries)),
  },
  "endpoints.direct.fromNode": {
    unit: "yes/no",
    title: "most closed connections come from a node, not from a pod",
    command: "kubectl get pods -A -o wide",
    read: closedByNode,
  },
} as const satisfies Record<string, Signal>;
