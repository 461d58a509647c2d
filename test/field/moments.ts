import { gzipSync } from "node:zlib";
import {
  closed,
  cpu,
  type FieldCase,
  many,
  NOTHING,
  served,
  settings,
  TABLE_FULL,
} from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const NEARLY = { state: ["critical"], count: 65_530, max: 65_536, noCause: NOTHING } as const;

/** When something was, and in which order; and further shapes of the same few numbers. */
export const MOMENTS: readonly FieldCase[] = [
  {
    name: "a table that somebody emptied",
    why: "full, then conntrack -F, then 310: there is room now",
    files: {
      "t.txt": `root@hub-2:~# ${ASK}\n${settings(65_536, 65_536)}root@hub-2:~# conntrack -F\nconntrack v1.4.6 (conntrack-tools): connection tracking table has been emptied.\nroot@hub-2:~# ${ASK}\n${settings(310, 65_536)}`,
    },
    expect: {
      state: ["healthy", "recovered", "critical"],
      count: 310,
      max: 65_536,
      noCause: NOTHING,
    },
  },
  {
    name: "two samples of one command",
    why: "conntrack -S; sleep 60; conntrack -S: drop rose by 600 while it is full",
    files: {
      "t.txt": `root@hub-2:~# conntrack -S; sleep 60; conntrack -S\n${cpu(0, { drop: 10 })}${cpu(1, { drop: 20 })}${cpu(0, { drop: 410 })}${cpu(1, { drop: 220 })}root@hub-2:~# ${ASK}\n${settings(65_536, 65_536)}`,
    },
    expect: { state: ["exhausted"], count: 65_536, noCause: NOTHING, says: [/\b600\b/] },
  },
  {
    name: "dmesg -T and the date behind it",
    why: "the last message is two minutes before the date; a fifth is in use now",
    files: {
      "t.txt": `root@hub-2:~# dmesg -T | tail -2\n[Mon May  4 08:58:01 2026] ${TABLE_FULL}\n[Mon May  4 08:58:03 2026] ${TABLE_FULL}\nroot@hub-2:~# date\nMon May  4 09:00:03 UTC 2026\nroot@hub-2:~# ${ASK}\n${settings(13_000, 65_536)}`,
    },
    expect: { state: ["recovered"], count: 13_000, noCause: NOTHING, says: [/2 messages/] },
  },
  {
    name: "columns that column -t lined up",
    why: "several blanks around the sign",
    files: {
      "t.txt":
        "net.netfilter.nf_conntrack_buckets  =  16384\nnet.netfilter.nf_conntrack_count    =  65530\nnet.netfilter.nf_conntrack_max      =  65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "tail of several files at once",
    why: "tail -n +1 prints ==> before each file",
    files: {
      "t.txt":
        "$ tail -n +1 /proc/sys/net/netfilter/nf_conntrack_{count,max}\n==> /proc/sys/net/netfilter/nf_conntrack_count <==\n65530\n\n==> /proc/sys/net/netfilter/nf_conntrack_max <==\n65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "paste, which joins both",
    why: "a name, its number and the limit stand on a line each: paste -d of two files prints 65530 and 65536 on one",
    files: {
      "t.txt":
        "# paste -d/ /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max\n65530/65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "echo of both in one line",
    why: "$(cat …) of … $(cat …)",
    files: {
      "t.txt":
        "# echo $(cat /proc/sys/net/netfilter/nf_conntrack_count) of $(cat /proc/sys/net/netfilter/nf_conntrack_max)\n65530 of 65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "awk's share, and both numbers",
    why: "paste and awk print count, limit and percent",
    files: { "t.txt": `# ${ASK} | awk '{print $3}'\n65530\n65536\n` },
    expect: NEARLY,
  },
  {
    name: "dumps that are named after nodes and packed",
    why: "hub-1 has 310 rows of 65,536, hub-2 2,030 of 2,048",
    files: {
      "conntrack-hub-1.txt.gz": new Uint8Array(gzipSync(many(310, served))),
      "conntrack-hub-2.txt.gz": new Uint8Array(gzipSync(many(2030, closed))),
      "sysctl-hub-1.txt": settings(310, 65_536),
      "sysctl-hub-2.txt": settings(2030, 2048),
    },
    expect: {
      state: ["critical"],
      count: 2030,
      rows: 2030,
      found: ["time-wait-churn"],
      subjects: [
        ["hub-2", 2030],
        ["hub-1", 310],
      ],
    },
  },
  {
    name: "objects of the slab",
    why: "nf_conntrack's active objects are no count of the table; the count is 900",
    files: {
      "t.txt": `# grep nf_conntrack /proc/slabinfo\nnf_conntrack       65020  65280    320   51    4 : tunables    0    0    0 : slabdata   1280   1280      0\n# ${ASK}\n${settings(900, 65_536)}`,
    },
    expect: { state: ["healthy"], count: 900, noCause: NOTHING },
  },
  {
    name: "counts of a loop with a clock",
    why: "date +%H:%M:%S before each number; the peak is 65,530",
    files: {
      "t.txt":
        '# while true; do echo "$(date +%H:%M:%S) $(cat /proc/sys/net/netfilter/nf_conntrack_count)"; sleep 5; done\n09:00:00 61000\n09:00:05 65530\n09:00:10 64000\n^C\n# cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n',
    },
    expect: {
      state: ["critical"],
      count: 64_000,
      max: 65_536,
      says: [/99\.9 %|100 %|65,530/],
      noCause: NOTHING,
    },
  },
  {
    name: "a limit that was raised twice",
    why: "65,536, then 131,072, then 262,144; the count is under the last",
    files: {
      "t.txt": `root@hub-2:~# ${ASK}\n${settings(65_536, 65_536)}root@hub-2:~# sysctl -w net.netfilter.nf_conntrack_max=131072\nnet.netfilter.nf_conntrack_max = 131072\nroot@hub-2:~# conntrack -C\n131072\nroot@hub-2:~# sysctl -w net.netfilter.nf_conntrack_max=262144\nnet.netfilter.nf_conntrack_max = 262144\nroot@hub-2:~# conntrack -C\n140100\n`,
    },
    expect: { state: ["healthy"], count: 140_100, max: 262_144, noCause: NOTHING },
  },
  {
    name: "a reboot in the log, and full after it",
    why: "the stamps begin again at 0: the message of the second boot is 20 s old",
    files: {
      "kern.log": `May  4 08:00:01 hub-2 kernel: [91000.000000] eth0: link up\nMay  4 08:10:01 hub-2 kernel: [    0.000000] Linux version 6.1.0-26-amd64\nMay  4 08:12:01 hub-2 kernel: [  120.000000] ${TABLE_FULL}\n`,
      uptime: "140.00 200.00\n",
      "s.txt": settings(65_536, 65_536),
    },
    expect: {
      state: ["exhausted", "critical"],
      count: 65_536,
      says: [/1 message/],
      noCause: NOTHING,
    },
  },
  {
    name: "pods' namespaces by kubectl exec, and the node by debug",
    why: "web-1 holds 65,530 on a node that nobody names, and hub-2 900",
    files: {
      "t.txt": `$ kubectl exec web-1 -- cat /proc/sys/net/netfilter/nf_conntrack_count\n65530\n$ kubectl debug node/hub-2 -it --image=busybox -- chroot /host cat /proc/sys/net/netfilter/nf_conntrack_count\n900\n$ kubectl debug node/hub-2 -it --image=busybox -- chroot /host cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n`,
    },
    expect: {
      state: ["healthy", "unknown"],
      noCause: NOTHING,
      subjects: [
        ["web-1", 65_530],
        ["hub-2", 900],
      ],
    },
  },
  {
    name: "two nodes in turn, by ssh and a heading",
    why: "## hub-1 and ## hub-2 stand above each block of output",
    files: {
      "t.md": `## hub-1\n\n\`\`\`\n${settings(900, 65_536)}\`\`\`\n\n## hub-2\n\n\`\`\`\n${settings(65_530, 65_536)}\`\`\`\n`,
    },
    expect: {
      ...NEARLY,
      subjects: [
        ["hub-2", 65_530],
        ["hub-1", 900],
      ],
    },
  },
  {
    name: "the settings of a node between two others' logs",
    why: "prompts name hub-1, then a log by its own lines of hub-3; hub-1 is healthy",
    files: {
      "t.txt": `[root@hub-1 ~]# ${ASK}\n${settings(900, 65_536)}[root@hub-1 ~]# cat /var/log/remote/hub-3.log\n2026-05-04T08:00:01+00:00 hub-3 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      state: ["unknown", "recovered", "exhausted"],
      subjects: [
        ["hub-3", null],
        ["hub-1", 900],
      ],
      noCause: NOTHING,
    },
  },
];
