import type { Cause } from "../cause.ts";
import { lookAlike, many, rises, seldom } from "./look-alike.ts";

/** Other limits of the node: files, memory, sockets, expectations. */
export const NODE_LIMITS: readonly Cause[] = [
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
];
