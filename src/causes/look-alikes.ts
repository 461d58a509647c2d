import type { Cause } from "./cause.ts";

/** The same symptoms, another fault: time-outs of new connections with room in the table. */
export const LOOK_ALIKES: readonly Cause[] = [
  {
    id: "listen-queue-overflow",
    title: "A server on this node does not accept its connections in time",
    gate: "none",
    mechanism:
      "{listen.overflows} connections were lost within the window because the accept queue of a listening socket was full. Clients see the same time-outs as with a full table, but the table has nothing to do with it.",
    requires: [["listen.overflows", ">", 0]],
    supports: [
      ["listen.fullSockets", ">", 0],
      ["listen.overflows", ">", 10],
    ],
    excludes: [],
    holds: [],
    remedies: [
      {
        title: "Find the server of the full socket ({listen.worst}) and why it does not accept",
        commands: ["ss -ltnp   # Recv-Q above Send-Q", "nstat -az TcpExtListenOverflows"],
        risk: "None. A larger backlog (net.core.somaxconn and the program's own) only buys time.",
        change: null,
      },
    ],
    references: ["kernel: net/ipv4/tcp_ipv4.c, tcp_v4_syn_recv_sock"],
  },
  {
    id: "snat-port-exhaustion",
    title: "No source port is left for connections to one destination",
    gate: "none",
    mechanism:
      "{table.insertFailed} connections failed within the window because source translation found no free port; {snat.top} has most translated entries ({snat.top.entries}). The table has room, but every port that may be used towards that destination is taken.",
    requires: [
      ["table.insertFailed", ">", 0],
      ["table.drops", ">", 0],
      ["table.fullDrops", "=", 0],
      ["snat.top.entries", ">", 0],
    ],
    supports: [["table.insertFailed", ">", 5]],
    excludes: [
      ["table.exhausted", "=", true],
      ["table.chainTooLong", ">", 0],
    ],
    holds: [],
    remedies: [
      {
        title:
          "Reuse connections to {snat.top}, or widen the ports or addresses that they are translated to",
        commands: ["iptables-save -t nat | grep -E 'MASQUERADE|SNAT'"],
        risk: "None for reuse. A second address must be routed back to this node.",
        change: null,
      },
    ],
    references: ["kernel: net/netfilter/nf_nat_core.c, nf_nat_l4proto_unique_tuple"],
  },
  {
    id: "expectation-table-full",
    title: "The expectation table is full, which is another table",
    gate: "none",
    mechanism:
      "The kernel said {expectation.fullMessages} times within the window that its expectation table is full. Only protocols with helpers (FTP, SIP, TFTP and the like) use that table; ordinary connections are not affected.",
    requires: [["expectation.fullMessages", ">", 0]],
    supports: [["expectation.fullMessages", ">", 0]],
    excludes: [],
    holds: [],
    remedies: [
      {
        title:
          "Raise net.netfilter.nf_conntrack_expect_max, or remove the helper that is not needed",
        commands: ["sysctl net.netfilter.nf_conntrack_expect_max", "lsmod | grep nf_conntrack_"],
        risk: "Without its helper, that protocol's secondary connections are not recognised.",
        change: null,
      },
    ],
    references: ["kernel: net/netfilter/nf_conntrack_expect.c"],
  },
];
