import type { Cause } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import { avoid, DELETE_IDLE, KERNEL_CORE, KERNEL_SYSCTLS, lowerTimeout } from "./remedies.ts";

/**
 * TCP connections that fill the table. Thresholds are parts of the whole table; they are ours, set so that
 * captures of each cause pass and those of the others do not.
 */
export const CONNECTIONS: readonly Cause[] = [
  {
    id: "time-wait-churn",
    title: "Short TCP connections fill the table",
    gate: "exhaustion",
    mechanism:
      "{use.time-wait.entries} entries ({use.time-wait.share}) are of TCP connections that are closed and wait for late packets (TIME_WAIT)[?, mostly to {use.time-wait.topDestination}?]. Clients that open a connection for each request, instead of keeping one open, leave an entry each time, for two minutes by default.",
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
      ...LARGER_LIMIT,
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
      {
        title: "Delete the entries of half-closed connections to {use.close-wait.topDestination}",
        class: "now",
        commands: [
          "conntrack -D -p tcp --orig-dst {use.close-wait.topDestination:address} --orig-port-dst {use.close-wait.topDestination:port} --state CLOSE_WAIT",
        ],
        risk: "A transfer that still runs in the other direction is cut behind a Service or address translation.",
        change: { clears: "close-wait" },
        when: [["timeout.closeWait", ">", 60]],
      },
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
];
