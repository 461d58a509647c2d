import type { SignalWith } from "../signals/index.ts";
import type { Cause, Remedy, RemedyClass, Requirement, Test } from "./cause.ts";

/** A look-alike in one row: it has no gate and holds nothing; its remedies say where to look. */
export const lookAlike = (
  row: Pick<
    Cause,
    "id" | "title" | "mechanism" | "hosts" | "names" | "outside" | "requires" | "references"
  > & {
    supports?: readonly Requirement[];
    excludes?: readonly Requirement[];
    remedies: readonly (Omit<Remedy, "change" | "class"> & { class?: RemedyClass })[];
  },
): Cause => ({
  id: row.id,
  title: row.title,
  gate: "none",
  ...(row.hosts === undefined ? {} : { hosts: row.hosts }),
  ...(row.names === undefined ? {} : { names: row.names }),
  ...(row.outside === undefined ? {} : { outside: row.outside }),
  mechanism: row.mechanism,
  requires: row.requires,
  supports: row.supports ?? [],
  excludes: row.excludes ?? [],
  holds: [],
  remedies: row.remedies.map((remedy) => ({
    ...remedy,
    class: remedy.class ?? "fix",
    change: null,
  })),
  references: row.references,
});
const rises = (signal: SignalWith<number>): Test => [signal, ">", 0];
/** More than a few, which any node may lose to a burst. */
const many = (signal: SignalWith<number>, few = 10): Test => [signal, ">", few];
/** So few by the second, within a long window, that nobody notices them. */
const seldom = (signal: SignalWith<number>, few = 1): Test => [signal, "<=", few];

