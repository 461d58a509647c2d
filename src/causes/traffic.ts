import type { Cause } from "./cause.ts";
import {
  avoid,
  DELETE_IDLE,
  KERNEL_CORE,
  KERNEL_SYSCTLS,
  LARGER_LIMIT,
  lowerTimeout,
} from "./remedies.ts";

/**
 * Traffic that fills the table. Thresholds are parts of the whole table; they are ours, set so that
 * captures of each cause pass and those of the others do not.
 */
export const TRAFFIC: readonly Cause[] = [
  {
    id: "time-wait-churn",
    title: "Short TCP connections fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.time-wait.entries} of {table.rows} entries are of TCP connections that are closed and wait for late packets (TIME_WAIT)[?, mostly to {use.time-wait.topDestination}?]. Clients that open a connection for each request, instead of keeping one open, leave an entry each time, for two minutes by default.",
    requires: [],
    weighs: ["use.time-wait.share", ">", 0.3],
    supports: [
      ["tcp.timeWait.shareOfTcp", ">", 0.5],
      ["use.time-wait.share", ">", 0.35],
    ],
    excludes: [],
    holds: ["use.time-wait.entries"],
    remedies: [
      avoid(
        "Let clients reuse their connections (HTTP keep-alive, a connection pool)[?, first those of {use.time-wait.topDestination}?]",
        ["time-wait"],
        "A change in the application; nothing changes on the node.",
      ),
      lowerTimeout(
        "nf_conntrack_tcp_timeout_time_wait",
        30,
        "Holds for the whole node; a port that is reused early may meet late packets of its former connection.",
      ),
      ...LARGER_LIMIT,
    ],
    references: [KERNEL_SYSCTLS, KERNEL_CORE],
  },
  {
    id: "udp-accumulation",
    title: "UDP flows fill the table",
    gate: "exhaustion",
    mechanism:
      "{udp.entries} of {table.rows} entries ({udp.share}) are short UDP, among them {use.one-way-udp.entries} one-way flows, such as metrics and logs, and {use.dns.entries} answered DNS lookups[?, mostly from {udp.topSource}?]. Every packet from a new source port takes an entry until its timeout, whether or not anybody answers.",
    requires: [],
    weighs: ["udp.share", ">", 0.33],
    supports: [
      ["udp.recent", ">", 0],
      ["udp.share", ">", 0.5],
    ],
    excludes: [],
    holds: ["udp.entries"],
    remedies: [
      {
        ...avoid(
          "Run NodeLocal DNSCache, which keeps the lookups of pods out of the table",
          ["dns", "unanswered-dns"],
          "Pods have to use the cache's address. Its NOTRACK rules must cover both directions.",
        ),
        when: [["use.dns.share", ">", 0.05]],
      },
      {
        ...avoid(
          "Send metrics and logs[? ({use.one-way-udp.topDestination})?] from one fixed source port, or to an agent on the node[?, first those of {use.one-way-udp.topSource}?]",
          ["one-way-udp"],
          "A change in the clients; nothing changes on the node.",
        ),
        when: [["use.one-way-udp.share", ">", 0.05]],
      },
      lowerTimeout(
        "nf_conntrack_udp_timeout",
        10,
        "An answer that takes longer may be lost; nf_conntrack_udp_timeout_stream does not apply, except to flows with packets both ways for more than two seconds.",
      ),
      ...LARGER_LIMIT,
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "connection-leak",
    title: "Connections are opened and never closed",
    gate: "exhaustion",
    mechanism:
      "{use.idle-established.entries} open TCP connections have carried no packet for over an hour[?, mostly to {use.idle-established.topDestination}?][?, mostly from {use.idle-established.topSource}?]. Clients that open connections and never close them leave such entries, which the kernel keeps until their timeout, even in a full table.",
    weighs: ["use.idle-established.share", ">", 0.25],
    requires: [
      {
        any: [
          ["use.idle-established.topDestination.share", ">", 0.25],
          ["use.idle-established.topSource.share", ">", 0.25],
          // of many clients, with no timeout of days to blame
          ["timeout.established", "<=", 86_400],
        ],
      },
    ],
    supports: [
      ["use.idle-established.topDestination.share", ">", 0.25],
      ["use.idle-established.topSource.share", ">", 0.25],
    ],
    excludes: [],
    holds: ["use.idle-established.entries"],
    remedies: [
      {
        title:
          "Let the clients[? of {use.idle-established.topDestination}?] close connections and limit their pools[?, first {use.idle-established.topSource}?]",
        class: "fix",
        commands: [
          "conntrack -L -p tcp --state ESTABLISHED   # the first src= of a row is its client",
        ],
        risk: "A restart of the client ends its connections. Entries of connections that end without a packet stay until their timeout.",
        change: { clears: "idle-established" },
      },
      ...LARGER_LIMIT,
      ...DELETE_IDLE,
      {
        ...lowerTimeout(
          "nf_conntrack_tcp_timeout_established",
          3600,
          "Cuts every connection of the node that is silent for an hour, idle database pools too; TCP keep-alive spares them only when set below the kernel's default of two hours.",
        ),
        class: "fix",
      },
    ],
    references: [KERNEL_SYSCTLS, KERNEL_CORE],
  },
  {
    id: "close-wait-buildup",
    title: "Half-closed connections fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.close-wait.entries} entries are TCP connections that one side has closed and the other has not (CLOSE_WAIT)[?, mostly to {use.close-wait.topDestination}?]. While a program leaves its side open, the entry stays until its timeout (here: {timeout.closeWait}; the kernel's default is a minute).",
    requires: [],
    weighs: ["use.close-wait.share", ">", 0.2],
    supports: [["timeout.closeWait", ">", 60]],
    excludes: [],
    holds: ["use.close-wait.entries"],
    remedies: [
      {
        title:
          "Let the program[? behind {use.close-wait.topDestination}?] close a connection that its peer has closed",
        class: "fix",
        commands: ["conntrack -L -p tcp --state CLOSE_WAIT"],
        risk: "A change in the application; nothing changes on the node.",
        change: { avoids: ["close-wait"] },
      },
      {
        ...lowerTimeout(
          "nf_conntrack_tcp_timeout_close_wait",
          60,
          "A transfer in one direction only, whose client has stopped sending, is cut when it is silent for a minute.",
        ),
        commands: ["sysctl -w net.netfilter.nf_conntrack_tcp_timeout_close_wait=60"],
      },
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "retry-storm",
    title: "Unanswered retries fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.unanswered-syn.entries} entries are connection attempts that nobody answered[?, mostly to {use.unanswered-syn.topDestination}?]. A client that tries again comes from a new port, and so takes another entry each time, for two minutes by default.",
    weighs: ["use.unanswered-syn.share", ">", 0.2],
    requires: [
      {
        any: [
          ["use.unanswered-syn.topDestination.share", ">", 0.15],
          ["use.unanswered-syn.destinations", "<=", 100],
        ],
      },
    ],
    supports: [["use.unanswered-syn.topDestination.share", ">", 0.15]],
    excludes: [
      ["attempts.perSource", "<", 3],
      ["silentPort.ofAttempts", ">", 0.5],
      ["attempts.invalidPerAttempt", ">", 0.5],
    ],
    holds: ["use.unanswered-syn.entries"],
    remedies: [
      avoid(
        "Fix or remove the endpoint that does not answer[?, first {use.unanswered-syn.topEndpoint}?]",
        ["unanswered-syn"],
        "New connections go to the remaining endpoints, which must carry the load.",
        ["conntrack -L -p tcp --state SYN_SENT | grep UNREPLIED"],
      ),
      avoid(
        "Let clients back off between retries, with a circuit breaker",
        ["unanswered-syn"],
        "A change in the application; nothing changes on the node.",
      ),
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_sent",
        20,
        "A server that takes longer than that to answer a connection attempt is cut off.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "connection-scan",
    title: "A scan fills the table",
    gate: "exhaustion",
    mechanism:
      "{use.unanswered-syn.entries} entries are connection attempts that nobody answered, to {use.unanswered-syn.destinations} destinations, from {use.unanswered-syn.sources} sources[?, mostly from {use.unanswered-syn.topSource}?]. So many destinations, from so few sources, point to a scan rather than to clients that retry.",
    weighs: ["use.unanswered-syn.share", ">", 0.2],
    requires: [
      ["use.unanswered-syn.destinations", ">", 80],
      ["use.unanswered-syn.topDestination.share", "<=", 0.17],
    ],
    supports: [],
    excludes: [],
    holds: ["use.unanswered-syn.entries"],
    remedies: [
      avoid(
        "Stop the scan by {use.unanswered-syn.topSource}, or block it with a firewall rule or a NetworkPolicy",
        ["unanswered-syn"],
        "Clients behind the same address that do not scan are blocked as well.",
        [
          "conntrack -L -p tcp --state SYN_SENT | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
        ],
      ),
      {
        ...avoid(
          "Limit new connections with a firewall rule or a NetworkPolicy: no single source sends most",
          ["unanswered-syn"],
          "Such a limit refuses clients that do not scan as well.",
          [
            "conntrack -L -p tcp --state SYN_SENT | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
          ],
        ),
        unless: "use.unanswered-syn.topSource",
      },
      lowerTimeout(
        "nf_conntrack_tcp_timeout_syn_sent",
        20,
        "A server that takes longer than that to answer a connection attempt is cut off.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "probe-churn",
    title: "Health checks of NodePorts fill the table",
    gate: "exhaustion",
    hosts: ["kubernetes"],
    mechanism:
      "{nodePorts.short.entries} entries ({nodePorts.short.share}) are closed or closing connections to NodePorts[?, mostly from {use.time-wait.topSource}?]. Load balancers and probes that open a connection for each check leave an entry each time, for two minutes by default.",
    requires: [["use.time-wait.topSource.share", ">", 0.1]],
    weighs: ["nodePorts.short.share", ">", 0.3],
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
        title: "Let the load balancer check one port of each node, not every NodePort",
        class: "fix",
        commands: [
          "kubectl get services -A -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name,TYPE:.spec.type,POLICY:.spec.externalTrafficPolicy,CHECK:.spec.healthCheckNodePort",
        ],
        risk: "With externalTrafficPolicy: Local every node is still checked, at healthCheckNodePort, which kube-proxy answers itself. With another policy a failed backend is noticed by its Service alone.",
        change: null,
      },
      lowerTimeout(
        "nf_conntrack_tcp_timeout_time_wait",
        30,
        "Holds for the whole node; a port that is reused early may meet late packets of its former connection.",
      ),
    ],
    references: ["kubernetes: pkg/proxy/healthcheck/service_health.go", KERNEL_SYSCTLS],
  },
  {
    id: "icmp-flood",
    title: "Pings fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.icmp.entries} entries ({use.icmp.share}) are ICMP exchanges such as ping[?, mostly from {use.icmp.topSource}?]. Each ping to another address, or by another program, takes an entry, for half a minute by default.",
    requires: [],
    weighs: ["use.icmp.share", ">", 0.2],
    supports: [],
    excludes: [],
    holds: ["use.icmp.entries"],
    remedies: [
      avoid(
        "Stop or limit the pings of {use.icmp.topSource}",
        ["icmp"],
        "Monitoring that pings through this node may lose packets.",
        [
          "conntrack -L -p icmp | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
        ],
      ),
      {
        ...avoid(
          "Find out why so many sources ping at once: no single one sends most",
          ["icmp"],
          "Monitoring that pings through this node may lose packets.",
          [
            "conntrack -L -p icmp | sed 's/^[^=]*=//' | cut -d' ' -f1 | sort | uniq -c | sort -rn | head",
          ],
        ),
        unless: "use.icmp.topSource",
      },
      lowerTimeout(
        "nf_conntrack_icmp_timeout",
        5,
        "An answer that takes longer is dropped where only known connections are admitted.",
      ),
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "generic-protocol",
    title: "Traffic other than TCP, UDP and ICMP fills the table",
    gate: "exhaustion",
    mechanism:
      "{use.other-protocol.entries} entries ({use.other-protocol.share}) are neither TCP nor UDP nor ICMP (by protocol: {other.protocols}). SCTP and GRE have timeouts of their own; what the kernel does not know waits out nf_conntrack_generic_timeout, ten minutes by default, for each pair of addresses.",
    requires: [],
    weighs: ["use.other-protocol.share", ">", 0.2],
    supports: [],
    excludes: [],
    holds: ["use.other-protocol.entries"],
    remedies: [
      lowerTimeout(
        "nf_conntrack_generic_timeout",
        60,
        "The next packet of a flow that the kernel has no protocol for starts a new one after a minute of silence.",
      ),
      lowerTimeout(
        "nf_conntrack_gre_timeout_stream",
        60,
        "The next packet of a GRE tunnel starts a new flow after a minute of silence.",
      ),
      lowerTimeout(
        "nf_conntrack_sctp_timeout_established",
        210,
        "An SCTP association loses its entry if its heartbeats are further apart.",
      ),
      {
        title: "Keep that protocol out of the table with a NOTRACK rule",
        class: "fix",
        commands: ["conntrack -L | grep -vE '^(tcp|udp|icmp)' | head"],
        risk: "Service addresses and address translation do not work for packets that are not tracked.",
        change: { avoids: ["other-protocol"] },
      },
    ],
    references: [KERNEL_SYSCTLS],
  },
];
