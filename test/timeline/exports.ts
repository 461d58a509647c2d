import { iso, type Row, rows, wall } from "./rows.ts";

/** The incident as programs export it, written by hand in the forms that their documentation describes. */
export interface Export {
  what: string;
  files: Readonly<Record<string, string>>;
  /** The machine that it names. */
  host: string | null;
  /** Without a limit nothing tells when it was full. */
  knows?: "all" | "losses" | "count";
}

const ALL = rows();
const HOST = "worker-1";
const [COUNT, LIMIT] = ["node_nf_conntrack_entries", "node_nf_conntrack_entries_limit"];
const DROP = "node_nf_conntrack_stat_drop";
const lines = (line: (row: Row, at: number) => string | string[]): string =>
  `${ALL.flatMap(line).join("\n")}\n`;
const json = (value: unknown): string => JSON.stringify(value);
const both = <T>(make: (name: string, value: (row: Row) => number) => T): T[] => [
  make(COUNT, (row) => row.count),
  make(LIMIT, (row) => row.max),
];
const seconds = ({ at }: Row): number => at / 1000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const date = (at: number): string => {
  const one = new Date(at);
  const day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][one.getUTCDay()];
  return `${day} ${MONTHS[one.getUTCMonth()]} ${one.getUTCDate()} ${wall(at).slice(11)} UTC 2026`;
};

/** A date as scripts make one, whose months begin with 0. */
const madeOf = (at: number): string => {
  const one = new Date(at);
  const day = [one.getUTCFullYear(), one.getUTCMonth(), one.getUTCDate()];
  return `Date(${[...day, one.getUTCHours(), one.getUTCMinutes(), one.getUTCSeconds()].join(",")})`;
};
/** What netdata 1.37 puts around its answers with `options=jsonwrap`. */
const wrapped = (result: unknown): string =>
  json({
    api: 1,
    id: `chart://host:${HOST}/instance:netfilter.conntrack_sockets/dimensions:*/after:-100/before:0/points:0/group:average/options:jsonwrap`,
    dimension_names: ["connections", "limit"],
    format: "json",
    result,
    min: 500,
    max: 2000,
  });