/** The same symptoms, another fault: connections that time out with room in the table. */
export const LOOK_ALIKES: readonly Cause[] = [
  lookAlike({
    id: "listen-queue-overflow",
    title: "A server on this node accepts connections too slowly",
    mechanism:
      "The kernel turned away {listen.overflows:counted} within the window because the accept queue of a listening program on this node was full. Clients see the same time-outs as with a full table, but the delay is in the program.",
    requires: [many("listen.overflows")],
    supports: [rises("listen.fullSockets"), many("listen.overflows", 50)],
    excludes: [seldom("listen.overflowRate")],
    names: [{ role: "destination", name: "listen.worst", protocol: "tcp" }],
    remedies: [
      {
        title: "Look at the program that listens on {listen.worst}, whose accept queue is full",
        when: [rises("listen.fullSockets")],
        commands: ["ss -ltnp   # Recv-Q above Send-Q"],
        risk: "None: this only reads. A larger backlog (net.core.somaxconn and the program's own) only buys time.",
      },
      {
        title: "Find the program whose queue is full, and why it does not accept",
        commands: ["ss -ltnp   # Recv-Q above Send-Q", "nstat -az TcpExtListenOverflows"],
        risk: "None: this only reads. A larger backlog (net.core.somaxconn and the program's own) only buys time.",
        unless: "listen.worst",
      },
    ],
    references: ["kernel: net/ipv4/tcp_ipv4.c, tcp_v4_syn_recv_sock"],
  }),
  lookAlike({
    id: "syn-cookies",
    title: "A server on this node has too many half-open connections",
    mechanism:
      "A server's queue of half-open connections was full for {tcp.requestQueueFull:counted} within the window, which the kernel answered with SYN cookies or not at all. Slow clients, lost answers or a SYN flood fill that queue, and new connections are slow or time out.",
    requires: [many("tcp.requestQueueFull")],
    excludes: [seldom("tcp.requestQueueRate")],
    names: [{ role: "destination", name: "listen.synFloodPort", protocol: "tcp" }],
    remedies: [
      {
        title: "Look at the server behind port {listen.synFloodPort}, which the kernel's log names",
        commands: ["ss -ltnp   # Send-Q is the longest that its queue may be"],
        risk: "None: this only reads.",
        when: [rises("listen.synFloodMessages")],
      },
      {
        title: "Find out who sends the SYNs, and whether its answers get back",
        commands: [
          "ss -tn state syn-recv",
          "nstat -az TcpExtTCPReqQFullDoCookies TcpExtTCPReqQFullDrop",
        ],
        risk: "None: this only reads. A larger net.ipv4.tcp_max_syn_backlog only buys time.",
      },
    ],
    references: ["kernel: net/ipv4/tcp_input.c, tcp_conn_request"],
  }),
  lookAlike({
    id: "neighbour-table-overflow",
    title: "The neighbour table is full",
    mechanism:
      "The kernel could not add neighbours to its table within the window (table: {neighbour.tables}; messages: {neighbour.fullMessages}; packets lost: {neighbour.overflows}). Connections to new addresses on the local network then time out, even though the connection-tracking table has room.",
    requires: [{ any: [rises("neighbour.fullMessages"), many("neighbour.overflowRate", 1)] }],
    remedies: [
      {
        title: "Raise the thresholds of the neighbour table of IPv4, the highest first",
        commands: [
          "ip -4 neigh show | wc -l",
          "sysctl net.ipv4.neigh.default.gc_thresh3 net.ipv4.neigh.default.gc_thresh2 net.ipv4.neigh.default.gc_thresh1",
        ],
        risk: "A larger neighbour table takes a little memory.",
        when: [["neighbour.ipv4", "=", true]],
      },
      {
        title: "Raise the thresholds of the neighbour table of IPv6, the highest first",
        commands: [
          "ip -6 neigh show | wc -l",
          "sysctl net.ipv6.neigh.default.gc_thresh3 net.ipv6.neigh.default.gc_thresh2 net.ipv6.neigh.default.gc_thresh1",
        ],
        risk: "A larger neighbour table takes a little memory.",
        when: [["neighbour.ipv6", "=", true]],
      },
    ],
    references: ["kernel: net/core/neighbour.c"],
  }),
  lookAlike({
    id: "snat-port-exhaustion",
    title: "No source port is left for connections to one destination",
    mechanism:
      "Source NAT uses {snat.fullest.entries} of the {snat.fullest.ports} source ports that it may choose[? at {snat.fullest.from}?] towards {snat.fullest}, and {table.clashes:counted} found none within the window. New connections to that destination fail although the table has room.",
    requires: [
      rises("table.clashes"),
      // the two counters are not read in one moment: a few packets may be between them
      ["table.fullDrops", "<=", 5],
      ["snat.fullest.share", ">", 0.9],
    ],
    supports: [many("table.clashes", 5)],
    excludes: [["table.exhausted", "=", true]],
    names: [
      { role: "translated", name: "snat.fullest", entries: "snat.fullest.entries" },
      { role: "translated", name: "snat.fullest.from", entries: "snat.fullest.entries" },
    ],
    remedies: [
      {
        title:
          "Delete the {snat.fullest.closed} entries of closed connections to {snat.fullest}, which frees their ports",
        class: "now",
        commands: [
          "conntrack -D -p tcp --state TIME_WAIT --reply-src {snat.fullest:address} --reply-port-src {snat.fullest.port:raw}",
        ],
        risk: "A late packet of a closed connection finds no entry. It helps only until the ports are used up again.",
        when: [
          ["snat.fullest.isTcp", "=", true],
          ["snat.fullest.closed", ">", 0],
        ],
      },
      {
        title: "Reuse connections to {snat.fullest}, or translate them to more ports or addresses",
        commands: ["iptables-save -t nat | grep -E 'MASQUERADE|SNAT'"],
        risk: "None for reuse. A second address must be routed back to this node.",
      },
    ],
    references: ["kernel: net/netfilter/nf_nat_core.c, nf_nat_l4proto_unique_tuple"],
  }),
  lookAlike({
    id: "dns-insert-race",
    title: "DNS lookups race each other into the table",
    mechanism:
      "The kernel lost {table.clashRate:counted} within the window because their entry could not be inserted while lookups hold {lookups.share} of the table. When two lookups leave one socket at once (A and AAAA), both want the same entry, and the client of the one that is lost waits, usually five seconds.",
    requires: [many("table.clashRate", 1), ["lookups.share", ">", 0.05]],
    // from 5.9 on the kernel resolves most of them without loss
    supports: [
      ["kernel.version", "<", 5.09],
      ["use.unanswered-dns.share", ">", 0.01],
      rises("coredns.servfail"),
    ],
    excludes: [
      ["table.exhausted", "=", true],
      ["snat.fullest.share", ">", 0.9],
    ],
    remedies: [
      {
        title: "Run NodeLocal DNSCache, or Linux 5.9 or later, which resolves most such races",
        commands: [
          "conntrack -S | grep -oE '(insert_failed|drop|clash_resolve)=[0-9]+'",
          "# or, in the pod: options single-request-reopen",
        ],
        risk: "A new kernel needs a restart of the node. The pod option single-request-reopen makes lookups a little slower.",
      },
    ],
    references: [
      "kubernetes: issue 56903",
      "kernel: net/netfilter/nf_conntrack_core.c, nf_ct_resolve_clash",
    ],
  }),
  lookAlike({
    id: "hash-chain-too-long",
    title: "The table has too few hash buckets",
    mechanism:
      "The kernel lost {table.chainTooLong:counted} within the window because too many entries stood in one hash bucket (entries: {table.count}; buckets: {table.buckets}). Too few buckets, or addresses chosen on purpose, can overfill a bucket long before the table reaches its limit.",
    requires: [many("table.chainTooLong")],
    excludes: [seldom("table.chainRate")],
    names: [
      { role: "destination", name: "top.destination" },
      { role: "source", name: "top.source" },
    ],
    remedies: [
      {
        title: "Raise the number of hash buckets to {sizing.buckets}",
        commands: ["echo {sizing.buckets:raw} > /sys/module/nf_conntrack/parameters/hashsize"],
        risk: "Each bucket takes 8 bytes of memory.",
        when: [["table.chainLength", ">=", 8]],
      },
      {
        title: "Look for a source that chooses its addresses or ports so that they share a bucket",
        commands: [
          "conntrack -L | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
        ],
        risk: "None: this only reads.",
      },
    ],
    references: ["kernel: net/netfilter/nf_conntrack_core.c, nf_conntrack_hash_check_insert"],
  }),
  lookAlike({
    id: "ephemeral-port-exhaustion",
    title: "The node runs out of local ports",
    mechanism:
      "{ports.top.source} has {ports.top.entries:counted} to {ports.top.destination}, which is {ports.top.share} of the local ports that the kernel may choose there (all sockets of the node: {ports.share}). A local port can be used only once for each destination, so further connections to this one fail.",
    requires: [
      ["ports.top.share", ">", 0.9],
      ["ports.share", ">", 0.9],
    ],
    names: [
      { role: "source", name: "ports.top.source", entries: "ports.top.entries" },
      { role: "destination", name: "ports.top.destination", entries: "ports.top.entries" },
    ],
    remedies: [
      {
        title: "Reuse connections to {ports.top.destination}, and widen the range of local ports",
        commands: [
          "ss -tan | awk '{print $5}' | sort | uniq -c | sort -rn | head",
          "sysctl net.ipv4.ip_local_port_range",
        ],
        risk: "The range must not take ports that servers on this node listen on.",
      },
    ],
    references: ["kernel: net/ipv4/inet_hashtables.c, __inet_hash_connect"],
  }),
  lookAlike({
    id: "reverse-path-filter",
    title: "The reverse-path filter drops packets",
    mechanism:
      "The kernel dropped {ip.reversePathDrops:counted} within the window because the route back to their source does not use the interface that they arrived on. Such a packet gets no entry and no answer, so its connection times out.",
    requires: [many("ip.reversePathDrops", 50)],
    excludes: [seldom("ip.reversePathRate", 5)],
    remedies: [
      {
        title: "Fix the routes, or loosen the filter on that interface",
        commands: [
          "sysctl net.ipv4.conf.all.rp_filter",
          "nstat -az TcpExtIPReversePathFilter",
          "sysctl -w net.ipv4.conf.INTERFACE.rp_filter=2",
        ],
        risk: "A loose filter lets more packets with forged sources in.",
      },
    ],
    references: ["kernel: net/ipv4/fib_frontend.c, fib_validate_source"],
  }),
  lookAlike({
    id: "softnet-drops",
    title: "A CPU cannot keep up with the packets that it receives",
    mechanism:
      "The kernel lost {softnet.dropped:counted} within the window because the receive queue of a CPU was full. They are gone before connection tracking sees them, and connections stall or time out.",
    // a burst may cost any node a few
    requires: [["softnet.dropped", ">", 50]],
    excludes: [seldom("softnet.dropRate", 5)],
    remedies: [
      {
        title: "Spread the packets over more CPUs, or lengthen the queue",
        commands: [
          "cat /proc/net/softnet_stat",
          "sysctl net.core.netdev_max_backlog",
          "ethtool -l eth0",
        ],
        risk: "A longer queue adds delay under load.",
      },
    ],
    references: ["kernel: net/core/dev.c, enqueue_to_backlog"],
  }),
  lookAlike({
    id: "cloud-allowance",
    title: "The cloud's own limits drop packets of this node",
    hosts: ["kubernetes", "docker", "open-vswitch", "plain"],
    mechanism:
      "The cloud dropped packets beyond this machine's allowances within the window (connections: {cloud.connections}; to its own services: {cloud.linkLocal}; packets: {cloud.packets}; bandwidth: {cloud.bandwidth}). These limits are outside the machine: packets are lost although the node's own table has room, and no sysctl changes it.",
    requires: [
      {
        any: [
          ["cloud.connections", ">", 1],
          ["cloud.linkLocal", ">", 1],
          ["cloud.packets", ">", 10],
          // a burst is shaped on any machine
          ["cloud.bandwidth", ">", 100],
        ],
      },
    ],
    names: [{ role: "interface", name: "cloud.interface" }],
    remedies: [
      {
        title:
          "Let the security group leave this traffic untracked: rules for all addresses both ways",
        commands: ["ethtool -S {cloud.interface:interface} | grep conntrack_allowance"],
        risk: "Such rules admit all traffic: it must be filtered elsewhere.",
        when: [["cloud.connections", ">", 1]],
      },
      {
        title: "Lower the idle timeout of TCP connections on the cloud's interface to 350 s",
        commands: [
          "# aws ec2 modify-network-interface-attribute --network-interface-id ENI --connection-tracking-specification TcpEstablishedTimeout=350",
        ],
        risk: "Connections that are silent for longer are cut off.",
        when: [["cloud.connections", ">", 1]],
      },
      {
        title:
          "Run NodeLocal DNSCache: the cloud's resolver takes 1,024 packets per second from each interface",
        commands: ["ethtool -S {cloud.interface:interface} | grep linklocal_allowance"],
        risk: "Pods have to use the cache's address.",
        when: [["cloud.linkLocal", ">", 1]],
      },
      {
        title: "Move to a larger machine type, or spread the traffic over more nodes",
        commands: [],
        risk: "A larger machine costs more, and pods have to move to it.",
      },
    ],
    references: ["aws: ENA driver, conntrack_allowance_exceeded"],
  }),
  lookAlike({
    id: "fd-exhaustion",
    title: "The node runs out of file handles",
    mechanism:
      "{files.share} of the file handles that the kernel allows are in use. At the limit, programs can open no more sockets, which looks like a network fault from outside.",
    requires: [["files.share", ">", 0.95]],
    remedies: [
      {
        title: "Find the program that holds them, then raise fs.file-max",
        commands: [
          "sysctl fs.file-nr",
          'for p in /proc/[0-9]*; do echo "$(ls $p/fd 2>/dev/null | wc -l) $(cat $p/comm)"; done | sort -rn | head',
        ],
        risk: "None: this only reads. If handles leak, a higher limit only buys time.",
      },
    ],
    references: ["kernel: Documentation/admin-guide/sysctl/fs.rst"],
  }),
  lookAlike({
    id: "socket-memory",
    title: "TCP is short of memory",
    mechanism:
      "TCP's buffers are close to their memory limit (in use: {tcp.memoryShare}; times under pressure within the window: {tcp.memoryPressures}; out-of-memory messages: {tcp.memoryMessages}). The kernel then drops packets of the node's own sockets and lets peers send less, so connections stall.",
    requires: [
      {
        any: [
          ["tcp.memoryShare", ">", 0.95],
          many("tcp.memoryPressures", 1),
          rises("tcp.memoryMessages"),
        ],
      },
    ],
    remedies: [
      {
        title: "Find the sockets with the largest queues, then raise net.ipv4.tcp_mem",
        commands: ["ss -tmn | head", "cat /proc/net/sockstat", "sysctl net.ipv4.tcp_mem"],
        risk: "Memory that TCP takes is not available to pods.",
      },
    ],
    references: ["kernel: Documentation/networking/ip-sysctl.rst, tcp_mem"],
  }),
  lookAlike({
    id: "time-wait-sockets",
    title: "Closed sockets of the node find no room to wait",
    mechanism:
      "The kernel closed {tcp.timeWaitOverflow:counted} of the node itself without their usual wait within the window, because the limit net.ipv4.tcp_max_tw_buckets was reached. These are sockets, not entries of connection tracking; late packets of an old connection may then disturb a new one.",
    requires: [many("tcp.timeWaitOverflow")],
    excludes: [seldom("tcp.timeWaitOverflowRate")],
    remedies: [
      {
        title: "Reuse connections, and raise net.ipv4.tcp_max_tw_buckets",
        commands: ["ss -s", "sysctl net.ipv4.tcp_max_tw_buckets"],
        risk: "Takes about 250 bytes of memory a socket.",
      },
    ],
    references: ["kernel: net/ipv4/tcp_minisocks.c, tcp_time_wait"],
  }),
  lookAlike({
    id: "expectation-table-full",
    title: "The expectation table is full, not the connection table",
    mechanism:
      "The kernel's log has {expectation.fullMessages:counted} within the window that its expectation table is full. Only protocols with helpers, such as FTP, SIP and TFTP, use that table; their secondary connections fail, and others are not affected.",
    requires: [rises("expectation.fullMessages")],
    remedies: [
      {
        title:
          "Raise net.netfilter.nf_conntrack_expect_max, or remove the helper that is not needed",
        commands: ["sysctl net.netfilter.nf_conntrack_expect_max", "lsmod | grep nf_conntrack_"],
        risk: "Without its helper, that protocol's secondary connections are not recognised.",
      },
    ],
    references: ["kernel: net/netfilter/nf_conntrack_expect.c"],
  }),
  lookAlike({
    id: "coredns-overload",
    title: "CoreDNS refuses queries",
    hosts: ["kubernetes"],
    mechanism:
      "CoreDNS refused {coredns.rejects:counted} within the window because too many others waited for its upstream servers. Lookups then fail or are slow, whatever room the table has for them.",
    requires: [many("coredns.rejects")],
    excludes: [seldom("coredns.rejectRate")],
    remedies: [
      {
        title:
          "Look at the upstream resolvers, then raise max_concurrent or the number of replicas",
        commands: [
          "curl -s http://POD:9153/metrics | grep -E 'forward|proxy'",
          "kubectl -n kube-system get configmap coredns -o yaml",
        ],
        risk: "Takes about 2 KB of memory for each query that waits.",
      },
    ],
    references: ["coredns: plugin/forward, max_concurrent"],
  }),
  lookAlike({
    id: "coredns-upstream-dead",
    title: "CoreDNS asks upstream servers that do not answer",
    hosts: ["kubernetes"],
    mechanism:
      "{coredns.servfail.share} of CoreDNS's answers within the window were SERVFAIL ({coredns.servfail}), and its upstream servers failed {coredns.upstreamFailures:counted} when it tested them. Names outside the cluster are not found then, whatever room the table has for lookups.",
    requires: [
      ["coredns.servfail.share", ">", 0.1],
      many("coredns.servfail", 1),
      rises("coredns.upstreamFailures"),
    ],
    // then it has upstream servers, but too many questions wait for them
    excludes: [many("coredns.rejects")],
    remedies: [
      {
        title: "Find the upstream servers that CoreDNS names, and ask one from its node",
        commands: [
          "curl -s http://POD:9153/metrics | grep healthcheck_failures_total",
          "kubectl -n kube-system get configmap coredns -o yaml   # forward; /etc/resolv.conf is the node's",
          "dig @UPSTREAM example.com",
        ],
        risk: "None: this only reads.",
      },
    ],
    references: ["coredns: plugin/forward, health_check"],
  }),
  lookAlike({
    id: "cilium-ct-map",
    title: "Cilium's own connection-tracking map runs out of room",
    hosts: ["kubernetes"],
    mechanism:
      "Cilium tracks connections in maps of its own (use of the fullest: {cilium.mapPressure}; packets dropped within the window because one was full: {cilium.insertFailures}). A full map gives up the entries that were used longest ago, so that idle connections break; only where that makes no room are packets lost.",
    requires: [{ any: [["cilium.mapPressure", ">", 0.9], many("cilium.insertFailures")] }],
    remedies: [
      {
        title:
          "Raise bpf-ct-global-tcp-max and bpf-ct-global-any-max, or bpf-map-dynamic-size-ratio",
        commands: [
          "cilium-dbg bpf ct list global | wc -l",
          "cilium-dbg metrics list | grep map_pressure",
        ],
        risk: "Takes effect when the agent restarts. Connections through a recreated map may break.",
      },
    ],
    references: ["cilium: Documentation/network/ebpf/maps.rst"],
  }),
  lookAlike({
    id: "mtu",
    title: "Packets are too large for the next link",
    mechanism:
      "The kernel could not send on {ip.fragmentFailures:counted} within the window: they were too large for the next link and must not be fragmented. Small requests then work and large answers hang, which looks like a time-out.",
    requires: [many("ip.fragmentFailures", 50)],
    excludes: [seldom("ip.fragmentRate", 5)],
    remedies: [
      {
        title: "Set the MTU of pods to what the path carries, less the tunnel's headers",
        commands: ["ip link", "tracepath -n ADDRESS", "nstat -az IpFragFails Ip6FragFails"],
        risk: "Pods take a new MTU when they are made again.",
      },
    ],
    references: ["kernel: net/ipv4/ip_output.c, ip_fragment"],
  }),
  lookAlike({
    id: "invalid-rst-race",
    title: "Packets that fit no known connection are dropped",
    hosts: ["kubernetes"],
    mechanism:
      "kube-proxy's rules dropped {kubeProxy.invalidDropped:counted} within the window as invalid: connection tracking knew no connection for them. That can stall large transfers, and packets of that kind that get through untranslated make a client reset its connection.",
    requires: [many("kubeProxy.invalidDropped", 50)],
    // what kube-proxy drops as invalid, connection tracking counts as well
    supports: [many("table.invalidRate", 10)],
    excludes: [seldom("kubeProxy.invalidRate", 5)],
    remedies: [
      {
        title: "Let connection tracking be liberal about TCP windows, if large transfers stall",
        commands: [
          "sysctl net.netfilter.nf_conntrack_tcp_be_liberal",
          "# in kube-proxy's configuration, from 1.29: conntrack.tcpBeLiberal: true",
        ],
        risk: "Packets outside the TCP window pass; the host that receives them still checks them.",
      },
    ],
    references: ["kubernetes: issue 74839"],
  }),
];
