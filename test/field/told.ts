import { type FieldCase, TABLE_FULL } from "./case.ts";

const one = (name: string, why: string, body: string, file = "out.txt"): FieldCase => ({
  name,
  why,
  files: { [file]: body },
  expect: { state: ["critical"], count: 40_955, max: 40_960 },
});

/** Numbers and messages as people, shells and readers of logs spell them. */
export const TOLD: readonly FieldCase[] = [
  one(
    "a check in one word",
    "CheckConntrack is a check of it",
    "CheckConntrack CRITICAL: Table is at 99.9% (40955/40960)\n",
  ),
  one(
    "a shell's variables",
    "as a script prints what it read",
    "NF_CONNTRACK_COUNT=40955\nNF_CONNTRACK_MAX=40960\n",
  ),
  one(
    "wide colons",
    "of a Chinese keyboard",
    "nf_conntrack_count：40955\nnf_conntrack_max：40960\n",
  ),
  one(
    "a sentence with both numbers",
    "a work note tells the count and the limit",
    "Checked the node. Current conntrack count is 40,955 and nf_conntrack_max is 40,960.\n",
  ),
  one(
    "a table of words and values",
    "what stands in brackets is no part of the value",
    "| Conntrack entries | 40,955 |\n| `nf_conntrack_max` | 40,960 (default) |\n",
    "table.md",
  ),
  {
    name: "a scrape without a number",
    why: "NaN is no count",
    files: { "m.prom": "node_nf_conntrack_entries NaN\nnode_nf_conntrack_entries_limit 40960\n" },
    expect: { state: ["unknown"], max: 40_960, silent: [/not a number/] },
  },
  {
    name: "logcli's lines",
    why: "their labels name the machine",
    files: {
      "loki.txt": `2024-10-04T00:00:01Z {host="mx-1", job="kernel"} ${TABLE_FULL}\n2024-10-04T00:00:02Z {host="mx-2", job="kernel"} ${TABLE_FULL}\n`,
    },
    expect: {
      state: ["recovered", "unknown", "exhausted"],
      subjects: [
        ["mx-1", null],
        ["mx-2", null],
      ],
    },
  },
  {
    name: "logcli's common labels",
    why: "what all lines have in common stands above them",
    files: {
      "loki.txt": `Common labels: {host="mx-1", job="kernel"}\n2024-10-04T00:00:01Z {} ${TABLE_FULL}\n`,
    },
    expect: {
      state: ["recovered", "unknown", "exhausted"],
      subjects: [["mx-1", null]],
    },
  },
  {
    name: "busybox's syslog",
    why: "the facility stands between the machine and the program",
    files: { messages: `Oct  4 00:00:01 mx-1 kern.warn kernel: [9120.1] ${TABLE_FULL}\n` },
    expect: { state: ["recovered", "unknown", "exhausted"], subjects: [["mx-1", null]] },
  },
  {
    name: "dmesg -H",
    why: "the day and the minute stand once, then what passed since the line before",
    files: { "dmesg.txt": `[Oct 4 00:01] ${TABLE_FULL}\n[  +4.000210] ${TABLE_FULL}\n` },
    expect: { state: ["recovered", "unknown", "exhausted"], says: [/Oct 4 00:01/] },
  },
  {
    name: "counts of protocols, of all rows",
    why: "38,211 of protocol 50, 900 of TCP and 89 of UDP are all 39,200 entries of 40,960",
    files: {
      "ticket-with-a-rather-long-name.txt":
        "# conntrack -L 2>/dev/null | awk '{print $1,$2}' | sort | uniq -c | sort -rn\n  38211 unknown 50\n    900 tcp 6\n     89 udp 17\n# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 40960\n",
    },
    expect: { state: ["critical"], count: 39_200, max: 40_960 },
  },
  {
    name: "counts of protocols, the first two",
    why: "head left out the others: their sum is no count of the table",
    files: {
      "ticket.txt":
        "# conntrack -L 2>/dev/null | awk '{print $1,$2}' | sort | uniq -c | sort -rn | head -2\n  38211 unknown 50\n    900 tcp 6\n# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 40960\n",
    },
    expect: { state: ["unknown"], max: 40_960, silent: [/39,111/] },
  },
  {
    name: "a driver's counters before and after",
    why: "900 packets were lost to the cloud's limit between two samples, whose distance nobody tells",
    files: {
      "ethtool-before.txt": "NIC statistics:\n     conntrack_allowance_exceeded: 1200\n",
      "ethtool-after.txt": "NIC statistics:\n     conntrack_allowance_exceeded: 2100\n",
    },
    expect: {
      state: ["unknown"],
      says: [/(?<![\d.,])900(?!\d|[.,]\d)/, /between the two samples/],
    },
  },
  {
    name: "a driver's counters in one scrape",
    why: "node_exporter's collector of ethtool tells what was lost since the driver was loaded",
    files: {
      "m.prom":
        'node_ethtool_conntrack_allowance_exceeded{device="ens5"} 31877\nnode_nf_conntrack_entries 900\nnode_nf_conntrack_entries_limit 262144\n',
    },
    expect: { state: ["healthy"], count: 900, says: [/31,877.{0,12}ens5/] },
  },
  {
    name: "a driver's counters in two scrapes",
    why: "3,000 packets in 30 s by the exporter's clock: the cloud's limit is the fault",
    files: {
      "scrape-1.prom":
        'node_time_seconds 1.7280000e+09\nnode_ethtool_conntrack_allowance_exceeded{device="ens5"} 31877\nnode_nf_conntrack_entries 900\nnode_nf_conntrack_entries_limit 262144\n',
      "scrape-2.prom":
        'node_time_seconds 1.72800003e+09\nnode_ethtool_conntrack_allowance_exceeded{device="ens5"} 34877\nnode_nf_conntrack_entries 905\nnode_nf_conntrack_entries_limit 262144\n',
    },
    expect: { state: ["healthy"], count: 905, found: ["cloud-allowance"] },
  },
];
