import { type FieldCase, NOTHING, settings, TABLE_FULL } from "./case.ts";

const ANY = ["unknown", "recovered", "exhausted"] as const;

/** Lines of kernel logs in further forms. */
export const LINES: readonly FieldCase[] = [
  {
    name: "RFC 5424 with a structured part",
    why: "rsyslog's new form: the machine stands third, and the message behind a BOM",
    files: {
      syslog: `<4>1 2026-05-04T11:02:01.123456+02:00 hub-2 kernel - - [timeQuality tzKnown="1" isSynced="1"] \uFEFF[81231.120000] ${TABLE_FULL}\n<4>1 2026-05-04T11:02:04.123456+02:00 hub-2 kernel - - - [81234.120000] ${TABLE_FULL}\n`,
    },
    expect: {
      state: ANY,
      subjects: [["hub-2", null]],
      says: [/2 messages “table full”/, /2026-05-04T11:02:01/],
    },
  },
  {
    name: "CloudWatch's tail",
    why: "aws logs tail prints the time, the stream, and the line",
    files: {
      "tail.txt": `$ aws logs tail /aws/containerinsights/prod/host --since 1h\n2026-05-04T09:02:01.123000+00:00 ip-10-0-1-7.ec2.internal May  4 09:02:01 ip-10-0-1-7 kernel: ${TABLE_FULL}\n2026-05-04T09:02:09.123000+00:00 ip-10-0-1-7.ec2.internal May  4 09:02:09 ip-10-0-1-7 kernel: ${TABLE_FULL}\n`,
    },
    expect: { state: ANY, subjects: [["ip-10-0-1-7", null]], says: [/2 messages “table full”/] },
  },
  {
    name: "CloudWatch Logs Insights",
    why: "results are fields and values, the latest first",
    files: {
      "insights.json": JSON.stringify({
        results: [9, 1].map((at) => [
          { field: "@timestamp", value: `2026-05-04 09:02:0${at}.123` },
          { field: "@logStream", value: "ip-10-0-1-7" },
          { field: "@message", value: `May  4 09:02:0${at} ip-10-0-1-7 kernel: ${TABLE_FULL}` },
          { field: "@ptr", value: "Cm" },
        ]),
        statistics: { recordsMatched: 2, recordsScanned: 9, bytesScanned: 10 },
        status: "Complete",
      }),
    },
    expect: {
      state: ANY,
      subjects: [["ip-10-0-1-7", null]],
      says: [/2 messages “table full”/, /09:02:01/],
    },
  },
  {
    name: "Splunk's JSON",
    why: "each line is a result with _raw, _time and host",
    files: {
      "splunk.json": [9, 1]
        .map((at) =>
          JSON.stringify({
            preview: false,
            offset: at,
            result: {
              _time: `2026-05-04T11:02:0${at}.000+02:00`,
              host: "hub-2",
              source: "/var/log/kern.log",
              _raw: `May  4 11:02:0${at} hub-2 kernel: [100.5] ${TABLE_FULL}`,
            },
          }),
        )
        .join("\n"),
    },
    expect: { state: ANY, subjects: [["hub-2", null]], says: [/2 messages “table full”/] },
  },
  {
    name: "Splunk's table",
    why: "_time,host,_raw with the latest first",
    files: {
      "1714.csv": `"_time",host,source,"_raw"\n"2026-05-04T11:02:09.000+0200","hub-2","/var/log/kern.log","May  4 11:02:09 hub-2 kernel: [108.5] ${TABLE_FULL}"\n"2026-05-04T11:02:01.000+0200","hub-2","/var/log/kern.log","May  4 11:02:01 hub-2 kernel: [100.5] ${TABLE_FULL}"\n`,
    },
    expect: {
      state: ANY,
      subjects: [["hub-2", null]],
      says: [/2 messages “table full”/, /09:02:01/],
    },
  },
  {
    name: "Vector's and journald's field names",
    why: "host, PRIORITY and __REALTIME_TIMESTAMP are strings; message is in small letters",
    files: {
      "vector.json": [1, 9]
        .map((at) =>
          JSON.stringify({
            PRIORITY: "4",
            SYSLOG_IDENTIFIER: "kernel",
            _TRANSPORT: "kernel",
            __REALTIME_TIMESTAMP: `177788532${at}123456`,
            host: "hub-2",
            message: TABLE_FULL,
            source_type: "journald",
            timestamp: `2026-05-04T09:02:0${at}.123456Z`,
          }),
        )
        .join("\n"),
    },
    expect: { state: ANY, subjects: [["hub-2", null]], says: [/2 messages “table full”/] },
  },
  {
    name: "dmesg of util-linux 2.40 with ISO stamps",
    why: "a comma parts the fractions of a second",
    files: {
      "dmesg.txt": `2026-05-04T11:02:01,123456+02:00 ${TABLE_FULL}\n2026-05-04T11:02:01,223456+02:00 net_ratelimit: 12 callbacks suppressed\n2026-05-04T11:02:06,123456+02:00 ${TABLE_FULL}\n`,
    },
    expect: { state: ANY, says: [/2 messages “table full”/, /11:02:01/] },
  },
  {
    name: "dmesg -x with levels",
    why: "facility and level stand before the stamp",
    files: {
      "dmesg.txt": `kern  :warn  : [81231.120000] ${TABLE_FULL}\nkern  :info  : [81232.120000] eth0: renamed\nkern  :warn  : [81234.120000] ${TABLE_FULL}\n`,
    },
    expect: { state: ANY, says: [/2 messages “table full”/] },
  },
  {
    name: "raw lines of /dev/kmsg",
    why: "4,911,81231120000,-; is level, sequence and microseconds since boot",
    files: {
      "kmsg.txt": `4,911,81231120000,-;${TABLE_FULL}\n6,912,81232120000,-;eth0: link up\n SUBSYSTEM=net\n DEVICE=n2\n4,913,81234120000,-;${TABLE_FULL}\n`,
    },
    expect: { state: ANY, says: [/2 messages “table full”/] },
  },
  {
    name: "a serial console's capture",
    why: "a login prompt and carriage returns lie between the kernel's lines",
    files: {
      "console.log": `\r\nhub-2 login: [81231.120000] ${TABLE_FULL}\r\n[81234.120000] ${TABLE_FULL}\r\n\r\nhub-2 login: \r\n`,
    },
    expect: { state: ANY, says: [/2 messages “table full”/] },
  },
  {
    name: "a node's log through the API server",
    why: "kubectl get --raw of a kubelet's log query: journald's own form",
    files: {
      "t.txt": `$ kubectl get --raw "/api/v1/nodes/hub-2/proxy/logs/?query=kernel"\nMay 04 11:02:01.123456 hub-2 kernel: ${TABLE_FULL}\nMay 04 11:02:04.123456 hub-2 kernel: ${TABLE_FULL}\n`,
    },
    expect: { state: ANY, subjects: [["hub-2", null]], says: [/2 messages “table full”/] },
  },
  {
    name: "an offset of the day before",
    why: "the log's stamps are of the evening before, the count of the morning has room",
    files: {
      "k.txt": `2026-05-03T23:59:58.100000+00:00 hub-2 kernel: [81231.120000] ${TABLE_FULL}\n2026-05-04T00:00:03.100000+00:00 hub-2 kernel: [81236.120000] ${TABLE_FULL}\n`,
      "now.txt": `root@hub-2:~# date\nMon May  4 07:30:00 UTC 2026\nroot@hub-2:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(9000, 65_536)}`,
    },
    expect: { state: ["recovered"], count: 9000, subjects: [["hub-2", 9000]], noCause: NOTHING },
  },
  {
    name: "German dates of a syslog, and French ones",
    why: "Mär and févr. are months",
    files: {
      "a.log": `Mär  4 11:02:01 hub-2 kernel: [81231.1] ${TABLE_FULL}\nMär  4 11:02:03 hub-2 kernel: [81233.1] ${TABLE_FULL}\n`,
      "b.log": `févr. 04 11:02:01 hub-3 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      state: ANY,
      subjects: [
        ["hub-2", null],
        ["hub-3", null],
      ],
      says: [/2 messages “table full”/],
    },
  },
  {
    name: "a message of 6.17 with the namespace's number",
    why: "the kernel says which namespace: inode 4026532610 is not the host's first one",
    files: {
      "d.txt": `[  812.100000] nf_conntrack: nf_conntrack: table full in netns 4026532610, dropping packet\n[  817.100000] nf_conntrack: nf_conntrack: table full in netns 4026532610, dropping packet\n`,
      "s.txt": `${settings(900, 65_536)}kernel.osrelease = 6.18.2\n`,
    },
    expect: {
      state: ["healthy"],
      count: 900,
      found: ["namespace-table-full"],
      says: [/4026532610/],
    },
  },
  {
    name: "a message of 6.17 with the namespace's number, alone",
    why: "a table was full, though not the host's; how full that one is nothing tells",
    files: {
      "kern.log": `Jun  8 10:48:13 n4 kernel: [1694413.621694] nf_conntrack: nf_conntrack: table full in netns 4026532561, dropping packet\n`,
    },
    expect: {
      state: ["unknown"],
      noCause: NOTHING,
      says: [/1 message “table full” of another network namespace, net:\[4026532561\]/],
    },
  },
  {
    name: "kube-proxy's structured log",
    why: "from 1.23 on the setting and its value are fields; what it was about to set, which it may have left, is no limit",
    files: {
      "kube-proxy.log": `I0504 09:00:01.123456       1 conntrack.go:60] "Setting nf_conntrack_max" nfConntrackMax=131072\nI0504 09:00:01.123999       1 conntrack.go:119] "Set sysctl" entry="net/netfilter/nf_conntrack_tcp_timeout_established" value=86400\n`,
      "c.txt": "$ conntrack -C\n131050\n",
    },
    expect: { state: ["unknown"], count: 131_050, noCause: NOTHING },
  },
  {
    name: "kube-proxy's old line of the limit, alone",
    why: "nothing else tells a limit: that it was written is shown, with its place",
    files: {
      "kp.log":
        "I0620 17:44:42.626853       1 conntrack.go:81] Set sysctl 'net/netfilter/nf_conntrack_max' to 131072\n",
      "c.txt": "$ conntrack -C\n131050\n",
    },
    expect: { state: ["critical", "unknown"], count: 131_050, says: [/131,072/], noCause: NOTHING },
  },
];
