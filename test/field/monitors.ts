import type { FieldCase } from "./case.ts";

const COUNT = 65_530;
const MAX = 65_536;

/** 65,530 of 65,536 in a monitor's words. */
const told = (name: string, why: string, body: string, host = ""): FieldCase => ({
  name,
  why,
  files: { "paste.txt": body },
  expect: { state: ["critical"], count: COUNT, max: MAX, subjects: [[host, COUNT]] },
});

const frame = (metric: string, sizes: readonly number[]) => ({
  schema: {
    fields: [
      { name: "Time", type: "time" },
      { name: "Value", type: "number", labels: { __name__: metric, instance: "mill-3:9100" } },
    ],
  },
  data: { values: [[1_775_549_700_000, 1_775_549_715_000], sizes] },
});

const HEAD =
  "nf_connt|nf_connt|nf_connt|nf_connt|\n entries|insert_f|    drop|early_dr|\n        |   ailed|        |      op|\n";

/** What monitors of all kinds make of a count and a limit. */
export const MONITORS: readonly FieldCase[] = [
  told(
    "collectd's plain protocol",
    "the machine is the first part of the name",
    `PUTVAL "mill-3/conntrack/conntrack" interval=10.000 1775549700.123:${COUNT}\nPUTVAL "mill-3/conntrack/conntrack-max" interval=10.000 1775549700.123:${MAX}\n`,
    "mill-3",
  ),
  told(
    "what collectd writes to Graphite",
    "the machine is a part of the path",
    `collectd.mill-3.conntrack.conntrack ${COUNT} 1775549700\ncollectd.mill-3.conntrack.conntrack-max ${MAX} 1775549700\n`,
    "mill-3",
  ),
  told(
    "InfluxDB's own tool",
    "blanks part the columns",
    `> select * from conntrack\nname: conntrack\ntime                ip_conntrack_count ip_conntrack_max\n----                ------------------ ----------------\n1775549700000000000 61000              ${MAX}\n1775549710000000000 ${COUNT}              ${MAX}\n`,
  ),
  told(
    "telegraf's metrics for Prometheus",
    "another name for the same",
    `# TYPE conntrack_ip_conntrack_count untyped\nconntrack_ip_conntrack_count{host="mill-3"} ${COUNT}\n# TYPE conntrack_ip_conntrack_max untyped\nconntrack_ip_conntrack_max{host="mill-3"} ${MAX}\n`,
    "mill-3",
  ),
  told(
    "Prometheus's own page",
    "a tab parts a series and its value",
    `node_nf_conntrack_entries{instance="mill-3:9100", job="node"}\t${COUNT}\nnode_nf_conntrack_entries_limit{instance="mill-3:9100", job="node"}\t${MAX}\n`,
    "mill-3",
  ),
  told(
    "SNMP's tree",
    "a script's output stands in quotes, its name before it",
    `NET-SNMP-EXTEND-MIB::nsExtendOutput1Line."nf_conntrack_count" = STRING: ${COUNT}\nNET-SNMP-EXTEND-MIB::nsExtendOutput1Line."nf_conntrack_max" = STRING: ${MAX}\n`,
  ),
  {
    name: "Grafana's query inspector",
    why: "frames of columns, whose labels name the series",
    files: {
      "query.json": JSON.stringify({
        results: {
          A: { frames: [frame("node_nf_conntrack_entries", [61_000, COUNT])] },
          B: { frames: [frame("node_nf_conntrack_entries_limit", [MAX, MAX])] },
        },
      }),
    },
    expect: { state: ["critical"], count: COUNT, max: MAX, subjects: [["mill-3", COUNT]] },
  },
  {
    name: "lnstat, three rows",
    why: "a row each ten seconds tells what came by the second: 1,200 + 850 packets were lost",
    files: {
      "paste.txt": `$ lnstat -c 3 -i 10 -f nf_conntrack -k entries,insert_failed,drop,early_drop\n${HEAD}   65530|       1|      40|       0|\n   65536|       0|     120|       3|\n   65530|       0|      85|       5|\n$ cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n`,
    },
    expect: { state: ["exhausted"], count: COUNT, max: MAX, says: [/2,050/, /\b80\b/] },
  },
  {
    name: "lnstat as JSON",
    why: "one row: what there was since boot",
    files: {
      "l.json": `{"entries":${COUNT},"clashres":1,"found":0,"new":0,"invalid":7,"ignore":0,"delete":0,"chainlength":0,"insert":0,"insert_failed":3,"drop":4711,"early_drop":9,"icmp_error":0,"expect_new":0,"expect_create":0,"expect_delete":0,"search_restart":5}\n`,
      "max.txt": `net.netfilter.nf_conntrack_max = ${MAX}\n`,
    },
    expect: { state: ["critical"], count: COUNT, max: MAX, silent: [/not understood/i] },
  },
];
