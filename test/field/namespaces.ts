import { EXTENDED, type FieldCase, many, settings, within } from "./case.ts";

const ROUTER = "qrouter-5d0a7c11-90ab-4cde-8f01-23456789abcd";

/** Several network namespaces of one machine, or of an unknown one. */
export const NAMESPACES: readonly FieldCase[] = [
  {
    name: "namespaces of a sosreport",
    why: "the router's 210 rows are another table than the host's 240 of 256",
    files: {
      "sos_commands/kernel/sysctl_-a": `kernel.hostname = netw-3\n${settings(250, 256)}`,
      "sos_commands/conntrack/conntrack_-L_-o_extended": many(
        240,
        (at) => ({
          state: "TIME_WAIT",
          src: within("10.61", at),
          dst: "10.62.0.20",
          sport: 36_000 + at,
          dport: 5432,
          left: 1 + (at % 115),
          flag: "[ASSURED]",
        }),
        EXTENDED,
      ),
      [`sos_commands/conntrack/ip_netns_exec_${ROUTER}_conntrack_-L_-o_extended`]: many(
        210,
        (at) => ({
          protocol: "udp",
          src: within("192.168", at),
          dst: "198.51.100.53",
          sport: 37_000 + at,
          dport: 53,
          replyDst: "203.0.113.9",
          left: 1 + (at % 29),
          flag: "[UNREPLIED]",
        }),
        EXTENDED,
      ),
    },
    expect: {
      state: ["critical"],
      count: 250,
      max: 256,
      rows: 240,
      found: ["time-wait-churn"],
      says: [/qrouter/],
      silent: [/read twice/],
    },
  },
  {
    name: "a namespace under a prompt",
    why: "the router's 30,011 are of the machine's one limit of 32,768, and not its own 512",
    files: {
      "session.txt": `[root@l3-agent ~]# sysctl net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_count\nnet.netfilter.nf_conntrack_max = 32768\nnet.netfilter.nf_conntrack_count = 512\n[root@l3-agent ~]# ip netns exec ${ROUTER} sysctl net.netfilter.nf_conntrack_count\nnet.netfilter.nf_conntrack_count = 30011\n`,
    },
    expect: {
      state: ["at-risk"],
      count: 30_011,
      max: 32_768,
      subjects: [
        [`l3-agent/${ROUTER}`, 30_011],
        ["l3-agent", 512],
      ],
      says: [/qrouter/],
    },
  },
];
