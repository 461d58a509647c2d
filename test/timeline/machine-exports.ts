import type { Odd } from "./odd-exports.ts";
import { iso, rows, wall } from "./rows.ts";

const ALL = rows();
const CALM = 800;
/** A table with a row a moment. */
const table = (
  head: string | readonly string[],
  line: (row: (typeof ALL)[number]) => string | readonly string[],
): string => `${[head, ...ALL.map(line)].flat().join("\n")}\n`;
/** One machine that fills up and one that does not, in columns of their own. */
const two = (...titles: string[]): string =>
  table(
    ["Time", ...titles].map((one) => `"${one.replaceAll('"', '""')}"`).join(","),
    ({ at, count, max }) => `${iso(at)},${count},${max},${CALM},${max}`,
  );
const BOTH = { "worker-1": "full", "worker-2": "not-full" } as const;

/** Samples of several machines, by what names each in the export. */
export const MACHINES: readonly Odd[] = [
  {
    what: "the machine before the metric",
    files: {
      "panel.csv": two(
        "worker-1 nf_conntrack_entries",
        "worker-1 nf_conntrack_entries_limit",
        "worker-2 nf_conntrack_entries",
        "worker-2 nf_conntrack_entries_limit",
      ),
    },
    is: BOTH,
  },
  {
    what: "the machine behind the metric, by names without a figure",
    files: {
      "panel.csv": two(
        "conntrack entries (anna)",
        "conntrack limit (anna)",
        "conntrack entries (bob)",
        "conntrack limit (bob)",
      ),
    },
    is: { anna: "full", bob: "not-full" },
  },
  {
    what: "addresses with ports before a dash",
    files: {
      "panel.csv": two(
        "10.0.1.5:9100 - NF conntrack entries",
        "10.0.1.5:9100 - NF conntrack limit",
        "10.0.1.6:9100 - NF conntrack entries",
        "10.0.1.6:9100 - NF conntrack limit",
      ),
    },
    is: { "10.0.1.5": "full", "10.0.1.6": "not-full" },
  },
  {
    what: "names of the long form",
    files: {
      "x.csv": table("Series;Time;Value", ({ at, count, max }) =>
        (["worker-1", "worker-2"] as const).flatMap((host) => [
          `${host} nf_conntrack_entries;${iso(at)};${host === "worker-1" ? count : CALM}`,
          `${host} nf_conntrack_max;${iso(at)};${max}`,
        ]),
      ),
    },
    is: BOTH,
  },
  {
    what: "one machine in a table beside a log of another",
    files: {
      "panel.csv": table(
        "Time,worker-2 nf_conntrack_entries,worker-2 nf_conntrack_max",
        ({ at, max }) => `${iso(at)},${CALM},${max}`,
      ),
      "kern.log": ALL.filter(({ drop }) => drop > 0)
        .map(
          ({ at }) =>
            `${iso(at).replace("Z", "+00:00")} worker-1 kernel: nf_conntrack: nf_conntrack: table full, dropping packet`,
        )
        .join("\n"),
    },
    is: { "worker-2": "not-full" },
  },
  {
    what: "statistics, which are no machines",
    files: {
      "panel.csv": table(
        "Time,current conntrack entries,p95 conntrack entries,conntrack limit",
        ({ at, count, max }) => `${iso(at)},${count},${count},${max}`,
      ),
    },
    is: { "": "full" },
  },
  {
    what: "the highest of the entries, beside the limit",
    files: {
      "panel.csv": table(
        "Time,Max conntrack entries,Total conntrack limit",
        ({ at, count, max }) => `${iso(at)},${count},${max}`,
      ),
    },
    is: { "": "full" },
  },
  {
    what: "a sum over all machines",
    files: {
      "panel.csv": table(
        "Time,sum(node_nf_conntrack_entries),sum(node_nf_conntrack_entries_limit)",
        ({ at, count, max }) => `${iso(at)},${count + CALM},${2 * max}`,
      ),
    },
    is: /sum\(node_nf_conntrack_entries\) is of several machines/,
  },
  {
    what: "a sum of one machine",
    files: {
      "panel.csv": table(
        'Time,"sum(node_nf_conntrack_entries{instance=""worker-1:9100""})","sum(node_nf_conntrack_entries_limit{instance=""worker-1:9100""})"',
        ({ at, count, max }) => `${iso(at)},${count},${max}`,
      ),
    },
    is: { "worker-1": "full" },
  },
  {
    what: "machines of one name in two clusters, by a label",
    files: {
      "range.json": JSON.stringify({
        data: {
          result: (["eu", "us"] as const).flatMap((cluster) =>
            (["", "_limit"] as const).map((end) => ({
              metric: {
                __name__: `node_nf_conntrack_entries${end}`,
                instance: "worker-1:9100",
                cluster,
              },
              values: ALL.map(({ at, count, max }) => [
                at / 1000,
                String(end === "" ? (cluster === "eu" ? count : CALM) : max),
              ]),
            })),
          ),
        },
      }),
    },
    is: { "worker-1 (eu)": "full", "worker-1 (us)": "not-full" },
  },
  {
    what: "machines of one name in two clusters, by a column",
    files: {
      "x.csv": table(
        "Time,cluster,node,nf_conntrack_count,nf_conntrack_max",
        ({ at, count, max }) => [
          `${iso(at)},us,worker-1,${CALM},${max}`,
          `${iso(at)},eu,worker-1,${count},${max}`,
        ],
      ),
    },
    is: { "worker-1 (eu)": "full", "worker-1 (us)": "not-full" },
  },
  {
    what: "Grafana: series that are labels alone, in a panel of its name",
    files: {
      "Conntrack usage percent-data-2026-10-25 00_00_00.csv": table(
        '"Time","{instance=""worker-1:9100"", job=""node""}","{instance=""worker-2:9100"", job=""node""}"',
        ({ at, count, max }) => `${at},${(100 * count) / max},20`,
      ),
    },
    is: BOTH,
  },
  {
    what: "Grafana: results of queries that have no name",
    files: {
      "conntrack.csv": table(
        "Time,instance,Value #A,Value #B",
        ({ at, count, max }) => `${iso(at)},worker-1:9100,${count},${max}`,
      ),
    },
    is: /its columns Value #A, Value #B do not say what they measure/,
  },
  {
    what: "Datadog: a graph's CSV, whose tags nothing quotes",
    files: {
      "extract.csv": two(
        ...["worker-1", "worker-2"].flatMap((host) => [
          `avg:system.net.conntrack.count{host:${host}}`,
          `avg:system.net.conntrack.max{host:${host}}`,
        ]),
      ),
    },
    is: BOTH,
  },
  {
    what: "Datadog: a column for each machine, by its tag",
    files: {
      "count.csv": table(
        "date,metric,host:worker-1,host:worker-2",
        ({ at, count }) => `${wall(at)},system.net.conntrack.count (avg),${count}.0,${CALM}.0`,
      ),
      "max.csv": table(
        "date,metric,host:worker-1,host:worker-2",
        ({ at, max }) => `${wall(at)},system.net.conntrack.max (avg),${max}.0,${max}.0`,
      ),
    },
    is: BOTH,
  },
  {
    what: "CloudWatch: its console's CSV, with a row for each thing to say of a column",
    files: {
      "cloudwatch.csv": table(
        [
          "Full label,i-0a1 nf_conntrack_count,i-0a1 nf_conntrack_max,i-0b2 nf_conntrack_count,i-0b2 nf_conntrack_max",
          "Label,nf_conntrack_count,nf_conntrack_max,nf_conntrack_count,nf_conntrack_max",
          "InstanceId,i-0a1,i-0a1,i-0b2,i-0b2",
          "Statistic,Maximum,Maximum,Maximum,Maximum",
          "Period,10,10,10,10",
        ],
        ({ at, count, max }) => `${wall(at).replaceAll("-", "/")},${count},${max},${CALM},${max}`,
      ),
    },
    is: { "i-0a1": "full", "i-0b2": "not-full" },
  },
  {
    what: "CloudWatch: what the cloud allows, which is no table's",
    files: {
      "metrics.csv": table(
        [
          "Label,conntrack_allowance_exceeded,conntrack_allowance_available",
          "Id,m1,m2",
          "Unit,Count,Count",
        ],
        ({ at, count, max, drop }) => `${iso(at)},${drop},${max - count}`,
      ),
    },
    is: /none of its columns is the count/,
  },
  ...(
    [
      ["a loop over machines, the machine behind the date", (host, at) => `${at} ${host} `],
      ["a loop over machines, the machine before the date", (host, at) => `${host}: ${at} `],
      ["a journal of several machines", (host, at) => `${at} ${host} watch-table[812]: `],
    ] as const satisfies readonly [string, (host: string, at: string) => string][]
  ).map(([what, before]) => ({
    what,
    files: {
      "conntrack.log": `${ALL.flatMap(({ at, count, max }) => [
        `${before("worker-1", iso(at))}${count} ${max}`,
        `${before("worker-2", iso(at))}${CALM} ${max}`,
      ]).join("\n")}\n`,
    },
    is: BOTH,
  })),
  {
    what: "the machine before a word alone, in a file that says of what",
    files: {
      "conntrack.csv": two(
        "worker-1 entries",
        "worker-1 limit",
        "worker-2 entries",
        "worker-2 limit",
      ),
    },
    is: BOTH,
  },
  {
    what: "machines by their addresses alone, with the limit of each behind it",
    files: {
      "conntrack.csv": two(
        "10.0.1.5:9100",
        "10.0.1.5:9100 limit",
        "10.0.1.6:9100",
        "10.0.1.6:9100 limit",
      ),
    },
    is: { "10.0.1.5": "full", "10.0.1.6": "not-full" },
  },
  {
    what: "one machine behind the word on",
    files: {
      "panel.csv": table(
        "Time,conntrack usage % on node-a",
        ({ at, count, max }) => `${iso(at)},${(100 * count) / max}`,
      ),
    },
    is: { "node-a": "full" },
  },
  {
    what: "protocols and states, which are parts of one table",
    files: {
      "panel.csv": table(
        "Time,conntrack entries tcp,conntrack entries udp,conntrack entries TIME_WAIT,conntrack entries IPv6",
        ({ at, count }) => `${iso(at)},${count},${count},${count},${count}`,
      ),
    },
    is: /none of its columns is the count/,
  },
  {
    what: "rows of two machines that no column tells apart",
    files: {
      "x.csv": table("Time,nf_conntrack_count,nf_conntrack_max", ({ at, count, max }) => [
        `${iso(at)},${CALM},${max}`,
        `${iso(at)},${count},${max}`,
      ]),
    },
    is: { "": "unknown" },
  },
];
