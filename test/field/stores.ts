import { type FieldCase, TABLE_FULL } from "./case.ts";

const TWO = [
  ["gate-a1", null],
  ["gate-b2", null],
] as const;
/** Two messages of one machine and one of another, as a store exported them. */
const stored = (name: string, why: string, file: string, body: string): FieldCase => ({
  name,
  why,
  files: { [file]: body },
  expect: {
    state: ["unknown"],
    subjects: TWO,
    says: [/2 messages “table full”/, /2026-04-07/],
    silent: [/not understood/i],
  },
});

/** Logs that a store exported, a row or a record a message: whose each is, a column tells. */
export const STORES: readonly FieldCase[] = [
  stored(
    "Kibana's export",
    "its dates have words, and are of the browser's zone",
    "discover.csv",
    `"@timestamp","host.name",message\n"Apr 7, 2026 @ 08:15:04.250","gate-a1","${TABLE_FULL}"\n"Apr 7, 2026 @ 08:15:03.100","gate-b2","${TABLE_FULL}"\n"Apr 7, 2026 @ 08:15:01.000","gate-a1","${TABLE_FULL}"\n`,
  ),
  stored(
    "Graylog's export",
    "source is the machine",
    "search.csv",
    `"timestamp","source","message"\n"2026-04-07T08:15:01.000Z","gate-a1","kernel: ${TABLE_FULL}"\n"2026-04-07T08:15:03.000Z","gate-b2","kernel: ${TABLE_FULL}"\n"2026-04-07T08:15:04.000Z","gate-a1","kernel: ${TABLE_FULL}"\n`,
  ),
  stored(
    "Datadog's export",
    "each cell stands in quotes of its own",
    "extract.csv",
    `Date,Host,Service,Message\n"2026-04-07T08:15:04.000Z","""gate-a1""","""kernel""","""${TABLE_FULL}"""\n"2026-04-07T08:15:03.000Z","""gate-b2""","""kernel""","""${TABLE_FULL}"""\n"2026-04-07T08:15:01.000Z","""gate-a1""","""kernel""","""${TABLE_FULL}"""\n`,
  ),
  stored(
    "an answer of Azure's log analytics",
    "the month stands first",
    "query.csv",
    `"TimeGenerated [UTC]",Computer,Facility,SyslogMessage\n"4/7/2026, 8:15:01.100 AM","gate-a1","kern","${TABLE_FULL}"\n"4/7/2026, 8:15:03.100 AM","gate-b2","kern","${TABLE_FULL}"\n"4/7/2026, 8:15:04.100 AM","gate-a1","kern","${TABLE_FULL}"\n`,
  ),
  stored(
    "Loki's lines by their labels",
    "the labels are JSON in a cell; a message that goes over two lines is one row",
    "Explore.csv",
    `"labels","Time","Line"\n"{""host"":""gate-a1""}","1775549701000","${TABLE_FULL}"\n"{""host"":""gate-b2""}","1775549703000","${TABLE_FULL}"\n"{""host"":""gate-b2""}","1775549703500","audit: one\nand two"\n"{""host"":""gate-a1""}","1775549704000","${TABLE_FULL}"\n`,
  ),
  stored(
    "GELF, a record a line",
    "the message is the short one",
    "gelf.json",
    [
      [1, "gate-a1"],
      [3, "gate-b2"],
      [4, "gate-a1"],
    ]
      .map(
        ([at, host]) =>
          `{"version":"1.1","host":"${host}","short_message":"${TABLE_FULL}","timestamp":177554970${at}.5,"level":4}\n`,
      )
      .join(""),
  ),
  stored(
    "fluentd's lines",
    "a date and a tag stand before each record",
    "fluentd.out",
    [
      [1, "gate-a1"],
      [3, "gate-b2"],
      [4, "gate-a1"],
    ]
      .map(
        ([at, host]) =>
          `2026-04-07 08:15:0${at}.000000000 +0000 kern.warn: {"host":"${host}","ident":"kernel","message":"${TABLE_FULL}"}\n`,
      )
      .join(""),
  ),
  {
    name: "fluent-bit's lines",
    why: "a Ruby hash is no JSON, and names no machine here",
    files: {
      "fb.out": `[0] kmsg: [1775549701.123, {"priority"=>4, "sequence"=>81, "msg"=>"${TABLE_FULL}"}]\n[1] kmsg: [1775549704.123, {"priority"=>4, "sequence"=>82, "msg"=>"${TABLE_FULL}"}]\n`,
    },
    expect: { state: ["unknown"], says: [/2 messages “table full”, from 2026-04-07T08:15:01/] },
  },
  {
    name: "the kernel's log of two machines of Talos",
    why: "the machine stands before the facility",
    files: {
      "dmesg.txt": `10.5.0.2: kern: warning: [2026-04-07T08:15:01.123456789Z]: ${TABLE_FULL}\n10.5.0.3: kern: warning: [2026-04-07T08:15:02.123456789Z]: ${TABLE_FULL}\n10.5.0.2: kern: warning: [2026-04-07T08:15:06.123456789Z]: ${TABLE_FULL}\n`,
    },
    expect: {
      state: ["unknown"],
      subjects: [
        ["10.5.0.2", null],
        ["10.5.0.3", null],
      ],
      says: [/2 messages “table full”/],
    },
  },
  {
    name: "dmesg as JSON",
    why: "seconds since boot stand beside each message",
    files: {
      "dmesg.json": `{\n   "dmesg": [\n      {\n         "pri": 4,\n         "time": 91.250000,\n         "msg": "${TABLE_FULL}"\n      },{\n         "pri": 6,\n         "time": 99.5,\n         "msg": "eth0: link up"\n      }\n   ]\n}\n`,
      uptime: "100.00 380.00\n",
    },
    expect: { state: ["unknown", "exhausted"], says: [/1 message/, /9 s|8\.75 s|91/] },
  },
  {
    name: "journalctl with seconds since 1970, and with the time since the line before",
    why: "both name the machine",
    files: {
      "unix.txt": `1775549701.123456 gate-a1 kernel: ${TABLE_FULL}\n1775549704.123456 gate-a1 kernel: ${TABLE_FULL}\n`,
      "delta.txt": `[ 1231.123456 <    0.000000 >] gate-b2 kernel: ${TABLE_FULL}\n[ 1236.123456 <    5.000000 >] gate-b2 kernel: ${TABLE_FULL}\n`,
    },
    expect: { state: ["unknown"], subjects: TWO, says: [/2026-04-07T08:15:01/] },
  },
  {
    name: "messages that came again",
    why: "one line stands for nine more, and one for 25 of the line before it",
    files: {
      "syslog.txt": `Apr  7 08:15:01 gate-a1 kernel: [100.100000] ${TABLE_FULL}\nApr  7 08:15:01 gate-a1 kernel: message repeated 9 times: [ [100.200000] ${TABLE_FULL}]\n`,
      "old/messages": `Apr  7 08:15:01 gate-b2 kernel: nf_conntrack: table full, dropping packet.\nApr  7 08:15:31 gate-b2 last message repeated 25 times\n`,
    },
    expect: {
      state: ["unknown"],
      subjects: TWO,
      says: [/10 messages “table full”/, /26 messages “table full”/],
    },
  },
];
