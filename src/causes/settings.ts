import type { Cause } from "./cause.ts";
import {
  KERNEL_CORE,
  KERNEL_SYSCTLS,
  KUBE_PROXY_CONNTRACK,
  lowerTimeout,
  raiseLimit,
} from "./remedies.ts";

/** Limits and timeouts that do not fit the node. */
export const SETTINGS: readonly Cause[] = [
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
      ["use.icmp.share", "<=", 0.2],
      ["use.close-wait.share", "<=", 0.2],
      // without its timeout an idle connection looks like one in use: then nobody knows
      ["use.idle-established.share", "<=", 0.2],
    ],
    supports: [
      ["table.maxIsDefault", "=", true],
      ["live.share", ">", 0.5],
    ],
    excludes: [
      ["use.stale-endpoint.share", ">", 0.1],
      ["use.overlay.share", ">", 0.2],
      ["use.one-way-established.share", ">", 0.2],
      ["timeout.raised.share", ">", 0.3],
      ["zones.share", ">", 0.3],
    ],
    holds: ["live.entries"],
    remedies: [raiseLimit],
    references: [KERNEL_SYSCTLS, KUBE_PROXY_CONNTRACK],
  },
  {
    id: "limit-overwritten",
    title: "kube-proxy has undone the limit that a sysctl file asks for",
    gate: "none",
    mechanism:
      "A sysctl file asks for a limit of {limit.configured} entries, but the live limit is {table.max}, which is what kube-proxy writes when it starts on this node. The setting of the file does not survive a start of kube-proxy from 1.29 on.",
    requires: [["limit.undone", "=", true]],
    supports: [],
    excludes: [],
    holds: [],
    explains: ["table-too-small"],
    remedies: [
      {
        title: "Set the limit in kube-proxy's configuration instead of in a sysctl file",
        commands: ["# KubeProxyConfiguration", "conntrack:", "  min: {limit.configured:raw}"],
        risk: "Takes effect when kube-proxy restarts, on every node that uses this configuration.",
        change: { limit: "limit.configured" },
      },
    ],
    references: ["kubernetes: issue 120448", KUBE_PROXY_CONNTRACK],
  },
  {
    id: "established-timeout-long",
    title: "Idle connections stay for days",
    gate: "exhaustion",
    mechanism:
      "{use.idle-established.entries} established connections have carried no packet for over an hour, and the timeout for them is {timeout.established}. The kernel's default of five days is made for a router; kube-proxy sets a day.",
    requires: [
      ["timeout.established", ">", 86_400],
      ["use.idle-established.share", ">", 0.2],
    ],
    supports: [],
    excludes: [],
    holds: ["use.idle-established.entries"],
    remedies: [
      {
        ...lowerTimeout(
          "nf_conntrack_tcp_timeout_established",
          3600,
          "Cuts every connection of the node that is silent for an hour, unless it uses TCP keep-alive.",
        ),
      },
      lowerTimeout(
        "nf_conntrack_tcp_timeout_established",
        86_400,
        "Cuts connections that are silent for a day. kube-proxy sets it, unless its configuration says otherwise.",
      ),
    ],
    references: [KERNEL_SYSCTLS, KUBE_PROXY_CONNTRACK],
  },
  {
    id: "timeout-raised",
    title: "A raised timeout keeps entries that would be gone by default",
    gate: "exhaustion",
    mechanism:
      "{timeout.raised} is above its default of {timeout.raised.default}, and {timeout.raised.entries} entries ({timeout.raised.share}) are there only because of that.",
    requires: [["timeout.raised.share", ">", 0.3]],
    supports: [],
    excludes: [],
    holds: ["timeout.raised.entries"],
    explains: [
      "udp-accumulation",
      "time-wait-churn",
      "retry-storm",
      "icmp-flood",
      "generic-protocol",
      "close-wait-buildup",
      "probe-churn",
      "connection-scan",
    ],
    remedies: [
      {
        title: "Set {timeout.raised} back to its default of {timeout.raised.default}",
        commands: ["sysctl -w net.netfilter.{timeout.raised:sysctl}={timeout.raised.default:raw}"],
        risk: "Whoever raised it may have had a reason: look for it in the sysctl files first. Entries that exist keep their old timeout until their next packet.",
        change: { frees: "timeout.raised.entries" },
      },
    ],
    references: [KERNEL_SYSCTLS],
  },
  {
    id: "namespace-table-full",
    title: "The table of another network namespace is full",
    gate: "none",
    mechanism:
      "The kernel dropped connections {namespaces.fullMessages} times or more in another network namespace; the fullest is {namespaces.fullest} with {namespaces.fullest.share} of the limit. Each namespace has its own table under one global limit; this node's own has room.",
    requires: [
      {
        any: [
          ["namespaces.fullMessages", ">", 0],
          ["namespaces.fullest.share", ">=", 0.95],
        ],
      },
      ["table.utilization.peak", "<", 0.95],
    ],
    supports: [
      ["namespaces.fullest.share", ">=", 0.95],
      ["namespaces.fullMessages", ">", 0],
    ],
    excludes: [],
    holds: [],
    remedies: [
      {
        title: "Look into the pod of namespace {namespaces.fullest}; its own table fills",
        commands: ["lsns -t net", "nsenter -t PID -n conntrack -L | head"],
        risk: "None. The limit is global: raising it raises every namespace's.",
        change: null,
      },
    ],
    references: [KERNEL_CORE],
  },
  {
    id: "entry-allocation-failed",
    title: "The kernel had no memory for an entry",
    gate: "none",
    mechanism:
      "{table.fullDrops} packets were lost within the window for want of an entry, while only {table.utilization.peak} of the limit was in use. It is memory that was missing, not room in the table.",
    requires: [
      // drop and insert_failed are not read in one moment: a few packets may be between them
      ["table.fullDrops", ">", 5],
      ["table.utilization.peak", "<", 0.85],
      ["table.earlyDrops", "=", 0],
      ["table.chainTooLong", "=", 0],
    ],
    supports: [["table.fullMessages", "=", 0]],
    excludes: [["table.fullMessages", ">", 0]],
    holds: [],
    remedies: [
      {
        title: "Look for the memory: the slab caches, and programs that take the kernel's",
        commands: [
          "grep -E 'MemAvailable|Slab|SUnreclaim' /proc/meminfo",
          "grep nf_conntrack /proc/slabinfo",
          "dmesg | grep -i 'unable to allocate'",
        ],
        risk: "None.",
        change: null,
      },
    ],
    references: [KERNEL_CORE],
  },
];
