import type { SignalName } from "../signals/index.ts";
import type { Cause, Requirement, Test } from "./cause.ts";

/** A look-alike in one row: it has no gate and holds nothing; one remedy says where to look. */
const lookAlike = (
  row: Pick<Cause, "id" | "title" | "mechanism" | "requires" | "references"> & {
    supports?: readonly Requirement[];
    excludes?: readonly Requirement[];
    remedy: { title: string; commands: readonly string[]; risk: string };
  },
): Cause => ({
  id: row.id,
  title: row.title,
  gate: "none",
  mechanism: row.mechanism,
  requires: row.requires,
  supports: row.supports ?? [],
  excludes: row.excludes ?? [],
  holds: [],
  remedies: [{ ...row.remedy, change: null }],
  references: row.references,
});
const rises = (signal: SignalName): Test => [signal, ">", 0];

/** The same symptoms, another fault: connections that time out with room in the table. */
export const LOOK_ALIKES: readonly Cause[] = [
  lookAlike({
    id: "listen-queue-overflow",
    title: "A server on this node does not accept its connections in time",
    mechanism:
      "{listen.overflows} connections were lost within the window because the accept queue of a listening socket was full. Clients see the same time-outs as with a full table, but the table has nothing to do with it.",
    requires: [rises("listen.overflows")],
    supports: [rises("listen.fullSockets"), ["listen.overflows", ">", 10]],
    remedy: {
      title: "Find the server of the socket that is full, and why it does not accept",
      commands: ["ss -ltnp   # Recv-Q above Send-Q", "nstat -az TcpExtListenOverflows"],
      risk: "None. A larger backlog (net.core.somaxconn and the program's own) only buys time.",
    },
    references: ["kernel: net/ipv4/tcp_ipv4.c, tcp_v4_syn_recv_sock"],
  }),
  lookAlike({
    id: "syn-cookies",
    title: "A server on this node has too many half-open connections",
    mechanism:
      "{tcp.requestQueueFull} SYNs within the window found the queue of half-open connections full, so the kernel answered with cookies or not at all. Slow clients, lost answers or a SYN flood fill that queue.",
    requires: [rises("tcp.requestQueueFull")],
    remedy: {
      title: "Find out who sends the SYNs, and whether its answers get back",
      commands: [
        "ss -tn state syn-recv",
        "nstat -az TcpExtTCPReqQFullDoCookies TcpExtTCPReqQFullDrop",
      ],
      risk: "None. A larger net.ipv4.tcp_max_syn_backlog only buys time.",
    },
    references: ["kernel: net/ipv4/tcp_input.c, tcp_conn_request"],
  }),
  lookAlike({
    id: "neighbour-table-overflow",
    title: "The neighbour table (ARP) is full",
    mechanism:
      "The kernel found no room for a neighbour {neighbour.overflows} times within the window, so packets to new addresses on the same network were lost. That table is another one than connection tracking.",
    requires: [{ any: [rises("neighbour.fullMessages"), rises("neighbour.overflows")] }],
    remedy: {
      title: "Raise the thresholds of the neighbour table",
      commands: [
        "ip neigh | wc -l",
        "sysctl net.ipv4.neigh.default.gc_thresh1 net.ipv4.neigh.default.gc_thresh2 net.ipv4.neigh.default.gc_thresh3",
      ],
      risk: "Some memory; a flat network with thousands of pods needs it.",
    },
    references: ["kernel: net/core/neighbour.c"],
  }),
  lookAlike({
    id: "snat-port-exhaustion",
    title: "No source port is left for connections to one destination",
    mechanism:
      "{table.insertFailed} connections failed within the window because source translation found no free port; {snat.top} has most translated entries ({snat.top.entries}). The table has room, but every port that may be used towards that destination is taken.",
    requires: [
      rises("table.insertFailed"),
      rises("table.drops"),
      // the two counters are not read in one moment: a few packets may be between them
      ["table.fullDrops", "<=", 5],
      rises("snat.top.entries"),
      // before 5.9 racing look-ups fail to insert as well: few translated entries then prove nothing
      {
        any: [
          ["kernel.version", ">=", 5.09],
          ["snat.top.entries", ">=", 1000],
        ],
      },
    ],
    supports: [["table.insertFailed", ">", 5]],
    excludes: [["table.exhausted", "=", true]],
    remedy: {
      title:
        "Reuse connections to {snat.top}, or widen the ports or addresses that they are translated to",
      commands: ["iptables-save -t nat | grep -E 'MASQUERADE|SNAT'"],
      risk: "None for reuse. A second address must be routed back to this node.",
    },
    references: ["kernel: net/netfilter/nf_nat_core.c, nf_nat_l4proto_unique_tuple"],
  }),
  lookAlike({
    id: "dns-insert-race",
    title: "Look-ups race each other into the table",
    mechanism:
      "{table.insertFailed} entries could not be inserted within the window on a kernel before 5.9. Two look-ups sent at once through one socket (A and AAAA) make the same entry; the second packet is lost, and the resolver waits five seconds.",
    requires: [
      rises("table.insertFailed"),
      ["kernel.version", "<", 5.09],
      { any: [rises("use.dns.entries"), rises("use.unanswered-dns.entries")] },
      ["snat.top.entries", "<", 1000],
    ],
    excludes: [["table.exhausted", "=", true]],
    remedy: {
      title: "Use Linux 5.9 or later, which resolves the race without loss, or NodeLocal DNSCache",
      commands: [
        "conntrack -S | grep -oE 'insert_failed=[0-9]+'",
        "# or, in the pod: options single-request-reopen",
      ],
      risk: "single-request-reopen makes look-ups a little slower.",
    },
    references: [
      "kubernetes: issue 56903",
      "kernel: net/netfilter/nf_conntrack_core.c, nf_ct_resolve_clash",
    ],
  }),
  lookAlike({
    id: "hash-chain-too-long",
    title: "The table has too few hash buckets",
    mechanism:
      "{table.chainTooLong} packets were lost within the window because their hash chain was too long, with {table.count} entries in {table.buckets} buckets. The limit is not reached; the index of the table is too small, or somebody makes its chains long on purpose.",
    requires: [rises("table.chainTooLong")],
    remedy: {
      title: "Raise the number of hash buckets to {sizing.buckets}",
      commands: ["echo {sizing.buckets:raw} > /sys/module/nf_conntrack/parameters/hashsize"],
      risk: "8 bytes of memory a bucket; the table is rebuilt in a moment.",
    },
    references: ["kernel: net/netfilter/nf_conntrack_core.c, nf_conntrack_hash_check_insert"],
  }),
  lookAlike({
    id: "ephemeral-port-exhaustion",
    title: "The node runs out of local ports",
    mechanism:
      "The node's own TCP sockets are {ports.share} of the local ports that the kernel may choose. Programs on the node then fail to open connections to the destinations that hold most of them.",
    requires: [["ports.share", ">", 0.9]],
    remedy: {
      title: "Widen the range of local ports, and reuse connections",
      commands: [
        "sysctl net.ipv4.ip_local_port_range",
        "ss -tn | awk '{print $5}' | sort | uniq -c | sort -rn | head",
      ],
      risk: "The range must not take ports that servers on this node listen on.",
    },
    references: ["kernel: net/ipv4/inet_hashtables.c, __inet_hash_connect"],
  }),
  lookAlike({
    id: "reverse-path-filter",
    title: "The kernel drops packets from addresses that it would not answer on that interface",
    mechanism:
      "{ip.reversePathDrops} packets were dropped within the window by the reverse-path filter, before connection tracking could see an answer. Traffic comes in by another interface than the one that leads back.",
    requires: [["ip.reversePathDrops", ">", 10]],
    remedy: {
      title: "Mend the routes, or loosen the filter on that interface",
      commands: [
        "sysctl net.ipv4.conf.all.rp_filter",
        "nstat -az TcpExtIPReversePathFilter",
        "sysctl -w net.ipv4.conf.INTERFACE.rp_filter=2",
      ],
      risk: "A loose filter lets more spoofed sources in.",
    },
    references: ["kernel: net/ipv4/fib_frontend.c, fib_validate_source"],
  }),
  lookAlike({
    id: "softnet-drops",
    title: "A CPU cannot keep up with the packets that it receives",
    mechanism:
      "{softnet.dropped} packets were lost within the window because the receive queue of a CPU was full. They are gone before connection tracking sees them.",
    // a burst may cost any node a few
    requires: [["softnet.dropped", ">", 50]],
    remedy: {
      title: "Spread the packets over more CPUs, or lengthen the queue",
      commands: [
        "cat /proc/net/softnet_stat",
        "sysctl net.core.netdev_max_backlog",
        "ethtool -l eth0",
      ],
      risk: "A longer queue adds delay under load.",
    },
    references: ["kernel: net/core/dev.c, enqueue_to_backlog"],
  }),
  lookAlike({
    id: "cloud-allowance",
    title: "The cloud's own limits drop packets before they reach this node",
    mechanism:
      "{cloud.allowanceExceeded} packets were dropped within the window because this machine's allowance was used up, of tracked connections, of packets or of bandwidth. It is the hypervisor's table or shaper, which no sysctl of the node changes.",
    requires: [rises("cloud.allowanceExceeded")],
    remedy: {
      title: "Move to a larger type of machine, or spread the traffic over more nodes",
      commands: ["ethtool -S eth0 | grep allowance"],
      risk: "None.",
    },
    references: ["aws: ENA driver, conntrack_allowance_exceeded"],
  }),
  lookAlike({
    id: "fd-exhaustion",
    title: "The node runs out of file handles",
    mechanism:
      "{files.share} of the file handles that the kernel allows are in use. Programs then fail to open sockets, which looks like a network fault from outside.",
    requires: [["files.share", ">", 0.95]],
    remedy: {
      title: "Find the program that holds them, then raise fs.file-max",
      commands: [
        "sysctl fs.file-nr",
        'for p in /proc/[0-9]*; do echo "$(ls $p/fd 2>/dev/null | wc -l) $(cat $p/comm)"; done | sort -rn | head',
      ],
      risk: "None for looking. A higher limit only buys time for a leak.",
    },
    references: ["kernel: Documentation/admin-guide/sysctl/fs.rst"],
  }),
  lookAlike({
    id: "socket-memory",
    title: "TCP is short of memory",
    mechanism:
      "TCP's buffers take {tcp.memoryShare} of the memory that they may take, or came under pressure within the window. The kernel then drops packets and shrinks windows on the node's own sockets.",
    requires: [{ any: [["tcp.memoryShare", ">", 0.95], rises("tcp.memoryPressures")] }],
    remedy: {
      title: "Find the sockets with the largest queues, then raise net.ipv4.tcp_mem",
      commands: ["ss -tmn | head", "cat /proc/net/sockstat", "sysctl net.ipv4.tcp_mem"],
      risk: "More memory for TCP is less for pods.",
    },
    references: ["kernel: Documentation/networking/ip-sysctl.rst, tcp_mem"],
  }),
  lookAlike({
    id: "time-wait-sockets",
    title: "The node's own sockets find no room to wait",
    mechanism:
      "{tcp.timeWaitOverflow} sockets of the node itself were closed at once within the window, because net.ipv4.tcp_max_tw_buckets is reached. These are sockets, not entries of connection tracking; late packets of old connections may then reset new ones.",
    requires: [rises("tcp.timeWaitOverflow")],
    remedy: {
      title: "Reuse connections, and raise net.ipv4.tcp_max_tw_buckets",
      commands: ["ss -s", "sysctl net.ipv4.tcp_max_tw_buckets"],
      risk: "About 250 bytes of memory a socket.",
    },
    references: ["kernel: net/ipv4/tcp_minisocks.c, tcp_time_wait"],
  }),
  lookAlike({
    id: "expectation-table-full",
    title: "The expectation table is full, which is another table",
    mechanism:
      "The kernel said {expectation.fullMessages} times within the window that its expectation table is full. Only protocols with helpers (FTP, SIP, TFTP and the like) use that table; ordinary connections are not affected.",
    requires: [rises("expectation.fullMessages")],
    remedy: {
      title: "Raise net.netfilter.nf_conntrack_expect_max, or remove the helper that is not needed",
      commands: ["sysctl net.netfilter.nf_conntrack_expect_max", "lsmod | grep nf_conntrack_"],
      risk: "Without its helper, that protocol's secondary connections are not recognised.",
    },
    references: ["kernel: net/netfilter/nf_conntrack_expect.c"],
  }),
  lookAlike({
    id: "coredns-overload",
    title: "CoreDNS refuses queries",
    mechanism:
      "CoreDNS refused {coredns.rejects} queries within the window because too many were waiting for its upstream. Look-ups fail or are slow, while the table has room for them.",
    requires: [rises("coredns.rejects")],
    remedy: {
      title: "Look at the upstream resolvers, then raise max_concurrent or the number of replicas",
      commands: [
        "curl -s http://POD:9153/metrics | grep -E 'forward|proxy'",
        "kubectl -n kube-system get configmap coredns -o yaml",
      ],
      risk: "About 2 KB of memory a query in flight.",
    },
    references: ["coredns: plugin/forward, max_concurrent"],
  }),
  lookAlike({
    id: "cilium-ct-map",
    title: "Cilium's own connection-tracking map is full",
    mechanism:
      "Cilium tracks connections in maps of its own, of which one is {cilium.mapPressure} full; {cilium.insertFailures} packets were dropped within the window because it took no entry. The kernel's table is hardly used on such a node.",
    requires: [{ any: [["cilium.mapPressure", ">", 0.9], rises("cilium.insertFailures")] }],
    remedy: {
      title: "Raise bpf-ct-global-tcp-max and bpf-ct-global-any-max, or bpf-map-dynamic-size-ratio",
      commands: [
        "cilium-dbg bpf ct list global | wc -l",
        "cilium-dbg metrics list | grep map_pressure",
      ],
      risk: "Takes effect when the agent restarts; connections through a map that is made anew may break.",
    },
    references: ["cilium: Documentation/network/ebpf/maps.rst"],
  }),
  lookAlike({
    id: "mtu",
    title: "Packets are too large for the next link",
    mechanism:
      "{ip.fragmentFailures} packets within the window were too large for the next link and may not be divided. Small requests work and large answers hang, which looks like a time-out.",
    requires: [["ip.fragmentFailures", ">", 5]],
    remedy: {
      title: "Set the MTU of pods to what the path carries, tunnel headers taken off",
      commands: ["ip link", "tracepath -n ADDRESS", "nstat -az IpFragFails"],
      risk: "Pods take a new MTU when they are made again.",
    },
    references: ["kernel: net/ipv4/ip_output.c, ip_fragment"],
  }),
  lookAlike({
    id: "invalid-rst-race",
    title: "Packets that fit no connection lead to resets",
    mechanism:
      "kube-proxy's rules dropped {kubeProxy.invalidDropped} packets within the window as invalid. Late packets that tracking does not recognise would otherwise reach the client untranslated and reset its connection; these are resets, not time-outs.",
    requires: [["kubeProxy.invalidDropped", ">", 10]],
    remedy: {
      title: "Let tracking be liberal about TCP windows, if large transfers are cut",
      commands: [
        "sysctl net.netfilter.nf_conntrack_tcp_be_liberal",
        "# in kube-proxy's configuration, from 1.29: conntrack.tcpBeLiberal: true",
      ],
      risk: "Out-of-window packets pass; the receiving host still checks them.",
    },
    references: ["kubernetes: issue 74839"],
  }),
];