const NETDATA: Export[] = [
  {
    what: "netdata: dates that a script makes (options=google_json)",
    files: {
      "netfilter.conntrack_sockets.json": `{\n "labels": ["time","connections","limit"],\n "data":\n [\n${ALL.map(({ at, count, max }) => ` [ new ${madeOf(at)},${count},${max}]`).join(",\n")}\n ]\n}`,
    },
    host: null,
  },
  {
    what: "netdata: rows whose dates nothing quotes (format=csvjsonarray)",
    files: {
      "netfilter.conntrack_sockets.json": `[\n["time","connections","limit"],\n${ALL.map(({ at, count, max }) => `[${wall(at)},${count},${max}]`).join(",\n")}\n]`,
    },
    host: null,
  },
  {
    what: "netdata: an answer for Google's charts (format=datasource)",
    files: {
      "netfilter.conntrack_sockets.txt": `google.visualization.Query.setResponse({version:'0.6',reqId:'0',status:'ok',sig:'1795739503',table:{\n "cols": [{"label":"time"},{"label":"connections"},{"label":"limit"}],\n "rows": [\n${ALL.map(({ at, count, max }) => `{"c":[{"v":"${madeOf(at)}"},{"v":${count}},{"v":${max}}]}`).join(",\n")}\n]}});`,
    },
    host: null,
  },
  {
    what: "netdata: in its wrapper, which names the chart and the machine where the file does not",
    files: {
      "export.json": wrapped({
        labels: ["time", "connections", "limit"],
        data: ALL.map(({ at, count, max }) => [at / 1000, count, max]),
      }),
    },
    host: HOST,
  },
  {
    what: "netdata: a table of commas in its wrapper",
    files: {
      "export.json": wrapped(
        `time,connections,limit\n${ALL.map(({ at, count, max }) => `${wall(at)},${count},${max}\n`).join("")}`,
      ),
    },
    host: HOST,
  },
  {
    what: "netdata: Google's table",
    files: {
      "netfilter.conntrack_sockets.datatable.json": json({
        cols: [
          { id: "", label: "time", pattern: "", type: "datetime" },
          { id: "", label: "", pattern: "", type: "string", p: { role: "annotation" } },
          { id: "", label: "", pattern: "", type: "string", p: { role: "annotationText" } },
          { id: "", label: "connections", pattern: "", type: "number" },
          { id: "", label: "limit", pattern: "", type: "number" },
        ],
        rows: ALL.map(({ at, count, max }) => {
          const one = new Date(at);
          const parts = [one.getUTCFullYear(), one.getUTCMonth(), one.getUTCDate()];
          const clock = [one.getUTCHours(), one.getUTCMinutes(), one.getUTCSeconds()];
          const v = `Date(${[...parts, ...clock].join(", ")})`;
          return { c: [{ v }, { v: null }, { v: null }, { v: count }, { v: max }] };
        }),
      }),
    },
    host: null,
  },
  {
    what: "netdata: its second version, with flags beside the values",
    files: {
      "netfilter.conntrack_sockets.json": json({
        api: 2,
        result: {
          labels: ["time", "connections", "limit"],
          point: { value: 0, arp: 1, pa: 2 },
          data: ALL.map(({ at, count, max }) => [at, [count, 0, 0], [max, 0, 0]]),
        },
      }),
    },
    host: null,
  },
  {
    what: "netdata: an object a row",
    files: {
      "conntrack.json": json({
        labels: ["time", "connections", "limit"],
        data: ALL.map(({ at, count, max }) => ({
          time: at / 1000,
          connections: count,
          limit: max,
        })),
      }),
    },
    host: null,
  },
  {
    what: "netdata: a list of lists",
    files: {
      "conntrack.csvjsonarray.json": json([
        ["time", "connections", "limit"],
        ...ALL.map((row) => [wall(row.at), row.count, row.max]),
      ]),
    },
    host: null,
  },
  {
    what: "netdata: a call of a function",
    files: {
      "conntrack.jsonp": `conntrackCallback(${json({
        labels: ["time", "connections", "limit"],
        data: ALL.map((row) => [row.at / 1000, row.count, row.max]),
      })});`,
    },
    host: null,
  },
  {
    what: "netdata: a table of Markdown",
    files: {
      "conntrack.md": `time|connections|limit\n:---:|:---:|:---:\n${lines((row) => `${wall(row.at)}|${row.count}|${row.max}`)}`,
    },
    host: null,
  },
  {
    what: "netdata: all metrics for Prometheus, with their moments, again and again",
    files: {
      "netdata.prom": lines(({ at, count, drop }) => [
        `netdata_netfilter_conntrack_sockets_connections_average{chart="netfilter.conntrack_sockets",dimension="connections",family="connection tracker",instance="worker-1"} ${count}.0000000 ${at}`,
        `netdata_netfilter_conntrack_errors_packets_persec_average{chart="netfilter.conntrack_errors",dimension="drop",instance="worker-1"} ${drop > 0 && count === 4000 ? 5 : 0} ${at}`,
      ]),
    },
    host: HOST,
    knows: "count",
  },
];

