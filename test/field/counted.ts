import {
  closed,
  type FieldCase,
  many,
  NOTHING,
  served,
  settings,
  TABLE_FULL,
  TIMES,
} from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const NEARLY = { state: ["critical"], count: 65_530, max: 65_536, noCause: NOTHING } as const;
const TWO = [
  ["hub-2", 65_530],
  ["hub-1", 900],
] as const;

/** Counts and limits as scripts log them, and whose they are. */
export const COUNTED: readonly FieldCase[] = [
  {
    name: "a count of its limit in a log of cron",
    why: "a date, a machine and 523871/524288",
    files: {
      "cron.log":
        "2026-11-20 08:00:01 lb-3 conntrack: 498211/524288\n2026-11-20 08:05:01 lb-3 conntrack: 523990/524288\n2026-11-20 08:10:01 lb-3 conntrack: 523871/524288\n",
    },
    expect: {
      state: ["critical"],
      count: 523_871,
      max: 524_288,
      noCause: NOTHING,
      subjects: [["lb-3", 523_871]],
      says: [/99\.9 %/],
    },
  },
  {
    name: "a date, a machine with its address, and the count",
    why: "echo of date, hostname, hostname -i and the count",
    files: {
      "conntrack.log":
        "Mon May  4 09:00:01 UTC 2026 web-1 10.0.0.5 nf_conntrack 61234\nMon May  4 09:01:01 UTC 2026 web-1 10.0.0.5 nf_conntrack 65530\n",
      "sysctl.txt": "net.netfilter.nf_conntrack_max = 65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "a share and both numbers behind a program's name",
    why: "May 4, a machine, ct-check[2211]: conntrack 99% (65530/65536)",
    files: {
      "c.log":
        "May  4 09:05:01 hub-1 ct-check[12]: conntrack 1% (900/65536)\nMay  4 09:05:01 hub-2 ct-check[2211]: conntrack 99% (65530/65536)\n",
    },
    expect: { ...NEARLY, subjects: TWO },
  },
  {
    name: "steps and dates behind the word",
    why: "3/4 is no use of a limit of four, nor is a date one",
    files: {
      "c.log": "conntrack: 2026/05/04 report\n[12:01:02] conntrack: 3/4\n",
      "s.txt": settings(900, 65_536),
    },
    expect: { state: ["healthy"], count: 900, max: 65_536, noCause: NOTHING },
  },
  {
    name: "fields of a program's log",
    why: "logfmt: count and max beside what it is of",
    files: {
      "m.log":
        'time=2026-05-04T09:02:01Z level=info host=hub-2 msg="conntrack usage" count=65530 max=65536\n',
    },
    expect: { ...NEARLY, subjects: [["hub-2", 65_530]] },
  },
  {
    name: "what wc printed, without its command",
    why: "each line of the kernel's list is an entry",
    files: { "t.txt": "65530 /proc/net/nf_conntrack\nnet.netfilter.nf_conntrack_max = 65536\n" },
    expect: NEARLY,
  },
  {
    name: "a total in a file of its own",
    why: "conntrack -C into conntrack_total_count.txt; head kept 500 rows",
    files: {
      "out/conntrack_total_count.txt": "65530\n",
      "out/conntrack_entries_all.txt": many(30, closed),
      "out/sysctl.txt": "net.netfilter.nf_conntrack_max = 65536\n",
    },
    expect: { ...NEARLY, rows: 30 },
  },
  {
    name: "a name and a tab before each line",
    why: "parallel --tag",
    files: {
      "t.txt":
        "hub-1\tnet.netfilter.nf_conntrack_count = 900\nhub-1\tnet.netfilter.nf_conntrack_max = 65536\nhub-2\tnet.netfilter.nf_conntrack_count = 65530\nhub-2\tnet.netfilter.nf_conntrack_max = 65536\n",
    },
    expect: { ...NEARLY, subjects: TWO },
  },
  {
    name: "a machine's name and two numbers on a line",
    why: "echo $(hostname) and both, by xargs over machines",
    files: {
      "t.txt":
        "$ cat hosts | xargs -I{} ssh {} 'echo $(hostname) $(cat /proc/sys/net/netfilter/nf_conntrack_count) $(cat /proc/sys/net/netfilter/nf_conntrack_max)'\nhub-1 900 65536\nhub-2 65530 65536\n",
    },
    expect: { ...NEARLY, subjects: TWO },
  },
  {
    name: "a container that was started to ask",
    why: "its own namespace is empty: of the host, whose log tells of a full table, nothing is known",
    files: {
      "t.txt": `ops@dock-1:~$ docker run --rm --privileged alpine sysctl net.netfilter.nf_conntrack_count\nnet.netfilter.nf_conntrack_count = 0\nops@dock-1:~$ sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 65536\nops@dock-1:~$ dmesg -T | tail -1\n[Mon May  4 09:02:01 2026] ${TABLE_FULL}\n`,
    },
    expect: {
      state: ["unknown"],
      noCause: NOTHING,
      subjects: [
        ["dock-1", null],
        ["dock-1/new container", 0],
      ],
    },
  },
  {
    name: "a container in the network of its host",
    why: "--net=host asks the host",
    files: {
      "t.txt":
        "ops@dock-1:~$ docker run --rm --net=host alpine cat /proc/sys/net/netfilter/nf_conntrack_count\n65530\nops@dock-1:~$ docker run --rm --net=host alpine cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n",
    },
    expect: { ...NEARLY, subjects: [["dock-1", 65_530]] },
  },
  {
    name: "a pod of a node that nobody names",
    why: "kubectl exec asks a pod: that it runs on n1 is not said",
    files: {
      "t.txt": `ops@laptop:~$ kubectl exec -n prod web-7c9d8b6f4-x2k9p -- cat /proc/sys/net/netfilter/nf_conntrack_count\n310\nops@laptop:~$ ssh n1\nroot@n1:~# ${ASK}\n${settings(65_530, 65_536)}`,
    },
    expect: {
      ...NEARLY,
      subjects: [
        ["n1", 65_530],
        ["web-7c9d8b6f4-x2k9p", 310],
      ],
    },
  },
  {
    name: "dumps of both families by short names",
    why: "ct4 and ct6 say what they hold, and not whose: together they are the table",
    files: {
      "ct4.txt": many(60, served),
      "ct6.txt": Array.from(
        { length: 1960 },
        (_, at) =>
          `tcp      6 ${5 + (at % 110)} TIME_WAIT src=fd00::${at.toString(16)} dst=fd01::1 sport=${20_000 + at} dport=443 src=fd01::1 dst=fd00::${at.toString(16)} sport=443 dport=${20_000 + at} [ASSURED] mark=0 use=1\n`,
      ).join(""),
      "sysctl.txt": settings(2020, 2048, TIMES),
    },
    expect: { state: ["critical"], count: 2020, rows: 2020, found: ["time-wait-churn"] },
  },
];
