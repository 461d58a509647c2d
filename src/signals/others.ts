import { found, latest } from "../facts/facts.ts";
import { SOURCES } from "../parsers/index.ts";
import { total } from "../parsers/prometheus.ts";
import { fullest } from "./fullest.ts";
import { isForeign, isNeverOurs, messages, TABLE_FULL } from "./messages.ts";
import {
  absent,
  at,
  fromFact,
  fromPair,
  noTable,
  type Reading,
  reading,
  type Signal,
  type SignalContext,
} from "./signal.ts";
import { ofRows, shareOfRows } from "./uses.ts";

/** Of the namespaces that the kernel's log names, the one with the most messages, by its inode. */
function namedByLog(context: SignalContext): Reading | null {
  const log = latest(context.facts, "kernel-log");
  const own = latest(context.facts, "manifest")?.fact.netns ?? null;
  const named = [...(log?.fact.namespaces ?? [])].filter(([inode]) => inode !== own);
  const [most] = named.sort(([, a], [, b]) => b.count - a.count);
  if (log === null || most === undefined) return null;
  const [inode, { last }] = most;
  const name = latest(context.facts, "namespace-counts")?.fact.names.get(inode);
  const label = name === undefined ? `net:[${inode}]` : `${inode} (${name})`;
  return reading(label, at(last.entry ?? log.entry, last.line));
}

/** Whether the collector ran without root, who alone sees the namespaces of others. */
const mayNotSee = ({ facts }: SignalContext): boolean =>
  (latest(facts, "manifest")?.fact.uid ?? 0) !== 0;

/** The other network namespace whose table is fullest, with its share of the one global limit. */
function fullestNamespace(context: SignalContext, as: "share" | "name" | "pid"): Reading {
  const counted = fromFact(context, "namespace-counts", ({ fact }) => {
    const most = fullest(context);
    if (most === null)
      return as === "share" && fact.namespaces.length === 0 && !mayNotSee(context)
        ? { value: 0, line: 1 }
        : null;
    const value = { share: most.share, name: most.name, pid: most.one.pid }[as];
    return value === null ? null : { value, line: most.one.line };
  });
  return counted.value === null && as === "name" ? (namedByLog(context) ?? counted) : counted;
}

/** “table full in netns N” messages within the window of namespaces other than the bundle's. */
function otherNamespacesFull(context: SignalContext): Reading {
  const own = latest(context.facts, "manifest")?.fact.netns ?? null;
  const foreign = isForeign(context);
  // evidence of one moment has no window, and a namespace that is named is told from ours at any time
  const when = context.window.seconds === null ? "ever" : "within";
  return messages(context, TABLE_FULL, when, (kind, message) =>
    kind === "table-full-netns" ? message.netns !== own : foreign || isNeverOurs(context, message),
  );
}

/** Entries in conntrack zones other than 0, by the dumps. */
function zones(context: SignalContext, as: "share" | "count"): Reading {
  const first = context.tables[0];
  if (first === undefined || context.excerpt !== null) return noTable(context);
  const ids = new Set(context.tables.flatMap((table) => [...table.zones.keys()]));
  const rows = context.tables.reduce(
    (sum, table) => sum + [...table.zones.values()].reduce((a, b) => a + b, 0),
    0,
  );
  const parsed = context.tables.reduce((sum, table) => sum + table.parsed, 0);
  return reading(as === "count" ? ids.size : parsed === 0 ? 0 : rows / parsed, at(first.entry, 1));
}

/** Entries of flows that stand in more than one zone, beyond the first of each. */
function repeated(context: SignalContext, as: "entries" | "share"): Reading {
  const first = context.tables[0];
  if (first === undefined || context.excerpt !== null) return noTable(context);
  let more = 0;
  for (const { zoned } of context.tables)
    zoned.forEach((_a, _b, _c, _tag, count) => {
      more += count - 1;
    });
  const parsed = Math.max(
    1,
    context.tables.reduce((sum, table) => sum + table.parsed, 0),
  );
  const all = context.attribution?.entries ?? parsed;
  return reading(
    as === "share" ? more / parsed : Math.round((more * all) / parsed),
    at(first.entry, 1),
  );
}

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

/** What a counter of some exporter rose by within the window, over all its instances. */
function exporterRise(
  context: SignalContext,
  source: "kube-proxy-metrics" | "coredns-metrics" | "cilium-metrics",
  names: readonly string[],
  where?: (labels: Map<string, string>) => boolean,
): Reading {
  const rises: Reading[] = [];
  for (const label of new Set(found(context.facts, source).map((one) => one.label))) {
    const instance = found(context.facts, source).filter((one) => one.label === label);
    const facts = { ...context.facts, [source]: instance };
    rises.push(
      fromPair({ ...context, facts }, source, (start, end) => {
        const name = names.find((one) => end.fact.series.has(one));
        if (name === undefined) return null;
        const value = (total(end.fact, name, where) ?? 0) - (total(start.fact, name, where) ?? 0);
        return value < 0 ? null : { value, line: end.fact.series.get(name)![0]!.line };
      }),
    );
  }
  const known = rises.filter((one) => one.value !== null);
  const most = known.sort((a, b) => Number(b.value) - Number(a.value))[0];
  if (most === undefined) return rises[0] ?? absent(context.facts, source);
  return { ...most, value: known.reduce((sum, one) => sum + Number(one.value), 0) };
}

