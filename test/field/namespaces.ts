import { cpu, EXTENDED, type FieldCase, many, settings, within } from "./case.ts";

const ROUTER = "qrouter-5d0a7c11-90ab-4cde-8f01-23456789abcd";

/** A transcript of a kernel that does not say whose table was full, with the log's own messages. */
const ofOldKernel = (counters: readonly string[], log: string, stamps: string): string =>
  [
    "root@n4:~# uname -r",
    "5.15.0-91-generic",
    ...counters.flatMap((of, at) => [
      `root@n4:~# date`,
      `Mon Jun 15 09:30:${at * 3}0 UTC 2026`,
      "root@n4:~# conntrack -S",
      of.trimEnd(),
    ]),
    "root@n4:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max",
    settings(3_140, 131_072).trimEnd(),
    `root@n4:~# ${log}`,
    ...stamps
      .split("|")
      .map((stamp) => `[${stamp}] nf_conntrack: nf_conntrack: table full, dropping packet`),
    "",
  ].join("\n");

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
  {
    name: "a full table that no counter of this one knows",
    why: "nothing was lost here between the two counters, while the log says that a table was full",
    files: {
      "ticket.txt": ofOldKernel(
        [cpu(0, { drop: 71, early: 12 }), cpu(0, { drop: 71, early: 12 })],
        "dmesg -T | grep conntrack",
        "Mon Jun 15 09:30:11 2026|Mon Jun 15 09:30:12 2026",
      ),
    },
    expect: {
      state: ["healthy"],
      count: 3_140,
      found: ["namespace-table-full"],
      silent: [/the table was full \(|The connection-tracking table was full/],
    },
  },
  {
    name: "a full table of a machine that lost nothing since it booted",
    why: "the counters are 0 since the boot, so the log speaks of another namespace's table",
    files: {
      "ticket.txt": ofOldKernel([cpu(0)], "dmesg | grep conntrack", "90210.118000|90211.402000"),
    },
    expect: { state: ["healthy"], count: 3_140, found: ["namespace-table-full"] },
  },
  {
    name: "a full table that may be this one",
    why: "the counter of dropped packets rose between its two samples: they were this table's",
    files: {
      "ticket.txt": ofOldKernel(
        [cpu(0, { drop: 71 }), cpu(0, { drop: 95 })],
        "dmesg -T | grep conntrack",
        "Mon Jun 15 09:30:11 2026|Mon Jun 15 09:30:12 2026",
      ),
    },
    expect: { state: ["exhausted"], absent: ["namespace-table-full"] },
  },
  {
    name: "a loop over namespaces that prints their names between signs",
    why: "65,530 are the router's, 12 are of DHCP; the host's own, asked after the loop, are 411",
    files: {
      "t.txt": `# for ns in $(ip netns list | awk '{print $1}'); do echo "## $ns"; ip netns exec $ns conntrack -C; done\n## qrouter-aaaa-1\n65530\n## qdhcp-bbbb-2\n12\n# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 65536\n# conntrack -C\n411\n`,
    },
    expect: {
      state: ["critical"],
      subjects: [
        ["qrouter-aaaa-1", 65_530],
        ["", 411],
        ["qdhcp-bbbb-2", 12],
      ],
    },
  },
  {
    name: "a sosreport's counters of a namespace without its count",
    why: "290 of 65,536 is the machine's; of the namespace nothing tells how full it is",
    files: {
      "sos_commands/conntrack/conntrack_-S": cpu(0) + cpu(1),
      "sos_commands/conntrack/ip_netns_exec_qdhcp-9_conntrack_-S": cpu(0, { drop: 900, early: 3 }),
      "sos_commands/kernel/sysctl_-a": `kernel.hostname = w-1\n${settings(290, 65_536)}`,
    },
    expect: {
      state: ["healthy"],
      count: 290,
      subjects: [
        ["w-1", 290],
        ["w-1/qdhcp-9", null],
      ],
    },
  },
];
