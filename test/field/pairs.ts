import { cpu, type FieldCase, NOTHING, settings } from "./case.ts";

/** A number as a whole, and no part of another. */
const whole = (number: string): RegExp => new RegExp(`(?<![\\d.,])${number}(?!\\d|[.,]\\d| ?%)`);
const scrape = (drop: number): string =>
  `# TYPE node_nf_conntrack_entries gauge\nnode_nf_conntrack_entries 49152\n# TYPE node_nf_conntrack_entries_limit gauge\nnode_nf_conntrack_entries_limit 49152\n# TYPE node_nf_conntrack_stat_drop gauge\nnode_nf_conntrack_stat_drop ${drop}\n# TYPE node_nf_conntrack_stat_early_drop gauge\nnode_nf_conntrack_stat_early_drop 902\n# TYPE node_nf_conntrack_stat_insert_failed gauge\nnode_nf_conntrack_stat_insert_failed 7\n`;

/** Counters since boot: between two samples of them is what happens now. */
export const PAIRS: readonly FieldCase[] = [
  {
    name: "evictions since boot",
    why: "31 million evictions in one sample, and 40 % in use now: shown with its number, and no proof of now",
    files: {
      "conntrack-S.txt":
        "cpu=0   \tfound=700 invalid=9021 insert=0 insert_failed=31 drop=31 early_drop=0 error=0 search_restart=12 (null)=9 (null)=0 \ncpu=1   \tfound=688 invalid=8830 insert=0 insert_failed=22 drop=9021 early_drop=31870255 error=4 search_restart=15 (null)=7 (null)=0 \n",
      "sysctl.txt": settings(52_430, 131_072),
    },
    expect: {
      state: ["healthy", "recovered"],
      count: 52_430,
      max: 131_072,
      says: [/31,?870,?255|3(1\.9|2) ?(million|M\b)/],
    },
  },
  {
    name: "before and after in the files' names",
    why: "insert_failed and drop each rose by 46 (17 + 29)",
    files: {
      "case-7/before-conntrack-S.txt": `${cpu(0, { failed: 8 })}${cpu(1, { failed: 11 })}`,
      "case-7/after-conntrack-S.txt": `${cpu(0, { failed: 25 })}${cpu(1, { failed: 40 })}`,
      "case-7/uname.txt":
        "Linux ip-172-20-4-4 5.10.220-209.869.amzn2.x86_64 #1 SMP Wed Jul 17 15:10:20 UTC 2024 x86_64\n",
      "case-7/rows.txt":
        "udp      17 8 src=10.7.7.3 dst=172.20.0.10 sport=35001 dport=53 [UNREPLIED] src=10.7.9.8 dst=10.7.7.3 sport=53 dport=35001 mark=0 use=1\nudp      17 20 src=10.7.7.4 dst=172.20.0.10 sport=35002 dport=53 src=10.7.9.8 dst=10.7.7.4 sport=53 dport=35002 mark=0 use=1\n",
    },
    expect: {
      state: ["unknown"],
      rows: 2,
      says: [whole("46")],
      silent: [/counters: not there twice/],
    },
  },
  {
    name: "folders before and after",
    why: "7,310 drops and 918 evictions between the two, and the table is full",
    files: {
      "before/counters.txt": `${cpu(0)}${cpu(1)}`,
      "after/counters.txt": `${cpu(0, { drop: 4100, early: 518 })}${cpu(1, { drop: 3210, early: 400 })}`,
      "after/settings.txt": settings(98_304, 98_304),
    },
    expect: { state: ["exhausted"], says: [/\b918\b/, /7,?310/] },
  },
  {
    name: "a busy and healthy node",
    why: "one failed insertion, some clashes resolved and retransmissions: nothing to find at 6 % in use",
    files: {
      "session.txt": `$ uname -r
6.6.54-flatcar
$ for n in 1 2; do date -u; conntrack -S; nstat -az TcpExtListenOverflows TcpExtListenDrops TcpRetransSegs IpReasmFails; sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max; sleep 20; done
Sat May  3 08:00:00 UTC 2025
cpu=0   	found=4410 invalid=8810 insert=0 insert_failed=33 drop=33 early_drop=0 error=5 search_restart=220 clash_resolve=1880 chaintoolong=0 
cpu=1   	found=4302 invalid=8777 insert=0 insert_failed=29 drop=29 early_drop=0 error=3 search_restart=201 clash_resolve=1790 chaintoolong=0 
TcpExtListenOverflows           7                  0.0
TcpExtListenDrops               7                  0.0
TcpRetransSegs                  21904              0.0
IpReasmFails                    2                  0.0
net.netfilter.nf_conntrack_count = 15530
net.netfilter.nf_conntrack_max = 262144
Sat May  3 08:00:20 UTC 2025
cpu=0   	found=4410 invalid=8815 insert=0 insert_failed=34 drop=34 early_drop=0 error=5 search_restart=220 clash_resolve=1886 chaintoolong=0 
cpu=1   	found=4303 invalid=8779 insert=0 insert_failed=29 drop=29 early_drop=0 error=3 search_restart=201 clash_resolve=1794 chaintoolong=0 
TcpExtListenOverflows           7                  0.0
TcpExtListenDrops               7                  0.0
TcpRetransSegs                  21923              0.0
IpReasmFails                    2                  0.0
net.netfilter.nf_conntrack_count = 15498
net.netfilter.nf_conntrack_max = 262144
`,
    },
    expect: {
      state: ["healthy"],
      count: 15_498,
      max: 262_144,
      noCause: NOTHING,
      atMost: [
        "dns-insert-race",
        "snat-port-exhaustion",
        "invalid-rst-race",
        "listen-queue-overflow",
        "mtu",
        "entry-allocation-failed",
        "hash-chain-too-long",
      ],
    },
  },
  {
    name: "times in the files' names",
    why: "the names sort by time, whatever stands in the files: both counters rose by 113 (70 + 43)",
    files: {
      "conntrack-S.2024-10-21_1735.txt": `${cpu(0, { failed: 190 })}${cpu(1, { failed: 88 })}`,
      "conntrack-S.2024-10-21_1730.txt": `${cpu(0, { failed: 120 })}${cpu(1, { failed: 45 })}`,
      uname:
        "Linux ip-10-66-0-9 5.15.0-1073-aws #79-Ubuntu SMP Tue Sep 24 17:10:01 UTC 2024 x86_64 GNU/Linux\n",
    },
    expect: { state: ["unknown"], says: [whole("113")], silent: [/counters: not there twice/] },
  },
  {
    name: "two scrapes",
    why: "node_exporter's drop rose by 3,306 while the table was full",
    files: { "scrape-a.prom": scrape(1204), "scrape-b.prom": scrape(4510) },
    expect: { state: ["exhausted"], count: 49_152, max: 49_152, says: [/3,?306/] },
  },
  {
    name: "two prompts with times",
    why: "drop rose by 2,870 with insert_failed flat, and the table is full",
    files: {
      "shell.txt": `[07:15:02] root@nat-east:~# conntrack -S\n${cpu(0, { drop: 4400, early: 60 })}${cpu(1, { drop: 4100, early: 71 })}[07:15:31] root@nat-east:~# conntrack -S\n${cpu(0, { drop: 5900, early: 60 })}${cpu(1, { drop: 5470, early: 71 })}[07:15:40] root@nat-east:~# cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max\n65536\n65536\n`,
    },
    expect: { state: ["exhausted"], count: 65_536, max: 65_536, says: [/2,?870/] },
  },

  {
    name: "a server that does not accept",
    why: "its queue is over its length and overflows: the report names its address and port",
    files: {
      "before/nstat.txt": "#kernel\nTcpExtListenOverflows           412                0.0\n",
      "after/nstat.txt": "#kernel\nTcpExtListenOverflows           977                0.0\n",
      "after/ss.txt":
        "State  Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 65     64     10.7.0.4:9443      0.0.0.0:*\n",
      "after/sysctl.txt": settings(811, 65_536),
    },
    expect: {
      state: ["healthy"],
      found: ["listen-queue-overflow"],
      says: [/listens on .?10\.7\.0\.4:9443/],
    },
  },
];
