import { type FieldCase, NOTHING, settings, TABLE_FULL } from "./case.ts";

const COUNT = "net.netfilter.nf_conntrack_count";
const MAX = "net.netfilter.nf_conntrack_max";

/** A record of journald as `journalctl -o export` writes it. */
const exported = (seconds: number): string =>
  `__CURSOR=s=a1;i=${seconds}\n__REALTIME_TIMESTAMP=${seconds}000000\n__MONOTONIC_TIMESTAMP=${seconds % 1000}000000\n_TRANSPORT=kernel\nPRIORITY=4\nSYSLOG_IDENTIFIER=kernel\n_HOSTNAME=mill-9\nMESSAGE=${TABLE_FULL}\n\n`;

/** What a dashboard, a journal, a tracker or a chat makes of evidence when it is saved or copied from there. */
export const EXPORTS: readonly FieldCase[] = [
  {
    name: "a panel of Grafana, series joined by time",
    why: "262,144 of 262,144 at 10:00:15, and 2,040 − 1,200 drops; the machine stands in the columns",
    files: {
      "NF Conntrack-data-as-joinbyfield.csv": `"Time","node_nf_conntrack_entries{instance=""pool-1-ab:9100"", job=""node""}","node_nf_conntrack_entries_limit{instance=""pool-1-ab:9100"", job=""node""}","node_nf_conntrack_stat_drop{instance=""pool-1-ab:9100"", job=""node""}"\r\n2026-03-02 10:00:00,251000,262144,1200\r\n2026-03-02 10:00:15,262144,262144,1700\r\n2026-03-02 10:00:30,261900,262144,2040\r\n`,
    },
    expect: {
      state: ["critical"],
      count: 261_900,
      max: 262_144,
      subjects: [["pool-1-ab", 261_900]],
      says: [/watched for 30 s/, /dropped 840 packets/],
    },
  },
  {
    name: "a panel of Grafana for Excel, under its legends",
    why: "the legends are those of a dashboard that many use; sep=, is Excel's",
    files: {
      "panel.csv": `sep=,\n"Time","NF conntrack entries - Number of currently allocated flow entries for connection tracking","NF conntrack limit - Maximum size of connection tracking table"\n"2026-03-02 10:00:00","41200","65536"\n"2026-03-02 10:01:00","58211","65536"\n`,
    },
    expect: { state: ["at-risk"], count: 58_211, max: 65_536, silent: [/not understood/i] },
  },
  {
    name: "a panel of Grafana with two machines",
    why: "a column is a machine: nothing of the two is added up",
    files: {
      "entries.csv": `"Time","{__name__=""node_nf_conntrack_entries"", instance=""mill-a:9100""}","{__name__=""node_nf_conntrack_entries"", instance=""mill-b:9100""}"\n1772445600000,65000,100\n1772445660000,65010,90\n`,
    },
    expect: {
      state: ["unknown"],
      subjects: [
        ["mill-a", 65_010],
        ["mill-b", 90],
      ],
    },
  },
  {
    name: "a rate of drops",
    why: "a column that is an expression is no metric, and its file is not read",
    files: {
      "rate.csv": `"Time","rate(node_nf_conntrack_stat_drop[5m])"\n1772445600000,650\n1772445660000,651\n`,
      "now.txt": settings(100, 65_536),
    },
    expect: { state: ["healthy"], count: 100, says: [/rate\.csv/], silent: [/kernel dropped/] },
  },
  {
    name: "a log that a cron job keeps",
    why: "it was full at 10:05, and a row of a date and a number is no date",
    files: {
      "ct.csv": `timestamp,nf_conntrack_count,nf_conntrack_max\n2026-03-02T10:00:00Z,60000,65536\n2026-03-02T10:05:00Z,65536,65536\n2026-03-02T10:10:00Z,31000,65536\n`,
    },
    expect: { state: ["critical"], count: 31_000, max: 65_536, says: [/watched for 10 min/] },
  },
  {
    name: "journalctl -o export",
    why: "two messages five seconds apart, of the machine that the records name",
    files: { "journal.export": exported(1_772_445_600) + exported(1_772_445_605) },
    expect: {
      state: ["unknown"],
      subjects: [["mill-9", null]],
      says: [/2 messages “table full”, from 2026-03-02T10:00:00/],
      silent: [/not understood/i],
    },
  },
  {
    name: "journalctl -o verbose",
    why: "the moment stands above the fields",
    files: {
      "journal.txt": `Mon 2026-03-02 10:00:00.123456 UTC [s=a1;i=1;b=d2;m=75bcd15;t=64c;x=1]\n    _TRANSPORT=kernel\n    PRIORITY=4\n    SYSLOG_IDENTIFIER=kernel\n    _HOSTNAME=mill-9\n    MESSAGE=${TABLE_FULL}\n`,
    },
    expect: {
      state: ["unknown"],
      subjects: [["mill-9", null]],
      says: [/at 2026-03-02T10:00:00\.123/],
      silent: [/not understood/i],
    },
  },
  {
    name: "a condition of node-problem-detector",
    why: "it says how many of how many",
    files: {
      "describe.txt": `Conditions:\n  Type                  Status  LastHeartbeatTime                 Reason         Message\n  ConntrackFullProblem  True    Mon, 02 Mar 2026 10:14:00 +0000   ConntrackFull  Conntrack table usage over 90%: 118500 out of 131072\n`,
    },
    expect: { state: ["at-risk"], count: 118_500, max: 131_072 },
  },
  {
    name: "events of two nodes",
    why: "each message is of the node that its event names",
    files: {
      "events.txt": `LAST SEEN   TYPE      REASON                 OBJECT        MESSAGE\n2m          Warning   ConntrackFull          node/mill-a   ${TABLE_FULL}\n3m          Warning   ConntrackFull          node/mill-b   ${TABLE_FULL}\n3m          Normal    ConntrackFullProblem   node/mill-b   Conntrack table usage over 90%: 65000 out of 65536\n`,
    },
    expect: {
      state: ["critical"],
      count: 65_000,
      subjects: [
        ["mill-b", 65_000],
        ["mill-a", null],
      ],
      says: [/has 1 message “table full”/],
    },
  },
  {
    name: "the log of node-problem-detector",
    why: "it looks like kube-proxy's, and repeats what the kernel said",
    files: {
      "npd.log": `I0302 10:00:01.123456       1 log_monitor.go:160] New status generated: &{Source:kernel-monitor Events:[{Severity:warn Timestamp:2026-03-02 10:00:00.5 +0000 UTC Reason:ConntrackFull Message:${TABLE_FULL}}] Conditions:[]}\n`,
    },
    expect: { state: ["unknown"], says: [/1 message “table full”/] },
  },
  ...(
    [
      ["curly quotes", "“", "”"],
      ["straight quotes", '"', '",'],
      ["code", "`", "`"],
    ] as const
  ).map(
    ([how, before, after]): FieldCase => ({
      name: `settings in ${how}`,
      why: "a chat's or a ticket's signs around a line are none of it",
      files: {
        "slack.txt": `Ana  10:21 AM\nhere’s what I get:\n${before}${COUNT}\u00a0= 262001${after}\n${before}${MAX} = 262144${after}\n`,
      },
      expect: { state: ["critical"], count: 262_001, max: 262_144 },
    }),
  ),
  {
    name: "text that was read off a picture",
    why: "blanks around the dots of a name, and for the sign below; the numbers are as they are",
    files: {
      "ocr.txt": `root@mill-4:~# sysctl net . netfilter . nf_conntrack_count\nnet. netfilter. nf_conntrack_count = 65536\nroot@mill-4:~# sysctl ${MAX}\nnet. netfilter.nf conntrack_max = 65536\n`,
    },
    expect: { state: ["critical"], count: 65_536, max: 65_536, subjects: [["mill-4", 65_536]] },
  },
  {
    name: "a ticket as a page",
    why: "a page has many lines on one",
    files: {
      "ticket.html": `<html><body><p>Please help</p><pre>$ sysctl ${COUNT} ${MAX}<br>${COUNT} = 65500<br/>${MAX} = 65536</pre></body></html>\n`,
    },
    expect: { state: ["critical"], count: 65_500, max: 65_536, noCause: NOTHING },
  },
];
