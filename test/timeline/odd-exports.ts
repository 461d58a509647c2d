import { iso, type Row, rows, wall } from "./rows.ts";

/** Texts that look like samples, and what of them is true. */
export interface Odd {
  what: string;
  files: Readonly<Record<string, string>>;
  /** Why there is no timeline, or the state of each machine. */
  is: RegExp | Readonly<Record<string, "full" | "near-full" | "not-full" | "unknown">>;
  /** By how many hours the times are wrong, where nothing tells the zone. */
  notes?: RegExp;
}

const ALL = rows();
const CALM = ALL.map((row) => ({ ...row, count: 800 }));
const lines = (line: (row: Row, at: number) => string | string[], all = ALL): string =>
  `${all.flatMap(line).join("\n")}\n`;
const telegraf = (host: string, { at, count, max }: Row): string =>
  JSON.stringify({
    fields: { ip_conntrack_count: count, ip_conntrack_max: max },
    name: "conntrack",
    tags: { host },
    timestamp: at / 1000,
  });
const english = (at: number): string =>
  `Sun 25 Oct 2026 ${wall(at)
    .slice(11)
    .replace(/^(\d\d)/, (hour) => (hour === "00" ? "12" : hour))} AM UTC`;

export const ODD: readonly Odd[] = [
  {
    what: "sar -n SOCK, which counts sockets",
    files: {
      "sar.txt": `Linux 6.1.0 (worker-1) \t10/25/2026 \t_x86_64_\t(4 CPU)\n\n00:00:00  totsck  tcpsck  udpsck  rawsck  ip-frag  tcp-tw\n${lines(({ at, count }) => `${wall(at).slice(11)}  ${count}  5  3  0  0  12`)}`,
    },
    is: /no timeline, for /,
  },
  {
    what: "sadf -d of sockets",
    files: {
      "sadf.csv": lines(({ at, count }, row) => [
        ...(row === 0
          ? ["# hostname;interval;timestamp;totsck;tcpsck;udpsck;rawsck;ip-frag;tcp-tw"]
          : []),
        `worker-1;10;${wall(at)} UTC;${count};5;3;0;0;12`,
      ]),
    },
    is: /no timeline, for /,
  },
  {
    what: "a loop over something else",
    files: { "count.log": lines(({ at, count }) => [iso(at), String(count)]) },
    is: /name it so, as in conntrack\.log/,
  },
  {
    what: "a loop over /proc/net/sockstat",
    files: {
      "sockstat.log": lines(({ at, count }) => [
        iso(at),
        `sockets: used ${count}`,
        `TCP: inuse 5 orphan 0 tw 12 alloc 6 mem 1`,
      ]),
    },
    is: /no timeline, for /,
  },
  {
    what: "a loop whose dates have no year",
    files: {
      "conntrack.log": lines(
        ({ at, count, max }) => `Oct 25 ${wall(at).slice(11)} ${count} ${max}`,
      ),
    },
    is: /no timeline, for .*(?:year|date)/,
  },
  {
    what: "a loop with times of day alone",
    files: {
      "conntrack.log": lines(({ at, count, max }) => `${wall(at).slice(11)} ${count} ${max}`),
    },
    is: /no timeline, for .*(?:date|day)/,
  },
  {
    what: "a loop by date in English, with halves of the day",
    files: { "conntrack.log": lines(({ at, count, max }) => [english(at), `${count} ${max}`]) },
    is: { "": "full" },
  },
  {
    what: "a loop by date in summer time",
    files: {
      "conntrack.log": lines(({ at, count, max }) => [
        `Sun Oct 25 ${wall(at, 2).slice(11)} CEST 2026`,
        `${count} ${max}`,
      ]),
    },
    is: { "": "full" },
  },
  {
    what: "a loop with a file that was not there for a while",
    files: {
      "conntrack.log": lines(({ at, count, max }, row) => [
        iso(at),
        row % 20 === 3
          ? "cat: /proc/sys/net/netfilter/nf_conntrack_count: No such file or directory"
          : `${count}`,
        `${max}`,
      ]),
    },
    is: { "": "full" },
  },
  {
    what: "a loop with conntrack -S below the count",
    files: {
      "conntrack.log": lines(({ at, count, drop }) => [
        iso(at),
        `${count}`,
        `cpu=0   \tfound=0 invalid=2 insert=0 insert_failed=0 drop=${drop} early_drop=${drop} error=0 search_restart=0`,
        `cpu=1   \tfound=0 invalid=2 insert=0 insert_failed=0 drop=${drop} early_drop=${drop} error=0 search_restart=0`,
      ]),
    },
    is: { "": "full" },
  },
  {
    what: "two machines in one file of Telegraf",
    files: {
      "metrics.json": lines((row) => [
        telegraf("worker-1", row),
        telegraf("worker-2", { ...row, count: 800 }),
      ]),
    },
    is: { "worker-1": "full", "worker-2": "not-full" },
  },
  {
    what: "two machines in one file of InfluxDB's lines",
    files: {
      "metrics.out": lines((row) =>
        (["worker-1", "worker-2"] as const).map(
          (host) =>
            `conntrack,host=${host} ip_conntrack_count=${host === "worker-1" ? row.count : 800}i,ip_conntrack_max=${row.max}i ${row.at}000000`,
        ),
      ),
    },
    is: { "worker-1": "full", "worker-2": "not-full" },
  },
  {
    what: "two machines in one dump of a store",
    files: {
      "dump.txt": ["worker-1", "worker-2"]
        .flatMap((host) =>
          (["", "_limit"] as const).flatMap((end) =>
            (host === "worker-1" ? ALL : CALM).map(
              (row) =>
                `{__name__="node_nf_conntrack_entries${end}", instance="${host}:9100"} ${end === "" ? row.count : row.max} ${row.at}`,
            ),
          ),
        )
        .join("\n"),
    },
    is: { "worker-1": "full", "worker-2": "not-full" },
  },
  {
    what: "a machine whose name has the word max",
    files: {
      "render.json": JSON.stringify(
        (["count", "max"] as const).map((key) => ({
          target: `max-1.conntrack.${key}`,
          datapoints: ALL.map((row) => [row[key], row.at / 1000]),
        })),
      ),
    },
    is: { "max-1": "full" },
  },
  {
    what: "a machine by its address of IPv6, with a port and without",
    files: {
      "range.json": JSON.stringify({
        status: "success",
        data: {
          result: (["", "_limit"] as const).map((end) => ({
            metric: {
              __name__: `node_nf_conntrack_entries${end}`,
              instance: end === "" ? "[fd00::10]:9100" : "fd00::10",
            },
            values: ALL.map((row) => [row.at / 1000, String(end === "" ? row.count : row.max)]),
          })),
        },
      }),
    },
    is: { "fd00::10": "full" },
  },
  {
    what: "Prometheus with NaN and nothing between",
    files: {
      "range.json": JSON.stringify({
        status: "success",
        data: {
          result: (["", "_limit"] as const).map((end) => ({
            metric: { __name__: `node_nf_conntrack_entries${end}`, instance: "worker-1" },
            values: ALL.map((row, at) => [
              row.at / 1000,
              at % 7 === 0 ? "NaN" : String(end === "" ? row.count : row.max),
            ]),
          })),
        },
      }),
    },
    is: { "worker-1": "full" },
  },
  {
    what: "VictoriaMetrics with null",
    files: {
      "export.jsonl": (["", "_limit"] as const)
        .map((end) =>
          JSON.stringify({
            metric: { __name__: `node_nf_conntrack_entries${end}`, instance: "worker-1" },
            values: ALL.map((row, at) => (at % 5 === 0 ? null : end === "" ? row.count : row.max)),
            timestamps: ALL.map(({ at }) => at),
          }),
        )
        .join("\n"),
    },
    is: { "worker-1": "full" },
  },
  {
    what: "Datadog's second query, which names no metric, in a file that does",
    files: {
      "conntrack count.json": JSON.stringify({
        data: {
          type: "timeseries_response",
          attributes: {
            series: [{ group_tags: ["host:worker-1"], query_index: 0 }],
            times: ALL.map(({ at }) => at),
            values: [ALL.map(({ count }) => count)],
          },
        },
      }),
      "conntrack max.json": JSON.stringify({
        data: {
          type: "timeseries_response",
          attributes: {
            series: [{ group_tags: ["host:worker-1"], query_index: 0 }],
            times: ALL.map(({ at }) => at),
            values: [ALL.map(({ max }) => max)],
          },
        },
      }),
    },
    is: { "worker-1": "full" },
  },
  {
    what: "another metric whose name has the word conntrack among its labels",
    files: {
      "range.json": JSON.stringify({
        status: "success",
        data: {
          result: [
            {
              metric: { __name__: "process_resident_memory_bytes", job: "conntrack-exporter" },
              values: ALL.map((row) => [row.at / 1000, String(row.count)]),
            },
          ],
        },
      }),
    },
    is: /none of its series is of the table/,
  },
  {
    what: "JSON that was cut in the middle",
    files: {
      "range.json": JSON.stringify({
        status: "success",
        data: {
          result: [
            {
              metric: { __name__: "node_nf_conntrack_entries" },
              values: ALL.map((row) => [row.at / 1000, String(row.count)]),
            },
          ],
        },
      }).slice(0, 5000),
    },
    is: /no timeline, for /,
  },
  {
    what: "lines of JSON of which the last was cut",
    files: { "metrics.json": `${lines((row) => telegraf("worker-1", row))}{"fields":{"ip_conn` },
    is: { "worker-1": "full" },
  },
  {
    what: "dates as numbers of days, as a spreadsheet keeps them",
    files: {
      "conntrack.csv": `time,count,max\n${lines(({ at, count, max }) => `${(at / 86_400_000 + 25_569).toFixed(6)},${count},${max}`)}`,
    },
    is: /no cell of its column of times is a time that is known/,
  },
  {
    what: "times with their distance from UTC",
    files: {
      "conntrack.csv": `Time,count,max\n${lines(({ at, count, max }) => `${wall(at, 2).replace(" ", "T")}+02:00,${count},${max}`)}`,
    },
    is: { "": "full" },
  },
  {
    what: "minutes without seconds",
    files: {
      "conntrack.csv": `Time;count;max\n${lines(({ at, count, max }) => (at % 60_000 === 0 ? `25.10.2026 ${wall(at).slice(11, 16)};${count};${max}` : []))}`,
    },
    is: { "": "full" },
  },
  {
    what: "a hundred columns of machines, of which one is full",
    files: {
      "Conntrack usage-data.csv": `"Time",${Array.from({ length: 100 }, (_, at) => `"worker-${at}"`).join(",")}\n${lines((row) => (row.at % 60_000 === 0 ? `${row.at},${Array.from({ length: 100 }, (_, at) => `${at === 7 ? (100 * row.count) / row.max : 20}%`).join(",")}` : []))}`,
    },
    is: { "worker-7": "full" },
  },
  {
    what: "a ticket in which two lines of a loop are quoted",
    files: {
      "ticket.txt": `Hello,\n\nthe node was slow, conntrack was full:\n2026-10-25 00:25:00 4000 4000\n2026-10-25 00:26:00 4000 4000\nplease help\nregards\n`,
    },
    is: /no timeline, for /,
  },
];
