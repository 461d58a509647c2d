import type { Cause } from "../cause.ts";
import { lookAlike, many, rises, seldom } from "./look-alike.ts";

/** A queue or a table of the node itself is full, but not that of connection tracking. */
export const QUEUES: readonly Cause[] = [
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
          "# set each with sysctl -w: gc_thresh3 well above the number of neighbours, gc_thresh2 and gc_thresh1 below it",
        ],
        risk: "A larger neighbour table uses a little more memory.",
        when: [["neighbour.ipv4", "=", true]],
      },
      {
        title: "Raise the thresholds of the neighbour table of IPv6, the highest first",
        commands: [
          "ip -6 neigh show | wc -l",
          "sysctl net.ipv6.neigh.default.gc_thresh3 net.ipv6.neigh.default.gc_thresh2 net.ipv6.neigh.default.gc_thresh1",
          "# set each with sysctl -w: gc_thresh3 well above the number of neighbours, gc_thresh2 and gc_thresh1 below it",
        ],
        risk: "A larger neighbour table uses a little more memory.",
        when: [["neighbour.ipv6", "=", true]],
      },
    ],
    references: ["kernel: net/core/neighbour.c"],
  }),
];
