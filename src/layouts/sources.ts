/**
 * The logical inputs. A source is not a path: each layout says where its collector puts them.
 *
 * `what` completes "could not be judged without …"; `get` is the command by which a person can take
 * the same by hand on the node.
 */
export const SOURCES = {
  manifest: { what: "the collector's manifest", get: "sh collect.sh" },
  timeline: { what: "the timeline of count and counters", get: "sh collect.sh --duration 30" },
  sysctl: { what: "the sysctls", get: "sysctl -a" },
  "conntrack-stat": { what: "the per-CPU counters", get: "cat /proc/net/stat/nf_conntrack" },
  "conntrack-s": { what: "the counters of conntrack -S", get: "conntrack -S" },
  "conntrack-count": {
    what: "the count beside the dump",
    get: "cat /proc/sys/net/netfilter/nf_conntrack_count",
  },
  "conntrack-table": { what: "a dump of the table", get: "conntrack -L" },
  "conntrack-stderr": { what: "the dump's messages", get: "conntrack -L >/dev/null" },
  "neighbour-stat": { what: "the neighbour tables' counters", get: "cat /proc/net/stat/arp_cache" },
  netstat: { what: "the TCP/IP counters", get: "cat /proc/net/netstat /proc/net/snmp" },
  snmp6: { what: "the IPv6 counters", get: "cat /proc/net/snmp6" },
  sockstat: { what: "the socket counts", get: "cat /proc/net/sockstat" },
  "softnet-stat": { what: "the per-CPU receive counters", get: "cat /proc/net/softnet_stat" },
  "net-dev": { what: "the interface counters", get: "cat /proc/net/dev" },
  meminfo: { what: "the node's memory", get: "cat /proc/meminfo" },
  slabinfo: { what: "the slab caches", get: "cat /proc/slabinfo" },
  ethtool: { what: "the driver's counters", get: "ethtool -S eth0" },
  "kube-proxy-metrics": {
    what: "kube-proxy's metrics",
    get: "curl -s http://127.0.0.1:10249/metrics",
  },
  "kube-proxy-mode": { what: "kube-proxy's mode", get: "curl -s http://127.0.0.1:10249/proxyMode" },
  "kube-proxy-healthz": {
    what: "kube-proxy's health",
    get: "curl -s http://127.0.0.1:10256/healthz",
  },
  "kube-proxy-config": {
    what: "kube-proxy's configuration",
    get: "kubectl -n kube-system get configmap kube-proxy -o yaml",
  },
  "cilium-metrics": {
    what: "the Cilium agent's metrics",
    get: "curl -s http://127.0.0.1:9962/metrics",
  },
  "coredns-metrics": { what: "CoreDNS's metrics", get: "curl -s http://POD:9153/metrics" },
  "kernel-log": { what: "the kernel log", get: "dmesg" },
  uptime: { what: "the uptime", get: "cat /proc/uptime" },
  "kernel-version": { what: "the kernel's version", get: "uname -a" },
  "os-release": { what: "the distribution", get: "cat /etc/os-release" },
  cpus: { what: "the number of CPUs", get: "nproc" },
  "ss-summary": { what: "the socket summary", get: "ss -s" },
  "ss-listen": { what: "the listening sockets' queues", get: "ss -ltn" },
  "iptables-save": { what: "the iptables ruleset", get: "iptables-save" },
  "nft-ruleset": { what: "the nftables ruleset", get: "nft list ruleset" },
  "ipvs-services": { what: "the IPVS services", get: "ipvsadm -Ln" },
  "ipvs-connections": { what: "the IPVS connections", get: "ipvsadm -Lcn" },
  "sysctl-files": { what: "the sysctl.d files", get: "cat /etc/sysctl.conf /etc/sysctl.d/*.conf" },
  "namespace-counts": {
    what: "the counts of other network namespaces",
    get: "lsns -t net",
  },
  pods: { what: "the list of live pods", get: "kubectl get pods -A -o wide" },
  endpoints: { what: "the list of endpoints", get: "kubectl get endpointslices -A" },
} as const satisfies Record<string, { what: string; get: string }>;

export type SourceName = keyof typeof SOURCES;

/**
 * When an entry was taken: at the start or the end of the window, or once. Counters are judged
 * only between a `start` and an `end`.
 */
export type Phase = "start" | "end" | "once";

/** What a layout says of an entry. `label` tells several entries of one source apart, such as `eth0`. */
export interface Located {
  source: SourceName;
  phase: Phase;
  label: string;
}
