import type { Cause, Remedy } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import { KERNEL_CORE, KERNEL_SYSCTLS, KUBE_PROXY_CONNTRACK, kubeProxyConfig } from "./remedies.ts";

const inKubeProxy = (limit: "sizing.max" | "limit.configured"): Remedy => ({
  title: "Set the limit in kube-proxy's configuration instead of in a sysctl file",
  class: "fix",
  commands: [kubeProxyConfig("conntrack:", `  min: {${limit}:raw}`)],
  risk: "Takes effect when kube-proxy restarts, on every node that uses this configuration.",
  change: { limit },
});

/** Limits that do not fit the node. */
export const LIMITS: readonly Cause[] = [
  {
    id: "table-too-small",
    title: "The table is too small for this node's ordinary traffic",
    gate: "exhaustion",
    mechanism:
      "{live.entries} entries ({live.share}) are traffic in use or just closing (limit: {table.max})[?, mostly of {top.source}?], and no fault holds a large part of the table. This node's ordinary traffic, together with the entries that it leaves behind, needs more room.",
    requires: [],
    weighs: ["live.share", ">", 0.5],
    rest: true,
    supports: [
      ["table.maxIsDefault", "=", true],
      ["live.share", ">", 0.6],
    ],
    // without its timeout an idle connection looks like one in use: then nobody is sure
    excludes: [["use.idle-established.share", ">", 0.25]],
    holds: ["live.entries"],
    remedies: LARGER_LIMIT,
    references: [KERNEL_SYSCTLS, KUBE_PROXY_CONNTRACK],
  },
  {
    id: "limit-overwritten",
    title: "The limit of a sysctl file was overwritten by kube-proxy",
    gate: "none",
    hosts: ["kubernetes"],
    mechanism:
      "A sysctl file asks for a limit of {limit.configured:counted}, but the limit in effect is {table.max}, which is what kube-proxy sets on this node. kube-proxy 1.29 to 1.36 writes its own limit whenever it starts, even over a larger one from a file.",
    requires: [
      ["limit.undone", "=", true],
      ["kubeProxy.mayLower", "=", true],
    ],
    supports: [],
    excludes: [],
    holds: [],
    explains: ["table-too-small"],
    remedies: [
      inKubeProxy("sizing.max"),
      { ...inKubeProxy("limit.configured"), unless: "sizing.max" },
    ],
    references: ["kubernetes: issue 120448", KUBE_PROXY_CONNTRACK],
  },
  {
    id: "sysctl-file-ignored",
    title: "A larger limit in a sysctl file is not in effect",
    gate: "none",
    mechanism:
      "A sysctl file asks for a larger limit than the one in effect (asked for: {limit.configured}; in effect: {table.max}), and nothing shows a kube-proxy that would have lowered it. A file is read once at boot: the module may have been loaded later, a later file may name another value, or this is a container's view of the files.",
    requires: [["limit.fileIgnored", "=", true]],
    supports: [],
    excludes: [["kubeProxy.mayLower", "=", true]],
    holds: [],
    explains: ["table-too-small"],
    remedies: [
      {
        title: "Set the limit that the file asks for",
        class: "fix",
        commands: ["sysctl -w net.netfilter.nf_conntrack_max={limit.configured:raw}"],
        risk: "A full table of that size takes kernel memory, some 400 bytes an entry. The limit holds for each network namespace of the host.",
        change: { limit: "limit.configured" },
      },
      {
        title: "Find the file that takes precedence, and load the module before the files are read",
        class: "prevent",
        commands: [
          "grep -rs nf_conntrack_max /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d /usr/lib/sysctl.d",
          "echo nf_conntrack > /etc/modules-load.d/conntrack.conf",
        ],
        risk: "The first command only reads. With the second the module is loaded at each boot, also where no rule needs it.",
        undo: "rm /etc/modules-load.d/conntrack.conf",
        verify: "sysctl net.netfilter.nf_conntrack_max",
        change: null,
      },
    ],
    references: ["systemd: sysctl.d(5) and modules-load.d(5)", KERNEL_SYSCTLS],
  },
  {
    id: "namespace-table-full",
    title: "The table of another network namespace is full",
    gate: "none",
    mechanism:
      "Another network namespace's table is or was full[?: {namespaces.full}?] (“table full” messages: {namespaces.fullMessages}; fullest now: {namespaces.fullest}; in use: {namespaces.fullest.share}[?; lost: {namespaces.fullest.lost:counted}?][?; evicted: {namespaces.fullest.evicted:counted}?]). Each network namespace has its own table under one global limit, so connections can fail there while this node's own table has room.",
    requires: [
      {
        any: [
          ["namespaces.fullMessages", ">", 0],
          ["namespaces.fullest.share", ">=", 0.95],
        ],
      },
      ["table.utilization.peak", "<", 0.95],
    ],
    names: [{ role: "namespace", name: "namespaces.full" }],
    supports: [
      ["namespaces.fullest.share", ">=", 0.95],
      ["namespaces.fullMessages", ">", 0],
      ["namespaces.fullest.lost", ">", 0],
    ],
    excludes: [],
    holds: [],
    remedies: [
      {
        title: "Find out what fills the table of network namespace {namespaces.full}",
        class: "fix",
        commands: ["nsenter -t {namespaces.full.pid:raw} -n conntrack -L | head"],
        risk: "None: this only reads. The limit is global: raising it raises that of every namespace.",
        change: null,
      },
      {
        title:
          "Find out which network namespace is full[? (the kernel's log names {namespaces.full})?], and what fills its table",
        class: "fix",
        commands: ["lsns -t net", "nsenter -t PID -n conntrack -L | head   # PID as lsns shows it"],
        risk: "None: this only reads. The limit is global: raising it raises that of every namespace.",
        change: null,
        unless: "namespaces.full.pid",
      },
    ],
    references: [KERNEL_CORE],
  },
  {
    id: "entry-allocation-failed",
    title: "The kernel had no memory for new entries",
    gate: "none",
    mechanism:
      "The kernel could not allocate an entry for {table.fullDrops:counted} within the window, while at most {table.utilization.peak} of the limit was in use. The evidence shows a lack of memory (messages: {table.allocationMessages}; available memory: {memory.availableShare}); connections time out even so.",
    requires: [
      // drop and insert_failed are not read in one moment: a few packets may be between them
      ["table.fullDrops", ">", 5],
      ["table.utilization.peak", "<", 0.85],
      ["table.earlyDrops", "=", 0],
      ["table.chainTooLong", "=", 0],
      // the counter has other reasons to rise
      {
        any: [
          ["table.allocationMessages", ">", 0],
          ["memory.availableShare", "<", 0.02],
        ],
      },
    ],
    supports: [["table.fullMessages", "=", 0]],
    excludes: [["table.fullMessages", ">", 0]],
    holds: [],
    remedies: [
      {
        title: "Find out what takes the kernel's memory",
        class: "fix",
        commands: [
          "grep -E 'MemAvailable|Slab|SUnreclaim' /proc/meminfo",
          "grep nf_conntrack /proc/slabinfo",
          "dmesg | grep -i 'unable to allocate'",
        ],
        risk: "None: this only reads.",
        change: null,
      },
    ],
    references: [KERNEL_CORE],
  },
];
