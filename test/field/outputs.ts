import { cpu, EXTENDED, type FieldCase, many, NOTHING, settings, within } from "./case.ts";

const TABLE = "/proc/sys/net/netfilter/nf_conntrack";

/** Counters, rows and metrics in each form in which they are handed over. */
export const OUTPUTS: readonly FieldCase[] = [
  {
    name: "counters that end within a row",
    why: "the last CPU's row is cut, which is said; the count equals the limit",
    files: {
      "counters.txt":
        "[core@stor-6 ~]$ sudo conntrack -S\ncpu=0           found=2 invalid=8 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=5\ncpu=1           found=1 invalid=6 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=2\ncpu=2           found=0 invalid=7 insert=0 insert_fai",
      "settings.txt": `# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(16_384, 16_384)}`,
    },
    expect: {
      state: ["critical"],
      count: 16_384,
      max: 16_384,
      says: [/cut (off|short|row|line)|(row|line)s?\b[^|]{0,60}\b(cut|could not be read)\b/],
    },
  },
  {
    name: "an excerpt of ethtool -S",
    why: "the cloud's link-local allowance lost 48 million packets since boot; whether it still does, one sample cannot tell",
    files: {
      "ena.txt": `     bw_in_allowance_exceeded: 0
     bw_out_allowance_exceeded: 1210
     pps_allowance_exceeded: 0
     conntrack_allowance_exceeded: 0
     linklocal_allowance_exceeded: 48211907
     conntrack_allowance_available: 88210
`,
    },
    expect: {
      state: ["unknown"],
      atMost: ["cloud-allowance"],
      says: [/[Ll]ink-?local/, /second (sample|reading|output|run)|twice|two (samples|readings)/],
      silent: [/nothing in it is known/],
    },
  },
  {
    name: "indented rows",
    why: "two rows that a tracker indents are two rows, and name no cause",
    files: {
      "comment.txt":
        "    udp      17 9 src=192.168.40.7 dst=192.168.40.255 sport=138 dport=138 packets=3 bytes=687 [UNREPLIED] src=192.168.40.255 dst=192.168.40.7 sport=138 dport=138 packets=0 bytes=0 mark=0 use=2\n    tcp      6 1198 ESTABLISHED src=192.168.40.7 dst=192.168.40.2 sport=49822 dport=445 packets=71 bytes=9004 src=192.168.40.2 dst=192.168.40.7 sport=445 dport=49822 packets=64 bytes=8130 [ASSURED] mark=0 use=1\n",
    },
    expect: { state: ["unknown"], rows: 2, noCause: NOTHING },
  },
  {
    name: "metrics of node_exporter",
    why: "gauges of the count and the limit, which are equal",
    files: {
      "node.prom": `# HELP node_nf_conntrack_entries Number of currently allocated flow entries for connection tracking.
# TYPE node_nf_conntrack_entries gauge
node_nf_conntrack_entries 98304
# HELP node_nf_conntrack_entries_limit Maximum size of connection tracking table.
# TYPE node_nf_conntrack_entries_limit gauge
node_nf_conntrack_entries_limit 98304
# HELP node_nf_conntrack_stat_drop Number of packets dropped due to conntrack failure.
# TYPE node_nf_conntrack_stat_drop gauge
node_nf_conntrack_stat_drop 770
# HELP node_nf_conntrack_stat_early_drop Number of dropped conntrack entries to make room for new ones, if maximum table size was reached.
# TYPE node_nf_conntrack_stat_early_drop gauge
node_nf_conntrack_stat_early_drop 4.1182e+06
`,
    },
    expect: { state: ["exhausted", "critical"], count: 98_304, max: 98_304 },
  },
  {
    name: "two outputs in one file",
    why: "counters of two CPUs, then 36 rows, each under the collector's title: every line is read",
    files: {
      "conntrack.txt": `*** Output of conntrack -S *** \n${cpu(0, { invalid: 310, failed: 4 })}${cpu(1, { invalid: 290, failed: 6 })}*** Output of conntrack -L ***\n${many(
        36,
        (at) => ({
          src: within("10.81", at),
          dst: "10.110.0.1",
          sport: 51_000 + at,
          dport: 6443,
          left: 85_000 - at,
          flag: "[ASSURED]",
        }),
      )}`,
    },
    expect: {
      state: ["unknown"],
      rows: 36,
      silent: [/\d+ (of \d+ )?(rows|lines) could not be read/],
    },
  },
  {
    name: "the kernel's counters in hexadecimal",
    why: "entries 3e1c = 15,900 is the same on each CPU's row, never a sum",
    files: {
      "stat.txt": `[root@kvm-31 ~]# cat /proc/net/stat/nf_conntrack
entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
00003e1c  00000000 00000010 00000000 00000a31 00000000 00000000 00000000 00000000 00000003 00000112 00000000 00000000  00000000 00000000 00000000 00000041
00003e1c  00000000 00000011 00000000 00000a02 00000000 00000000 00000000 00000000 00000002 000000f7 00000000 00000000  00000000 00000000 00000000 0000003c
[root@kvm-31 ~]# cat ${TABLE}_max
16384
`,
    },
    expect: { state: ["critical"], count: 15_900, max: 16_384, silent: [/31,?800/] },
  },
  {
    name: "rows of /proc behind a title of retina",
    why: "copies of /proc by a collector: 1,210 rows of 1,212 under a limit of 1,216, most of them of the overlay",
    files: {
      "proc-net/nf_conntrack": many(
        1210,
        (at) => ({
          protocol: "udp",
          src: within("10.70", at),
          dst: within("10.71", at),
          sport: 40_000 + at,
          dport: 8472,
          left: 1 + (at % 29),
          flag: "[UNREPLIED]",
        }),
        EXTENDED,
      ),
      "proc-sys-net/netfilter/nf_conntrack_count": "1212\n",
      "proc-sys-net/netfilter/nf_conntrack_max": "1216\n",
      "proc-sys-net/netfilter/nf_conntrack_udp_timeout": "30\n",
    },
    expect: {
      state: ["critical"],
      count: 1212,
      max: 1216,
      rows: 1210,
      found: ["overlay-tracked"],
      says: [/8472/],
    },
  },

  {
    name: "a command run through a cloud",
    why: "Azure hands over what it printed within JSON",
    files: {
      "answer.json": JSON.stringify(
        {
          value: [
            {
              code: "ok",
              message: `Enable succeeded: \n[stdout]\n${settings(8190, 8192)}\n[stderr]\n`,
            },
          ],
        },
        null,
        2,
      ),
    },
    expect: { state: ["critical"], count: 8190, max: 8192 },
  },
  {
    name: "braces within a label",
    why: "a label's value may hold any character",
    files: {
      "metrics.prom":
        'node_nf_conntrack_entries{cluster="a {b}",node="w-9",instance="10.9.0.9:9100"} 8190\nnode_nf_conntrack_entries_limit{cluster="a {b}",node="w-9",instance="10.9.0.9:9100"} 8192\n',
    },
    expect: { state: ["critical"], count: 8190, max: 8192, subjects: [["w-9", 8190]] },
  },

  {
    name: "a range of source ports that is used up",
    why: "497 of the 500 ports of 203.0.113.77 are taken towards one server, and 40 packets found none",
    files: {
      "conntrack-S.before.txt": cpu(0, { failed: 120 }),
      "conntrack-S.after.txt": cpu(0, { failed: 160 }),
      "sysctl.txt": settings(497, 65_536),
      "iptables-save.txt":
        "*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -o wan0 -p tcp -j SNAT --to-source 203.0.113.77:30000-30499\nCOMMIT\n",
      "conntrack.txt": many(497, (at) => ({
        src: within("10.71", at),
        dst: "198.51.100.31",
        sport: 30_000 + at,
        dport: 5671,
        replyDst: "203.0.113.77",
        left: 86_000,
        flag: "[ASSURED]",
      })),
    },
    expect: {
      state: ["healthy"],
      found: ["snat-port-exhaustion"],
      says: [/at 203\.0\.113\.77 towards 198\.51\.100\.31:5671/],
    },
  },
];