/** By the usual range of NodePorts, for rows do not say what a port is. */
const SHORT_TO_NODE_PORTS =
  "/^tcp.*(TIME_WAIT|FIN_WAIT|LAST_ACK| CLOSE )/ && substr($8, 7) + 0 >= 30000 && substr($8, 7) + 0 <= 32767 && !/UNREPLIED/ && substr($6, 5) != substr($9, 5)";
const USUAL = "   # by the usual range of NodePorts";

const REPEATED =
  "conntrack -L | grep -E 'sport=.* zone=' | awk '{$3 = \"\"} match($0, /src=[^ ]+ dst=[^ ]+ sport=[^ ]+ dport=[^ ]+/) {print $1, substr($0, RSTART, RLENGTH)}' | sort | uniq -c | awk '{n += $1 - 1} END {print n + 0}'";

export const OTHER_SIGNALS = {
  "namespaces.fullest.share": {
    unit: "share",
    title: "use of the limit in the fullest other network namespace",
    command: SOURCES["namespace-counts"].get,
    read: (context) => fullestNamespace(context, "share"),
  },
  "namespaces.fullest": {
    unit: "name",
    title: "fullest other network namespace",
    command: SOURCES["namespace-counts"].get,
    read: (context) => fullestNamespace(context, "name"),
  },
  "namespaces.fullest.pid": {
    unit: "number",
    title: "a process in the fullest other network namespace",
    command: "lsns -t net -o NS,PID,COMMAND",
    read: (context) => fullestNamespace(context, "pid"),
  },
  "namespaces.fullMessages": {
    unit: "messages",
    title: "“table full” messages of other network namespaces within the window",
    command: "dmesg | grep 'table full in netns'",
    read: otherNamespacesFull,
  },
  "zones.share": {
    unit: "share",
    title: "table share of conntrack zones other than 0",
    command: shareOfRows("/ zone=/"),
    read: (context) => zones(context, "share"),
  },
  "zones.count": {
    unit: "zones",
    title: "conntrack zones other than 0",
    command: "conntrack -L | grep -oE ' zone=[0-9]+' | sort -u | wc -l",
    read: (context) => zones(context, "count"),
  },
  "zones.repeated.entries": {
    unit: "entries",
    title: "entries of flows that another zone holds as well",
    command: REPEATED,
    read: (context) => repeated(context, "entries"),
  },
  "zones.repeated.share": {
    unit: "share",
    title: "table share of entries whose flow another zone holds as well",
    command: `${REPEATED}   # of conntrack -C`,
    read: (context) => repeated(context, "share"),
  },
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
  "kubeProxy.invalidDropped": {
    unit: "packets",
    title: "packets that kube-proxy's rules dropped as invalid",
    command: "curl -s http://127.0.0.1:10249/metrics | grep ct_state_invalid",
    read: (context) =>
      exporterRise(context, "kube-proxy-metrics", [
        "kubeproxy_iptables_ct_state_invalid_dropped_packets_total",
      ]),
  },
  "coredns.rejects": {
    unit: "queries",
    title: "queries that CoreDNS refused (max_concurrent)",
    command: "curl -s http://POD:9153/metrics | grep max_concurrent_rejects",
    read: (context) =>
      exporterRise(context, "coredns-metrics", [
        "coredns_forward_max_concurrent_rejects_total",
        "coredns_forward_max_concurrent_reject_count_total",
        "coredns_proxy_max_concurrent_rejects_total",
      ]),
  },
  "coredns.upstreamFailures": {
    unit: "times",
    title: "failed health checks of CoreDNS's upstream servers",
    command: "curl -s http://POD:9153/metrics | grep healthcheck_failures_total",
    read: (context) =>
      exporterRise(context, "coredns-metrics", [
        "coredns_proxy_healthcheck_failures_total",
        "coredns_forward_healthcheck_failures_total",
        "coredns_forward_healthcheck_failure_count_total",
      ]),
  },
  "cilium.mapPressure": {
    unit: "share",
    title: "use of Cilium's fullest connection-tracking map",
    command: "curl -s http://127.0.0.1:9962/metrics | grep bpf_map_pressure",
    read: (context) =>
      fromFact(context, "cilium-metrics", ({ fact }) => {
        const maps = (fact.series.get("cilium_bpf_map_pressure") ?? []).filter(({ labels }) =>
          /ct[46]|ct_(?:any|tcp)/.test(labels.get("map_name") ?? ""),
        );
        const fullest = maps.sort((a, b) => b.value - a.value)[0];
        return fullest === undefined ? null : { value: fullest.value, line: fullest.line };
      }),
  },
  "cilium.insertFailures": {
    unit: "packets",
    title: "packets that Cilium dropped because its map was full",
    command: "curl -s http://127.0.0.1:9962/metrics | grep drop_count_total",
    read: (context) =>
      exporterRise(context, "cilium-metrics", ["cilium_drop_count_total"], (labels) =>
        (labels.get("reason") ?? "").includes("Map insertion failed"),
      ),
  },
  "kernel.version": {
    unit: "version",
    title: "kernel version",
    command: "uname -r",
    read: (context) =>
      fromFact(context, "kernel-version", ({ fact }) => ({
        value: fact.major + fact.minor / 100,
        line: fact.line,
      })),
  },
} as const satisfies Record<string, Signal>;