const PROMETHEUS: Export[] = [
  {
    what: "promtool query range",
    files: {
      "promtool.txt": both(
        (name, value) =>
          `${name}{instance="worker-1:9100", job="node"} =>\n${ALL.map((row) => `${value(row)} @[${seconds(row)}]`).join("\n")}\n`,
      ).join(""),
    },
    host: HOST,
  },
  {
    what: "promtool query range of an expression, whose file names what it is of",
    files: {
      "conntrack-utilization.txt": `{instance="worker-1:9100", job="node"} =>\n${ALL.map((row) => `${row.count / row.max} @[${seconds(row)}]`).join("\n")}\n`,
    },
    host: HOST,
  },
  {
    what: "promtool query range -o json",
    files: {
      "promtool.json": json(
        both((name, value) => ({
          metric: { __name__: name, instance: "worker-1:9100" },
          values: ALL.map((row) => [seconds(row), String(value(row))]),
        })),
      ),
    },
    host: HOST,
  },
  {
    what: "promtool tsdb dump",
    files: {
      "dump.txt": both((name, value) =>
        ALL.map(
          (row) =>
            `{__name__="${name}", instance="worker-1:9100", job="node"} ${value(row)} ${row.at}`,
        ),
      )
        .flat()
        .join("\n"),
    },
    host: HOST,
  },
  {
    what: "promtool tsdb dump-openmetrics",
    files: {
      "openmetrics.txt": `${both((name, value) =>
        ALL.map(
          (row) => `${name}{instance="worker-1:9100",job="node"} ${value(row)} ${seconds(row)}`,
        ),
      )
        .flat()
        .join("\n")}\n# EOF\n`,
    },
    host: HOST,
  },
  {
    what: "/federate, asked again and again into one file",
    files: {
      "federate.log": lines((row) =>
        both((name, value) => [
          `# TYPE ${name} untyped`,
          `${name}{instance="worker-1:9100",job="node"} ${value(row)} ${row.at}`,
        ]).flat(),
      ),
    },
    host: HOST,
  },
  {
    what: "Thanos: warnings, and two of a replica",
    files: {
      "thanos.json": json({
        status: "success",
        data: {
          resultType: "matrix",
          result: ["a", "b"].flatMap((replica) =>
            both((name, value) => ({
              metric: { __name__: name, instance: "worker-1:9100", prometheus_replica: replica },
              values: ALL.map((row) => [seconds(row), String(value(row))]),
            })),
          ),
          analysis: {},
        },
        warnings: ["No StoreAPIs matched for this query"],
      }),
    },
    host: HOST,
  },
  {
    what: "styx: CSV",
    files: {
      "styx.csv": `Time,"node_nf_conntrack_entries{instance=""worker-1:9100""}","node_nf_conntrack_entries_limit{instance=""worker-1:9100""}"\n${lines((row) => `${seconds(row)},${row.count},${row.max}`)}`,
    },
    host: HOST,
  },
  {
    what: "promql-cli: CSV in the long form",
    files: {
      "promql.csv": `metric,instance,job,value,timestamp\n${both((name, value) =>
        ALL.map((row) => `${name},worker-1:9100,node,${value(row)},${iso(row.at)}`),
      )
        .flat()
        .join("\n")}\n`,
    },
    host: HOST,
  },
  {
    what: "an exporter of CSV with the name, the moment and the value in columns of their own",
    files: {
      "export.csv": `__name__,__time__,__value__,instance\n${both((name, value) =>
        ALL.map((row) => `${name},${row.at},${value(row)},worker-1:9100`),
      )
        .flat()
        .join("\n")}\n`,
    },
    host: HOST,
  },
  {
    what: "VictoriaMetrics: /api/v1/export",
    files: {
      "export.jsonl": both((name, value) =>
        json({
          metric: { __name__: name, job: "node", instance: "worker-1:9100" },
          values: ALL.map(value),
          timestamps: ALL.map(({ at }) => at),
        }),
      ).join("\n"),
    },
    host: HOST,
  },
  {
    what: "VictoriaMetrics: /api/v1/export/csv, which has no head",
    files: {
      "export.csv": both((name, value) =>
        ALL.map((row) => `${name},worker-1:9100,${value(row)},${row.at}`),
      )
        .flat()
        .join("\n"),
    },
    host: HOST,
  },
  {
    what: "the page of Prometheus, as its console's table is pasted",
    files: {
      "console.txt": both(
        (name, value) =>
          `${name}{instance="worker-1:9100", job="node"}\t${ALL.map((row) => `${value(row)} @${seconds(row)}`).join("\n")}\n`,
      ).join(""),
    },
    host: HOST,
  },
  {
    what: "node_exporter asked in a loop, a date before each answer",
    files: {
      "scrapes.log": lines((row) => [
        date(row.at),
        `${COUNT} ${row.count}`,
        `${LIMIT} ${row.max}`,
        `${DROP} ${row.drop}`,
      ]),
    },
    host: null,
  },
];

