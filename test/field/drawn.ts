import { type FieldCase, NOTHING, TABLE_FULL } from "./case.ts";

const COUNT = "net.netfilter.nf_conntrack_count";
const MAX = "net.netfilter.nf_conntrack_max";
const NEARLY = { state: ["critical"], count: 65_530, max: 65_536, noCause: NOTHING } as const;
const TWO = [
  ["hub-2", 65_530],
  ["hub-1", 1204],
] as const;

/** Tables that are drawn with rules and bars, as clients of databases, plays and people print them. */
export const DRAWN: readonly FieldCase[] = [
  {
    name: "a client of MySQL",
    why: "rules of +---+ stand above, below and behind the head; hub-2 is full",
    files: {
      "inventory.txt": `mysql> select node, conntrack_count, conntrack_max from facts;\n+-------+-----------------+---------------+\n| node  | conntrack_count | conntrack_max |\n+-------+-----------------+---------------+\n| hub-1 |            1204 |         65536 |\n| hub-2 |           65530 |         65536 |\n+-------+-----------------+---------------+\n2 rows in set (0.00 sec)\n`,
    },
    expect: { ...NEARLY, subjects: TWO },
  },
  {
    name: "osquery's names and values",
    why: "a row a setting between rules; the last column is what sysctl.conf says, which is empty",
    files: {
      "osquery.txt": `osquery> select name, current_value from system_controls where name like '%conntrack_%';\n+----------------------------------+---------------+\n| name                             | current_value |\n+----------------------------------+---------------+\n| ${COUNT} | 65530         |\n| ${MAX}   | 65536         |\n+----------------------------------+---------------+\n`,
    },
    expect: NEARLY,
  },
  {
    name: "psql's table",
    why: "no bars at the edges, and a rule of - and + below the head",
    files: {
      "psql.txt": ` node  | conntrack_count | conntrack_max \n-------+-----------------+---------------\n hub-1 |            1204 |         65536\n hub-2 |           65530 |         65536\n(2 rows)\n`,
    },
    expect: { ...NEARLY, subjects: TWO, silent: [/not understood/i] },
  },
  {
    name: "a box of lines",
    why: "Unicode's lines part the cells",
    files: {
      "rich.txt": `┏━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓\n┃ Node  ┃ Conntrack count ┃ Conntrack max ┃\n┡━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩\n│ hub-1 │ 1,204           │ 65,536        │\n│ hub-2 │ 65,530          │ 65,536        │\n└───────┴─────────────────┴───────────────┘\n`,
    },
    expect: { ...NEARLY, subjects: TWO, silent: [/not understood/i] },
  },
  {
    name: "names and values in a box",
    why: "a row a setting",
    files: {
      "box.txt": `╭──────────────────────────────────┬────────╮\n│ sysctl                           │ value  │\n├──────────────────────────────────┼────────┤\n│ ${COUNT} │ 65530  │\n│ ${MAX}   │ 65536  │\n╰──────────────────────────────────┴────────╯\n`,
    },
    expect: NEARLY,
  },
  {
    name: "two settings on one line behind a node",
    why: "the first word is the machine of both",
    files: {
      "state.txt": `hub-1 | nf_conntrack_count=1204 nf_conntrack_max=65536\nhub-2 | nf_conntrack_count=65530 nf_conntrack_max=65536\n`,
    },
    expect: { ...NEARLY, subjects: TWO, silent: [/not understood/i] },
  },
  {
    name: "two settings on one line behind a node and a colon",
    why: "commas part them",
    files: {
      "state.txt": `hub-1: nf_conntrack_count = 1204, nf_conntrack_max = 65536\nhub-2: nf_conntrack_count = 65530, nf_conntrack_max = 65536\n`,
    },
    expect: { ...NEARLY, subjects: TWO },
  },
  {
    name: "counters of the kernel in a client's table",
    why: "a log table between bars: the machine and the time are columns",
    files: {
      "trino.txt": `+---------------------+-------+------------------------------------------------------------+\n| ts                  | host  | message                                                    |\n+---------------------+-------+------------------------------------------------------------+\n| 2026-05-04 11:02:01 | hub-2 | ${TABLE_FULL} |\n| 2026-05-04 11:02:03 | hub-2 | ${TABLE_FULL} |\n| 2026-05-04 11:02:04 | hub-1 | ${TABLE_FULL} |\n+---------------------+-------+------------------------------------------------------------+\n`,
    },
    expect: {
      state: ["unknown"],
      subjects: [
        ["hub-1", null],
        ["hub-2", null],
      ],
      says: [/2 messages “table full”/, /2026-05-04/],
    },
  },
  {
    name: "columns of kubectl",
    why: "custom columns of a resource, parted by blanks",
    files: {
      "nodes.txt": `NODE    CONNTRACK_COUNT   CONNTRACK_MAX   AGE\nhub-1   1204              65536           12d\nhub-2   65530             65536           12d\n`,
    },
    expect: { ...NEARLY, subjects: TWO },
  },
  {
    name: "a series without its head",
    why: "three moments of two numbers, and nothing tells which is the limit: it is listed",
    files: {
      "ct.csv": `2026-03-02T10:00:00Z,60000,65536\n2026-03-02T10:05:00Z,65530,65536\n2026-03-02T10:10:00Z,31000,65536\n`,
      "now.txt": "net.netfilter.nf_conntrack_count = 31000\n",
    },
    expect: {
      state: ["unknown"],
      count: 31_000,
      noCause: NOTHING,
      says: [/without the line that names its columns/],
    },
  },
];
