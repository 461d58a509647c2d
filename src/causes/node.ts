import type { Cause } from "./cause.ts";
import { lookAlike } from "./look-alikes/look-alike.ts";
import { KERNEL_CORE, KERNEL_SYSCTLS } from "./remedies.ts";

/** States of the node and of its table that no traffic tells. */
export const NODE: readonly Cause[] = [
  lookAlike({
    id: "node-draining",
    title: "The node is being drained",
    hosts: ["kubernetes"],
    mechanism:
      "kube-proxy tells health checks (status: {kubeProxy.healthz}) that the node is not eligible for traffic, as while it is deleted or drained. Load balancers then send it no new connections, and existing connections continue.",
    requires: [["kubeProxy.draining", "=", true]],
    remedies: [
      {
        title: "Check whether the node is meant to leave",
        commands: [
          "kubectl get nodes -o custom-columns=NAME:.metadata.name,DELETED:.metadata.deletionTimestamp,TAINTS:.spec.taints[*].key",
        ],
        risk: "None: this only reads.",
      },
    ],
    references: ["kubernetes: pkg/proxy/healthcheck/proxy_health.go"],
  }),
  {
    id: "undelivered-entries",
    title: "Deleted entries wait for a program to read their events",
    gate: "exhaustion",
    mechanism:
      "A dump of the table lacks {undelivered.share} of the entries that the kernel counts before it and after (number: {undelivered.entries}). Deleted entries stay in memory, and in the count, until a program that listens to events of connection tracking has read theirs.",
    requires: [],
    weighs: ["undelivered.share", ">", 0.3],
    supports: [],
    excludes: [],
    holds: ["undelivered.entries"],
    remedies: [
      {
        title: "Find the program that listens and does not read, and restart it",
        class: "now",
        commands: [
          "awk 'NR == 1 || $2 == 12' /proc/net/netlink   # Pid listens; Rmem or Drops above 0: it does not read",
          "conntrack -L dying | wc -l",
          "conntrack -L unconfirmed | wc -l",
        ],
        risk: "The events that the program has not read are lost.",
        change: { frees: "undelivered.entries" },
      },
      {
        title: "Let new entries end without events",
        class: "prevent",
        commands: ["sysctl -w net.netfilter.nf_conntrack_events=0"],
        risk: "Programs that listen, such as conntrackd and flow exporters, get no more events. Existing entries are not freed by it.",
        undo: "sysctl -w net.netfilter.nf_conntrack_events={setting.events:raw}",
        verify: "sysctl net.netfilter.nf_conntrack_count; conntrack -L dying | wc -l",
        change: null,
        when: [["setting.events", ">", 0]],
      },
    ],
    references: ["kernel: net/netfilter/nf_conntrack_ecache.c", KERNEL_CORE],
  },
  lookAlike({
    id: "table-oversized",
    title: "The limit is far above need and memory",
    mechanism:
      "A full table would take {sizing.limitShare} of the node's memory (limit: {table.max}), while at most {table.utilization.peak} of the limit was in use within the window. Hash buckets for such a limit take memory at once, and a flood may fill the memory before it fills the table.",
    requires: [
      ["sizing.limitShare", ">", 0.25],
      ["table.utilization.peak", "<", 0.1],
    ],
    remedies: [
      {
        title: "Lower the limit to what the node needs and its memory allows",
        class: "prevent",
        commands: [
          "sysctl net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_count",
          "dmesg | grep -iE 'nf_conntrack.*vmalloc|page allocation failure'",
        ],
        risk: "A limit below the busiest hour's count loses new connections then.",
      },
    ],
    references: [KERNEL_SYSCTLS],
  }),
  lookAlike({
    id: "namespace-fault",
    title: "A server in a pod accepts connections too slowly",
    hosts: ["kubernetes", "docker", "open-vswitch"],
    mechanism:
      "In a pod (network namespace: {namespaces.slowest}) the kernel turned away {namespaces.listenOverflows:counted} within the window because a program's accept queue was full. Clients see the same time-outs as with a full table, and this node's own counters show nothing of it.",
    requires: [["namespaces.listenOverflows", ">", 10]],
    excludes: [["namespaces.listenOverflowRate", "<=", 1]],
    names: [{ role: "namespace", name: "namespaces.slowest" }],
    remedies: [
      {
        title: "Find the program whose queue is full, and why it does not accept",
        commands: [
          "nsenter -t {namespaces.slowest.pid:raw} -n ss -ltnp   # Recv-Q above Send-Q",
          "nsenter -t {namespaces.slowest.pid:raw} -n nstat -az TcpExtListenOverflows",
        ],
        risk: "None: this only reads. A larger backlog only buys time.",
      },
    ],
    references: ["kernel: net/ipv4/tcp_ipv4.c, tcp_v4_syn_recv_sock"],
  }),
];