const GRAFANA: Export[] = [
  {
    what: "Grafana: series joined by time, for Excel, with a mark",
    files: {
      "Conntrack-data-as-joinbyfield-2026-10-25 01_12_13.csv": `\ufeffsep=,\r\n"Time","node_nf_conntrack_entries{instance=""worker-1:9100"", job=""node""}","node_nf_conntrack_entries_limit{instance=""worker-1:9100"", job=""node""}"\r\n${ALL.map((row) => `${row.at},${row.count},${row.max}`).join("\r\n")}`,
    },
    host: HOST,
  },
  {
    what: "Grafana: formatted, each series in a file",
    files: {
      "NF Conntrack-data-2026-10-25 (1).csv": `"Time","NF conntrack entries - Number of currently allocated flow entries for connection tracking"\n${lines((row) => `${wall(row.at)},${(row.count / 1000).toFixed(2)} K`)}`,
      "NF Conntrack-data-2026-10-25 (2).csv": `"Time","NF conntrack limit - Maximum size of connection tracking table"\n${lines((row) => `${wall(row.at)},${row.max / 1000} K`)}`,
    },
    host: null,
  },
  {
    what: "Grafana: series to rows",
    files: {
      "rows.csv": `"Time","Metric","Value"\n${both((name, value) =>
        ALL.map((row) => `${wall(row.at)}.000,"${name}{instance=""worker-1:9100""}",${value(row)}`),
      )
        .flat()
        .join("\n")}\n`,
    },
    host: HOST,
  },
  {
    what: "Grafana: a legend that is the machine, in a panel of its name",
    files: {
      "Conntrack entries-data-2026-10-25 01_12_13.csv": `"Time","worker-1"\n${lines((row) => `${row.at},${row.count}`)}`,
      "Conntrack limit-data-2026-10-25 01_12_13.csv": `"Time","worker-1"\n${lines((row) => `${row.at},${row.max}`)}`,
    },
    host: HOST,
  },
  {
    what: "Grafana: an inspected panel's JSON, frames in a list",
    files: {
      "panel.json": json([
        {
          schema: {
            refId: "A",
            fields: [
              { name: "Time", type: "time" },
              { name: "Value", type: "number", labels: { __name__: COUNT, instance: "worker-1" } },
            ],
          },
          data: { values: [ALL.map(({ at }) => at), ALL.map(({ count }) => count)] },
        },
        {
          schema: {
            refId: "B",
            fields: [
              { name: "Time", type: "time" },
              { name: "Value", type: "number", labels: { __name__: LIMIT, instance: "worker-1" } },
            ],
          },
          data: { values: [ALL.map(({ at }) => at), ALL.map(({ max }) => max)] },
        },
      ]),
    },
    host: HOST,
  },
  {
    what: "Grafana: a panel's data of older versions, with fields that hold their values",
    files: {
      "panel.json": json({
        series: both((name, value) => ({
          refId: "A",
          fields: [
            { name: "Time", type: "time", values: ALL.map(({ at }) => at) },
            {
              name: "Value",
              type: "number",
              labels: { __name__: name, instance: "worker-1:9100" },
              values: ALL.map(value),
            },
          ],
        })),
        state: "Done",
      }),
    },
    host: HOST,
  },
];

