import type { Cause } from "./cause.ts";
import {
  avoid,
  KERNEL_CORE,
  KERNEL_SYSCTLS,
  KUBE_PROXY_CONNTRACK,
  lowerTimeout,
  raiseLimit,
} from "./remedies.ts";

/**
 * Why a table is full. Thresholds are parts of the whole table; they are ours, set so that captures of
 * each cause pass and those of the others do not.
 */
export const EXHAUSTION: readonly Cause[] = [
  {
    id: "table-too-small",
    title: "The table is too small for this node's ordinary traffic",
    gate: "exhaustion",
    mechanism:
      "The limit is {table.max} entries, and {live.entries} entries ({live.share}) are ordinary traffic of many clients and services. No single client, service or kind of leftover holds enough of the table to be blamed.",
    requires: [
      ["top.source.share", "<=", 0.3],
      ["top.destination.share", "<=", 0.4],
      ["live.share", ">", 0.4],
      ["use.time-wait.share", "<=", 0.3],
      ["use.unanswered-syn.share", "<=", 0.2],
      ["udp.share", "<=", 0.4],
    ],
    supports: [
      ["table.maxIsDefault", "=", true],
      ["live.share", ">", 0.5],
    ],
    excludes: [
      ["use.idle-established.share", ">", 0.3],
      ["use.stale-endpoint.share", ">", 0.2],
      ["use.overlay.share", ">", 0.3],
    ],
    holds: ["live.entries"],
    remedies: [raiseLimit],
    references: [KERNEL_SYSCTLS, KUBE_PROXY_CONNTRACK],
  },
  {
    id: "time-wait-churn",
    title: "Short connections fill the table with TIME_WAIT entries",
    gate: "exhaustion",
    mechanism:
      "{use.time-wait.entries} of {table.rows} entries only wait out a TCP connection that is already closed; most belong to {use.time-wait.topDestination}. A client there opens a new connection for each request instead of keeping one open.",
    requires: [["use.time-wait.share", ">", 0.3]],
    supports: [["tcp.timeWait.shareOfTcp", ">", 0.5]],
    excludes: [],
    holds: ["use.time-wait.entries"],
    remedies: [
      avoid(
        "Let the client of {use.time-wait.topDestination} reuse its connections (HTTP keep-alive, a connection pool)",
        ["time-wait"],
        "A change in the application; none for the node.",
      ),
      lowerTimeout(
        "nf_conntrack_tcp_timeout_time_wait",
        30,
        "Holds for every connection of the node. A port that is reused early may meet late packets of its former connection.",
      ),
      raiseLimit,
    ],
    references: [KERNEL_SYSCTLS, KERNEL_CORE],
  },
  {
    id: "udp-accumulation",
    title: "UDP flows fill the table",
    gate: "exhaustion",
    mechanism:
      "{udp.entries} of {table.rows} entries ({udp.share}) are UDP. Each look-up or metric from a new source port takes an entry until its timeout, whether or not anybody answers.",
    requires: [["udp.share", ">", 0.4]],
    supports: [
      {
        any: [
          ["use.dns.share", ">", 0.1],
          ["use.unanswered-dns.share", ">", 0.1],
          ["use.one-way-udp.share", ">", 0.1],
          ["use.udp.share", ">", 0.1],
        ],
      },
    ],
    excludes: [],
    holds: ["udp.entries"],
    remedies: [
      {
        ...avoid(
          "Run NodeLocal DNSCache, so that pods' look-ups do not pass the table",
          ["dns", "unanswered-dns"],
          "Pods need the cache's address; its NOTRACK rules must cover both directions.",
        ),
        when: [["use.dns.entries", ">", 0]],
      },
      {
        ...avoid(
          "Send metrics and logs ({use.one-way-udp.topDestination}) from one fixed source port, or to an agent on the node",
          ["one-way-udp"],
          "A change in the clients; none for the node.",
        ),
        when: [["use.one-way-udp.entries", ">", 0]],
      },
      lowerTimeout(
        "nf_conntrack_udp_timeout",
        10,
        "An answer that takes longer is dropped. udp_timeout_stream does not matter here: it holds only for flows that go on for over 2 s.",
      ),
      raiseLimit,
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "connection-leak",
    title: "Connections are opened and never closed",
    gate: "exhaustion",
    mechanism:
      "{use.idle-established.entries} established connections have carried no packet for over an hour, most of them to {use.idle-established.topDestination}. Some client keeps opening connections without closing them, and the kernel keeps such an entry until its timeout, never evicting it.",
    requires: [
      ["use.idle-established.share", ">", 0.25],
      {
        any: [
          ["use.idle-established.topDestination.share", ">", 0.25],
          ["use.idle-established.topSource.share", ">", 0.25],
        ],
      },
    ],
    supports: [["use.idle-established.share", ">", 0.25]],
    excludes: [],
    holds: ["use.idle-established.entries"],
    remedies: [
      {
        title:
          "Fix the client of {use.idle-established.topDestination} (close connections, bound its pool); {use.idle-established.topSource} holds most",
        commands: [
          "conntrack -L -p tcp --state ESTABLISHED   # then restart the client that the src= names",
        ],
        risk: "A restart of the client ends its connections; the entries stay until the next remedy or their timeout.",
        change: { clears: "idle-established" },
      },
      lowerTimeout(
        "nf_conntrack_tcp_timeout_established",
        3600,
        "Cuts every connection of the node that is silent for an hour, idle database pools among them, unless they use TCP keep-alive.",
      ),
    ],
    references: [KERNEL_SYSCTLS, KERNEL_CORE],
  },
  {
    id: "stale-endpoints",
    title: "Entries still lead to pods that are gone",
    gate: "exhaustion",
    mechanism:
      "{use.stale-endpoint.entries} entries of {use.stale-endpoint.topDestination} lead to an endpoint that the Service no longer has, most to {use.stale-endpoint.topEndpoint}. kube-proxy never removes TCP entries, so they stay until their timeout, and clients with open connections talk to nobody.",
    requires: [["use.stale-endpoint.share", ">", 0.1]],
    supports: [["use.stale-endpoint.entries", ">", 0]],
    excludes: [],
    holds: ["use.stale-endpoint.entries"],
    remedies: [
      {
        title: "Delete the entries of the removed endpoint {use.stale-endpoint.topEndpoint}",
        commands: [
          "conntrack -D -r {use.stale-endpoint.topEndpoint:address}   # -r: with a Service, -d is the ClusterIP and would miss them",
        ],
        risk: "Open connections to that address break, which they are already. A restart of kube-proxy would clear UDP entries only.",
        change: { avoids: ["stale-endpoint"] },
      },
    ],
    references: ["kubernetes: issues 100698 and 101607", KUBE_PROXY_CONNTRACK],
  },
  {
    id: "retry-storm",
    title: "Retries at a destination that does not answer fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.unanswered-syn.entries} entries are connection attempts that nobody answered, most of them to {use.unanswered-syn.topDestination}. Each retry comes from a new port and takes a new entry for two minutes.",
    requires: [
      ["use.unanswered-syn.share", ">", 0.2],
      ["use.unanswered-syn.topDestination.share", ">", 0.15],
    ],
    supports: [["use.unanswered-syn.share", ">", 0.2]],
    excludes: [],
    holds: ["use.unanswered-syn.entries"],
    remedies: [
      avoid(
        "Mend or remove the endpoint {use.unanswered-syn.topEndpoint} behind {use.unanswered-syn.topDestination}",
        ["unanswered-syn"],
        "None for the node.",
        ["conntrack -L -p tcp --state SYN_SENT | grep UNREPLIED"],
      ),
      avoid(
        "Let clients back off between retries, with a circuit breaker",
        ["unanswered-syn"],
        "A change in the application; none for the node.",
      ),
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_sent",
        20,
        "A server that takes longer to accept a connection is cut off; the SYN's third repetition still fits.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
];
