import { entriesOf, type Recipe } from "./recipe.ts";

const NET = [
  "nf_conntrack",
  "stat/nf_conntrack",
  "stat/rt_cache",
  "snmp",
  "snmp6",
  "netstat",
  "sockstat",
  "sockstat6",
  "softnet_stat",
  "dev",
  "arp",
  "route",
];

/** Several commands in one file, as the capture writes them: their list, then each under its line. */
function below(...commands: readonly (readonly [line: string, about: string])[]): string {
  const lines = [
    'echo "Summary:"; echo',
    ...commands.map(([line, about]) => `echo "/usr/sbin/${line}(${about})"`),
    'echo; echo "Execute:"; echo',
    ...commands.map(([line]) => `echo "/usr/sbin/${line}"; echo; ${line} 2>&1`),
  ];
  return lines.join("; ");
}

/** `retina capture`: the archive has no folder on top. */
export const retina: Recipe = {
  id: "retina",
  archive: "retina-capture-worker-1-20261125214000UTC.tar.gz",
  entries: [
    ...entriesOf(
      "proc-net/",
      "worker-1",
      Object.fromEntries(NET.map((file) => [file, `cat /proc/self/net/${file}`])),
    ),
    ...entriesOf(
      "proc-sys-net/",
      "worker-1",
      Object.fromEntries(
        [
          "count",
          "max",
          "buckets",
          "acct",
          "tcp_timeout_established",
          "tcp_timeout_time_wait",
          "udp_timeout",
          "udp_timeout_stream",
          "generic_timeout",
        ].map((name) => [
          `netfilter/nf_conntrack_${name}`,
          `cat /proc/sys/net/netfilter/nf_conntrack_${name}`,
        ]),
      ),
    ),
    ...entriesOf("", "worker-1", {
      "proc-sys-net/ipv4/tcp_fin_timeout": "cat /proc/sys/net/ipv4/tcp_fin_timeout",
      "iptables-rules.txt": below(
        ["iptables-nft-save", "IPtables rules"],
        ["iptables-nft -vnx -L", "IPtables rules and stats in filter table"],
        ["iptables-nft -vnx -L -t nat", "IPtables rules and stats in nat table"],
        ["iptables-nft -vnx -L -t mangle", "IPtables rules and stats in mangle table"],
      ),
      "socket-stats.txt": below(
        ["ss -s", "Socket statistics summary"],
        ["ss -tapionume", "Socket statistics details"],
      ),
      "ip-resources.txt": below(
        ["ip -d -j addr show", "IP address configuration"],
        ["ip -d -j neighbor show", "IP neighbor status"],
        ["ip rule list", "Policy routing list"],
        ["ip route show table all", "Routes of all route tables"],
      ),
      "tcpdump.log": "true",
    }),
  ],
};