const OTHERS: Export[] = [
  {
    what: "InfluxDB: annotated CSV",
    files: {
      "influx.csv": `#group,false,false,true,true,false,false,true,true,true\n#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,long,string,string,string\n#default,_result,,,,,,,,\n,result,table,_start,_stop,_time,_value,_field,_measurement,host\n${(
        [
          ["nf_conntrack_count", "count"],
          ["nf_conntrack_max", "max"],
        ] as const
      )
        .map(([field, key], table) =>
          ALL.map(
            (row) =>
              `,,${table},2026-10-25T00:00:00Z,2026-10-25T01:00:00Z,${iso(row.at)},${row[key]},${field},conntrack,worker-1`,
          ).join("\r\n"),
        )
        .join("\r\n")}\r\n`,
    },
    host: HOST,
  },
  {
    what: "InfluxDB: annotated CSV, a table with its own head for each field",
    files: {
      "influx.csv": (
        [
          ["ip_conntrack_count", "count"],
          ["ip_conntrack_max", "max"],
        ] as const
      )
        .map(
          ([field, key]) =>
            `#datatype,string,long,dateTime:RFC3339,long,string,string,string\n,result,table,_time,_value,_field,_measurement,host\n${ALL.map((row) => `,,0,${iso(row.at)},${row[key]},${field},conntrack,worker-1`).join("\n")}`,
        )
        .join("\n\n"),
    },
    host: HOST,
  },
  {
    what: "InfluxDB 1: an answer of /query",
    files: {
      "query.json": json({
        results: [
          {
            statement_id: 0,
            series: [
              {
                name: "conntrack",
                tags: { host: HOST },
                columns: ["time", "ip_conntrack_count", "ip_conntrack_max"],
                values: ALL.map((row) => [iso(row.at), row.count, row.max]),
              },
            ],
          },
        ],
      }),
    },
    host: HOST,
  },
  {
    what: "InfluxDB 1: its shell's CSV",
    files: {
      "influx.csv": `name,tags,time,ip_conntrack_count,ip_conntrack_max\n${lines((row) => `conntrack,host=worker-1,${row.at}000000,${row.count},${row.max}`)}`,
    },
    host: HOST,
  },
  {
    what: "InfluxDB: its line protocol, as Telegraf writes it to a file",
    files: {
      "metrics.out": lines(
        (row) =>
          `conntrack,host=worker-1 ip_conntrack_count=${row.count}i,ip_conntrack_max=${row.max}i ${row.at}000000`,
      ),
    },
    host: HOST,
  },
  {
    what: "Telegraf: JSON lines",
    files: {
      "metrics.json": lines((row) =>
        json({
          fields: { ip_conntrack_count: row.count, ip_conntrack_max: row.max },
          name: "conntrack",
          tags: { host: HOST },
          timestamp: seconds(row),
        }),
      ),
    },
    host: HOST,
  },
  {
    what: "Telegraf: JSON in batches, beside other measurements",
    files: {
      "metrics.json": json({
        metrics: ALL.flatMap((row) => [
          {
            fields: { load1: 0.5, n_cpus: 2 },
            name: "system",
            tags: { host: HOST },
            timestamp: seconds(row),
          },
          {
            fields: { ip_conntrack_count: row.count, ip_conntrack_max: row.max },
            name: "conntrack",
            tags: { host: HOST },
            timestamp: seconds(row),
          },
        ]),
      }),
    },
    host: HOST,
  },
  {
    what: "Datadog: /api/v1/query",
    files: {
      "datadog.json": json({
        status: "ok",
        res_type: "time_series",
        series: (
          [
            ["system.net.conntrack.count", "count"],
            ["system.net.conntrack.max", "max"],
          ] as const
        ).map(([metric, key]) => ({
          metric,
          scope: "host:worker-1",
          tag_set: ["host:worker-1"],
          interval: 10,
          pointlist: ALL.map((row) => [row.at, row[key]]),
        })),
      }),
    },
    host: HOST,
  },
  {
    what: "CloudWatch: get-metric-data",
    files: {
      "cloudwatch.json": json({
        MetricDataResults: (
          [
            ["nf_conntrack_count", "count"],
            ["nf_conntrack_max", "max"],
          ] as const
        ).map(([Label, key], at) => ({
          Id: `m${at}`,
          Label,
          Timestamps: [...ALL].reverse().map((row) => iso(row.at).replace(".000Z", "+00:00")),
          Values: [...ALL].reverse().map((row) => row[key]),
          StatusCode: "Complete",
        })),
        Messages: [],
      }),
    },
    host: null,
  },
  {
    what: "CloudWatch: get-metric-statistics, a file a metric, in no order",
    files: Object.fromEntries(
      (
        [
          ["nf_conntrack_count", "count"],
          ["nf_conntrack_max", "max"],
        ] as const
      ).map(([Label, key]) => [
        `${Label}.json`,
        json({
          Label,
          Datapoints: [...ALL.slice(200), ...ALL.slice(0, 200)].map((row) => ({
            Timestamp: iso(row.at).replace(".000Z", "+00:00"),
            Average: row[key],
            Unit: "Count",
          })),
        }),
      ]),
    ),
    host: null,
  },
  {
    what: "Azure Monitor: metrics list",
    files: {
      "azure.json": json({
        cost: 0,
        interval: "PT1M",
        value: (
          [
            ["nf_conntrack_count", "count"],
            ["nf_conntrack_max", "max"],
          ] as const
        ).map(([name, key]) => ({
          name: { localizedValue: name, value: name },
          timeseries: [
            {
              data: ALL.map((row) => ({ average: row[key], timeStamp: iso(row.at) })),
              metadatavalues: [{ name: { value: "host" }, value: HOST }],
            },
          ],
          unit: "Count",
        })),
      }),
    },
    host: HOST,
  },
  {
    what: "Google Cloud: timeSeries.list",
    files: {
      "gcp.json": json({
        timeSeries: (
          [
            ["node_nf_conntrack_entries", "count"],
            ["node_nf_conntrack_entries_limit", "max"],
          ] as const
        ).map(([name, key]) => ({
          metric: { type: `prometheus.googleapis.com/${name}/gauge` },
          resource: { type: "k8s_node", labels: { node_name: HOST, location: "z" } },
          points: [...ALL].reverse().map((row) => ({
            interval: { startTime: iso(row.at), endTime: iso(row.at) },
            value: { doubleValue: row[key] },
          })),
        })),
      }),
    },
    host: HOST,
  },
  {
    what: "Graphite: JSON",
    files: {
      "render.json": json(
        (
          [
            ["collectd.worker-1.conntrack.conntrack", "count"],
            ["collectd.worker-1.conntrack.conntrack-max", "max"],
          ] as const
        ).map(([target, key]) => ({
          target,
          tags: { name: target },
          datapoints: ALL.map((row) => [row[key], seconds(row)]),
        })),
      ),
    },
    host: HOST,
  },
  {
    what: "Graphite: CSV, which has no head",
    files: {
      "render.csv": (
        [
          ["worker-1.conntrack.count", "count"],
          ["worker-1.conntrack.max", "max"],
        ] as const
      )
        .flatMap(([target, key]) => ALL.map((row) => `${target},${wall(row.at)},${row[key]}.0`))
        .join("\r\n"),
    },
    host: HOST,
  },
  {
    what: "collectd: a CSV a type instance, in folders of the machine",
    files: {
      "worker-1/conntrack/conntrack-2026-10-25": `epoch,value\n${lines((row) => `${seconds(row)}.000,${row.count}.000000`)}`,
      "worker-1/conntrack/conntrack-max-2026-10-25": `epoch,value\n${lines((row) => `${seconds(row)}.000,${row.max}.000000`)}`,
      "worker-1/conntrack/percent-used-2026-10-25": `epoch,value\n${lines((row) => `${seconds(row)}.000,${(100 * row.count) / row.max}`)}`,
    },
    host: null,
  },
  {
    what: "Zabbix: its export of history, a line a value",
    files: {
      "history-history-syncer-1.ndjson": lines((row) =>
        (
          [
            ["nf_conntrack_count", "count"],
            ["nf_conntrack_max", "max"],
          ] as const
        ).map(([name, key]) =>
          json({
            host: { host: HOST, name: HOST },
            groups: ["Linux servers"],
            itemid: 44457,
            name,
            clock: seconds(row),
            ns: 123456789,
            value: row[key],
            type: 3,
          }),
        ),
      ),
    },
    host: HOST,
  },
  {
    what: "OpenTelemetry: the collector's file",
    files: {
      "otel.json": lines((row) =>
        json({
          resourceMetrics: [
            {
              resource: { attributes: [{ key: "host.name", value: { stringValue: HOST } }] },
              scopeMetrics: [
                {
                  scope: { name: "hostmetricsreceiver/network" },
                  metrics: (
                    [
                      ["system.network.conntrack.count", "count"],
                      ["system.network.conntrack.max", "max"],
                    ] as const
                  ).map(([name, key]) => ({
                    name,
                    unit: "{entries}",
                    sum: {
                      dataPoints: [{ timeUnixNano: `${row.at}000000`, asInt: String(row[key]) }],
                      aggregationTemporality: 2,
                    },
                  })),
                },
              ],
            },
          ],
        }),
      ),
    },
    host: HOST,
  },
  {
    what: "Kibana: CSV of a search over metricbeat",
    files: {
      "search.csv": `"@timestamp","host.name","linux.conntrack.summary.entries","linux.conntrack.summary.drop"\n${lines((row) => `"Oct 25, 2026 @ ${iso(row.at).slice(11, 23)}","worker-1","${row.count.toLocaleString("en")}","${row.drop.toLocaleString("en")}"`)}`,
    },
    host: HOST,
    knows: "count",
  },
  {
    what: "metricbeat: JSON lines of its file output",
    files: {
      "metricbeat.ndjson": lines((row) =>
        json({
          "@timestamp": iso(row.at),
          "@metadata": { beat: "metricbeat" },
          host: { name: HOST },
          linux: { conntrack: { summary: { entries: row.count, drop: row.drop, early_drop: 0 } } },
        }),
      ),
    },
    host: HOST,
    knows: "count",
  },
  {
    what: "sadf -j, whose sockets are no entries",
    files: {
      "sadf.json": json({
        sysstat: {
          hosts: [
            {
              nodename: HOST,
              statistics: ALL.map((row) => ({
                timestamp: {
                  date: wall(row.at).slice(0, 10),
                  time: wall(row.at).slice(11),
                  utc: 1,
                },
                network: { "net-sock": { totsck: 200, tcpsck: 5, udpsck: 3 } },
                conntrack: { nf_conntrack_count: row.count, nf_conntrack_max: row.max },
              })),
            },
          ],
        },
      }),
    },
    host: HOST,
  },
];

