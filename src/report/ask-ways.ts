import type { SourceName } from "../parsers/index.ts";

/** What a person types; it stands as the title of the output. */
export interface ByCommand {
  command: string;
  /** Run only where this holds: some tools would make the kernel load a module. */
  only?: string;
  /** Run for each word that this prints, as `$x`. */
  each?: string;
  /** Counters, which are judged by what they rose by. */
  twice?: true;
}

/** How a source is asked for. Files are read by one command, however many they are. */
export type Way =
  | (ByCommand & { files?: never })
  | { files: readonly string[]; twice?: true; each?: never };

const NET = "/proc/sys/net/netfilter";

/** Those that no command of a few lines gives are not asked for: a timeline, the counters of other namespaces. */
export const WAYS: Partial<Record<SourceName, Way>> = {
  "conntrack-count": { files: [`${NET}/nf_conntrack_count`], twice: true },
  sysctl: {
    files: [
      `${NET}/*`,
      "/proc/sys/net/ipv4/neigh/default/gc_thresh*",
      "/proc/sys/net/ipv6/neigh/default/gc_thresh*",
      "/proc/sys/net/ipv4/ip_local_port_range",
      "/proc/sys/net/ipv4/tcp_m*",
      "/proc/sys/net/ipv4/conf/all/rp_filter",
      "/proc/sys/net/core/somaxconn",
      "/proc/sys/net/core/netdev_max_backlog",
      "/proc/sys/fs/file-nr",
      "/proc/sys/net/ipv4/vs/*",
    ],
    twice: true,
  },
  uptime: { files: ["/proc/uptime"], twice: true },
  "conntrack-stat": { files: ["/proc/net/stat/nf_conntrack"], twice: true },
  "conntrack-s": { files: ["/proc/net/stat/nf_conntrack"], twice: true },
  "neighbour-stat": {
    files: ["/proc/net/stat/arp_cache", "/proc/net/stat/ndisc_cache"],
    twice: true,
  },
  netstat: { files: ["/proc/net/netstat", "/proc/net/snmp"], twice: true },
  snmp6: { files: ["/proc/net/snmp6"], twice: true },
  "softnet-stat": { files: ["/proc/net/softnet_stat"], twice: true },
  "net-dev": { files: ["/proc/net/dev"], twice: true },
  sockstat: { files: ["/proc/net/sockstat", "/proc/net/sockstat6"] },
  meminfo: { files: ["/proc/meminfo"] },
  slabinfo: { files: ["/proc/slabinfo"] },
  "kernel-version": { files: ["/proc/version"] },
  "os-release": { files: ["/etc/os-release"] },
  "conntrack-table": { command: "conntrack -L", only: `[ -e ${NET}/nf_conntrack_count ]` },
  "kernel-log": { command: "dmesg" },
  "iptables-save": { command: "iptables-save" },
  "nft-ruleset": { command: "nft list ruleset" },
  "ipvs-services": { command: "ipvsadm -Ln", only: "[ -e /proc/net/ip_vs ]" },
  "ipvs-connections": { command: "ipvsadm -Lcn", only: "[ -e /proc/net/ip_vs ]" },
  "ss-summary": { command: "ss -s" },
  "ss-listen": { command: "ss -ltn" },
  cpus: { command: "nproc" },
  ethtool: {
    command: "ethtool -S $x",
    each: "ls -d /sys/class/net/*/device | cut -d/ -f5",
    twice: true,
  },
  "kube-proxy-metrics": { command: "curl -sS -m 3 http://127.0.0.1:10249/metrics", twice: true },
  "kube-proxy-healthz": {
    command: "curl -sS -i -m 3 http://127.0.0.1:10256/healthz",
  },
  "kube-proxy-mode": {
    command: "echo proxyMode: $(curl -sS -m 3 http://127.0.0.1:10249/proxyMode)",
  },
  "cilium-metrics": { command: "curl -sS -m 3 http://127.0.0.1:9962/metrics", twice: true },
  "coredns-metrics": {
    command: "curl -sS -m 3 http://$x:9153/metrics",
    each: "kubectl -n kube-system get pods -l k8s-app=kube-dns -o 'jsonpath={.items[*].status.podIP}'",
    twice: true,
  },
  "sysctl-files": { command: "grep -sH '^[^#;]' /etc/sysctl.conf /etc/sysctl.d/*.conf" },
};
