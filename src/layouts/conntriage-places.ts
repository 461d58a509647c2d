import type { Phase, Places } from "./layout.ts";

/** Files below `start/` and `end/`: what is judged by its change within the window. */
export const TWICE: Places = [
  ["sysctl.txt", "sysctl"],
  ["nf_conntrack_stat.txt", "conntrack-stat"],
  ["conntrack-S.txt", "conntrack-s"],
  ["arp_cache.txt", "neighbour-stat", "arp_cache"],
  ["ndisc_cache.txt", "neighbour-stat", "ndisc_cache"],
  ["snmp.txt", "netstat", "snmp"],
  ["netstat.txt", "netstat", "netstat"],
  ["snmp6.txt", "snmp6"],
  ["sockstat.txt", "sockstat"],
  ["sockstat6.txt", "sockstat", "6"],
  ["softnet_stat.txt", "softnet-stat"],
  ["dev.txt", "net-dev"],
  ["meminfo.txt", "meminfo"],
  ["slabinfo.txt", "slabinfo"],
  ["uptime.txt", "uptime"],
  ["kube-proxy-metrics.txt", "kube-proxy-metrics"],
  ["cilium-metrics.txt", "cilium-metrics"],
];

/** Files below `dump/`. */
export const DUMP: Places = [
  ["conntrack-L-ipv4.txt.gz", "conntrack-table", "ipv4"],
  ["conntrack-L-ipv6.txt.gz", "conntrack-table", "ipv6"],
  ["proc-nf_conntrack.txt.gz", "conntrack-table", "proc"],
  ["conntrack-L-ipv4.stderr.txt", "conntrack-stderr", "ipv4"],
  ["conntrack-L-ipv6.stderr.txt", "conntrack-stderr", "ipv6"],
];

/** Files below `once/`. */
const ONCE: Places = [
  ["kernel-log.txt", "kernel-log"],
  ["version.txt", "kernel-version"],
  ["os-release.txt", "os-release"],
  ["cpuinfo.txt", "cpus"],
  ["ss-s.txt", "ss-summary"],
  ["ss-ltn.txt", "ss-listen"],
  ["iptables-save.txt", "iptables-save", "ipv4"],
  ["ip6tables-save.txt", "iptables-save", "ipv6"],
  ["nft-ruleset.txt", "nft-ruleset"],
  ["ipvsadm-Ln.txt", "ipvs-services"],
  ["ipvsadm-Lcn.txt", "ipvs-connections"],
  ["ip_vs_conn.txt", "ipvs-connections", "proc"],
  ["kube-proxy-mode.txt", "kube-proxy-mode"],
  ["kube-proxy-healthz.txt", "kube-proxy-healthz"],
  ["kube-proxy-config.txt", "kube-proxy-config"],
  ["sysctl-files.txt", "sysctl-files"],
  ["namespaces.txt", "namespace-counts"],
  ["socket-owners.txt", "socket-owners"],
  ["pods.txt", "pods"],
  ["crictl-pods.txt", "pods", "crictl"],
  ["endpoints.txt", "endpoints"],
];

/** Files below `start/netns/` and `end/netns/`, in a folder of each network namespace. */
export const OF_NAMESPACE: Places = [
  ["netstat.txt", "netstat", "netstat"],
  ["snmp.txt", "netstat", "snmp"],
  ["sockstat.txt", "sockstat"],
  ["nf_conntrack_stat.txt", "conntrack-stat"],
];

/** Files beside the folders. */
export const TOP: Places = [
  ["manifest.json", "manifest"],
  ["timeline.csv", "timeline"],
];

/** Files of `TWICE` whose names end in what they were taken of: an interface, an instance. */
export const SEVERAL: Places = [
  ["ethtool-S", "ethtool"],
  ["coredns-metrics", "coredns-metrics"],
];
/** Files of `DUMP` that were taken around the dump. */
export const COUNTS: Places = [
  ["count-before.txt", "conntrack-count"],
  ["count-after.txt", "conntrack-count"],
];

/** Every place but those whose names vary, by the folder that it lies in. */
export const FOLDERS = new Map<string, { phase: Phase; places: Places }>([
  ["start", { phase: "start", places: TWICE }],
  ["end", { phase: "end", places: TWICE }],
  ["dump", { phase: "once", places: DUMP }],
  ["once", { phase: "once", places: ONCE }],
]);

/** What the collector takes, for saying what a bundle of ours lacks. */
export const CONNTRIAGE_SOURCES = new Set(
  [...TOP, ...TWICE, ...SEVERAL, ...COUNTS, ...DUMP, ...ONCE].map(([, source]) => source),
);
