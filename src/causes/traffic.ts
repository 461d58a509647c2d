import type { Cause } from "./cause.ts";
import { avoid, KERNEL_CORE, KERNEL_SYSCTLS, lowerTimeout, raiseLimit } from "./remedies.ts";

/**
 * Traffic that fills the table. Thresholds are parts of the whole table; they are ours, set so that
 * captures of each cause pass and those of the others do not.
 */
export const TRAFFIC: readonly Cause[] = [
  {
    id: "time-wait-churn",
    title: "Short connections fill the table with TIME_WAIT entries",
    gate: "exhaustion",
    mechanism:
      "{use.time-wait.entries} of {table.rows} entries only wait out a TCP connection that is already closed; the largest group belongs to {use.time-wait.topDestination}. A client there opens a new connection for each request instead of keeping one open.",
    requires: [["use.time-wait.share", ">", 0.3]],
    supports: [
      ["tcp.timeWait.shareOfTcp", ">", 0.5],
      ["use.time-wait.share", ">", 0.35],
    ],
    excludes: [],
    holds: ["use.time-wait.entries"],
    remedies: [
      avoid(
        "Let clients reuse their connections (HTTP keep-alive, a connection pool), first those of {use.time-wait.topDestination}",
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
      ["udp.recent", ">", 0],
      ["udp.share", ">", 0.5],
    ],
    excludes: [["use.dns-answer.share", ">", 0.2]],
    holds: ["udp.entries"],
    remedies: [
      {
        ...avoid(
          "Run NodeLocal DNSCache, so that pods' look-ups do not pass the table",
          ["dns", "unanswered-dns"],
          "Pods need the cache's address; its NOTRACK rules must cover both directions.",
        ),
        when: [["use.dns.share", ">", 0.05]],
      },
      {
        ...avoid(
          "Send metrics and logs ({use.one-way-udp.topDestination}) from one fixed source port, or to an agent on the node",
          ["one-way-udp"],
          "A change in the clients; none for the node.",
        ),
        when: [["use.one-way-udp.share", ">", 0.05]],
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
      "{use.idle-established.entries} established connections have carried no packet for over an hour, the largest group to {use.idle-established.topDestination}. Some client keeps opening connections without closing them, and the kernel keeps such an entry until its timeout, never evicting it.",
    requires: [
      ["use.idle-established.share", ">", 0.25],
      {
        any: [
          ["use.idle-established.topDestination.share", ">", 0.25],
          ["use.idle-established.topSource.share", ">", 0.25],
        ],
      },
    ],
    supports: [],
    excludes: [],
    holds: ["use.idle-established.entries"],
    remedies: [
      {
        title:
          "Fix the client of {use.idle-established.topDestination} (close connections, bound its pool); {use.idle-established.topSource} holds most",
        commands: [
          "conntrack -L -p tcp --state ESTABLISHED   # restart the client that the first src= names",
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
    id: "close-wait-buildup",
    title: "Half-closed connections stay for an hour",
    gate: "exhaustion",
    mechanism:
      "{use.close-wait.entries} entries are in CLOSE_WAIT: one side closed, the other never did, the largest group to {use.close-wait.topDestination}. Their timeout is {timeout.closeWait}, kube-proxy's setting; the kernel's own is a minute.",
    requires: [["use.close-wait.share", ">", 0.2]],
    supports: [["timeout.closeWait", ">", 60]],
    excludes: [],
    holds: ["use.close-wait.entries"],
    remedies: [
      {
        title:
          "Let the program behind {use.close-wait.topDestination} close a connection that its peer has closed",
        commands: ["conntrack -L -p tcp --state CLOSE_WAIT"],
        risk: "A change in the application; none for the node.",
        change: { avoids: ["close-wait"] },
      },
      {
        ...lowerTimeout(
          "nf_conntrack_tcp_timeout_close_wait",
          60,
          "A download that goes on for longer than a minute after its client stopped sending loses its entry only if it is silent for that long.",
        ),
        commands: [
          "sysctl -w net.netfilter.nf_conntrack_tcp_timeout_close_wait=60",
          "# to last, in kube-proxy's configuration: conntrack.tcpCloseWaitTimeout: 1m0s",
        ],
      },
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "retry-storm",
    title: "Retries at a destination that does not answer fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.unanswered-syn.entries} entries are connection attempts that nobody answered, the largest group to {use.unanswered-syn.topDestination}. Each retry comes from a new port and takes a new entry for two minutes.",
    requires: [
      ["use.unanswered-syn.share", ">", 0.2],
      ["use.unanswered-syn.topDestination.share", ">", 0.15],
    ],
    supports: [],
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
  {
    id: "connection-scan",
    title: "A scan or SYN flood fills the table",
    gate: "exhaustion",
    mechanism:
      "{use.unanswered-syn.entries} entries are connection attempts that nobody answered, to {use.unanswered-syn.destinations} different destinations. That is a scan or a flood, not a client that retries; {use.unanswered-syn.topSource} sends most.",
    requires: [
      ["use.unanswered-syn.share", ">", 0.2],
      ["use.unanswered-syn.destinations", ">", 100],
      ["use.unanswered-syn.topDestination.share", "<=", 0.15],
    ],
    supports: [],
    excludes: [],
    holds: ["use.unanswered-syn.entries"],
    remedies: [
      avoid(
        "Stop or limit the source {use.unanswered-syn.topSource} at the edge, or with a NetworkPolicy",
        ["unanswered-syn"],
        "A limit on new connections may hit honest clients behind the same address.",
        [
          "conntrack -L -p tcp --state SYN_SENT | grep -oE ' src=[^ ]+' | sort | uniq -c | sort -rn | head",
        ],
      ),
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_sent",
        20,
        "A server that takes longer to accept a connection is cut off.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "probe-churn",
    title: "Health checks of NodePorts leave an entry each",
    gate: "exhaustion",
    mechanism:
      "{nodePorts.short.entries} entries ({nodePorts.short.share}) are closed connections to NodePorts, the largest group from {use.time-wait.topSource}. Load balancers and probes open a connection for each check, which waits in TIME_WAIT for two minutes.",
    requires: [
      ["nodePorts.short.share", ">", 0.3],
      ["use.time-wait.topSource.share", ">", 0.1],
    ],
    supports: [],
    excludes: [],
    holds: ["nodePorts.short.entries"],
    explains: ["time-wait-churn"],
    remedies: [
      avoid(
        "Check less often, from fewer places, and over a connection that is kept open",
        ["time-wait"],
        "A failed backend is noticed later.",
      ),
      {
        title:
          "Set externalTrafficPolicy: Local, so that only nodes with endpoints are checked for traffic",
        commands: [
          "kubectl get services -A -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name,TYPE:.spec.type,POLICY:.spec.externalTrafficPolicy",
        ],
        risk: "The load balancer must look at healthCheckNodePort, or sends traffic to nodes without endpoints.",
        change: null,
      },
      lowerTimeout(
        "nf_conntrack_tcp_timeout_time_wait",
        30,
        "Holds for every connection of the node.",
      ),
    ],
    references: ["kubernetes: pkg/proxy/healthcheck/service_health.go", KERNEL_SYSCTLS],
  },
  {
    id: "icmp-flood",
    title: "Echo requests fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.icmp.entries} entries ({use.icmp.share}) are ICMP exchanges, the largest group from {use.icmp.topSource}. Each ping of another address, or by another process, takes an entry for half a minute.",
    requires: [["use.icmp.share", ">", 0.2]],
    supports: [],
    excludes: [],
    holds: ["use.icmp.entries"],
    remedies: [
      avoid(
        "Stop or limit the source {use.icmp.topSource}",
        ["icmp"],
        "Monitoring that pings through this node may lose packets.",
        ["conntrack -L -p icmp | grep -oE ' src=[^ ]+' | sort | uniq -c | sort -rn | head"],
      ),
      lowerTimeout(
        "nf_conntrack_icmp_timeout",
        5,
        "An answer that takes longer is not recognised.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "generic-protocol",
    title: "Packets of a protocol without a tracker fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.other-protocol.entries} entries ({use.other-protocol.share}) are of protocols that the kernel tracks by addresses alone, or of SCTP, DCCP or GRE. An unknown one keeps its entry for ten minutes.",
    requires: [["use.other-protocol.share", ">", 0.2]],
    supports: [],
    excludes: [],
    holds: ["use.other-protocol.entries"],
    remedies: [
      lowerTimeout(
        "nf_conntrack_generic_timeout",
        60,
        "A flow of such a protocol that is silent for a minute is taken for a new one.",
      ),
      {
        title: "Keep that protocol out of the table with a NOTRACK rule",
        commands: ["conntrack -L | grep -vE '^(tcp|udp|icmp)' | head"],
        risk: "Service addresses do not work for packets that are not tracked.",
        change: { avoids: ["other-protocol"] },
      },
    ],
    references: [KERNEL_SYSCTLS],
  },
];