const LOOPS: Export[] = [
  ["date, then the count", (row: Row) => [date(row.at), String(row.count)], "count"],
  [
    "date, count and limit",
    (row: Row) => [date(row.at), String(row.count), String(row.max)],
    "all",
  ],
  ["all in a line", (row: Row) => `${date(row.at)} ${row.count} ${row.max}`, "all"],
  [
    "by date -Is",
    (row: Row) => `${iso(row.at).replace(".000Z", "+00:00")} ${row.count}/${row.max}`,
    "all",
  ],
  ["by date +%s", (row: Row) => `${seconds(row)} ${row.count} ${row.max}`, "all"],
  [
    "date, and sysctl's own words",
    (row: Row) => [
      date(row.at),
      `net.netfilter.nf_conntrack_count = ${row.count}`,
      `net.netfilter.nf_conntrack_max = ${row.max}`,
    ],
    "all",
  ],
  [
    "sysctl behind a date in its line",
    (row: Row) =>
      `${wall(row.at)} net.netfilter.nf_conntrack_count = ${row.count} net.netfilter.nf_conntrack_max = ${row.max}`,
    "all",
  ],
  [
    "pairs by their names",
    (row: Row) => `[${iso(row.at)}] count=${row.count} max=${row.max}`,
    "all",
  ],
  [
    "a journal's lines of a script",
    (row: Row) =>
      `${iso(row.at).replace("Z", "+00:00")} worker-1 conntrack-watch[812]: conntrack count ${row.count} of ${row.max}`,
    "all",
  ],
  [
    "the files by grep, with a date before",
    (row: Row) => [
      `=== ${wall(row.at)} ===`,
      `/proc/sys/net/netfilter/nf_conntrack_count:${row.count}`,
      `/proc/sys/net/netfilter/nf_conntrack_max:${row.max}`,
    ],
    "all",
  ],
  [
    "watch, into a file",
    (row: Row) => [
      `Every 10.0s: cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max    worker-1: ${date(row.at).replace(" UTC", "")}`,
      "",
      String(row.count),
      String(row.max),
      "",
    ],
    "all",
  ],
].map(([what, line, knows]) => ({
  what: `a loop: ${what}`,
  files: { "conntrack.log": lines(line as (row: Row) => string) },
  host: /journal|watch/.test(what as string) ? HOST : null,
  knows: knows as "all" | "count",
}));

export const EXPORTS: readonly Export[] = [
  ...NETDATA,
  ...PROMETHEUS,
  ...GRAFANA,
  ...OTHERS,
  ...LOOPS,
];
