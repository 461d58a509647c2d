import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FieldCase, NOTHING } from "./case.ts";

const FOLDER = fileURLToPath(new URL("../../samples/exporters/", import.meta.url));

/** Captures of samples/exporters/ under their own names. */
const captures = (program: string, ...names: string[]): FieldCase["files"] =>
  Object.fromEntries(
    names.map((name) => [name, readFileSync(`${FOLDER}${program}/${name}`, "utf8")]),
  );

const FULL = { state: ["critical"], count: 1500, max: 1500, noCause: NOTHING } as const;
const NO_LIMIT = { state: ["unknown"], count: 1500, noCause: NOTHING } as const;

/** Answers of real exporters, each as it was saved. */
export const EXPORTERS: readonly FieldCase[] = [
  {
    name: "one scrape of node_exporter",
    why: "1,500 of 1,500 by the exporter's own clock and name; a total says nothing of losses",
    files: captures("node-exporter", "metrics.txt"),
    expect: { ...FULL, subjects: [["worker-1", 1500]], says: [/23:42:14/, /one sample only/] },
  },
  {
    name: "two scrapes of node_exporter",
    why: "2.02 s apart by node_time_seconds, 8,499 − 7,130 packets dropped between them",
    files: captures("node-exporter", "metrics.txt", "metrics-later.txt"),
    expect: {
      ...FULL,
      state: ["exhausted"],
      subjects: [["worker-1", 1500]],
      says: [/watched for 2\.02 s/, /dropped 1,369 packets/],
    },
  },
  ...["query-all.json", "federate.txt", "promtool-instant.txt"].map(
    (name): FieldCase => ({
      name: `Prometheus, ${name}`,
      why: "one moment of every metric of the table, under the target's name",
      files: captures("prometheus", name),
      expect: { ...FULL, subjects: [["worker-1", 1500]], says: [/one sample only/] },
    }),
  ),
  ...(
    [
      ["query-range.json", "6,570"],
      ["promtool-range.txt", "6,548"],
    ] as const
  ).map(
    ([name, drops]): FieldCase => ({
      name: `Prometheus, ${name}`,
      why: "ten seconds of drops, without the failed inserts that are among them",
      files: captures("prometheus", name),
      expect: {
        ...FULL,
        subjects: [["worker-1", 1500]],
        says: [
          /watched for 10 s/,
          new RegExp(`dropped ${drops} packets`),
          /without `?node_nf_conntrack_stat_insert_failed/,
        ],
        silent: [/not understood/i],
      },
    }),
  ),
  {
    name: "Prometheus, a ratio and a rate",
    why: "neither names a metric: nothing of them is read, which is said; the count is another file's",
    files: captures("prometheus", "query.json", "query-ratio.json", "query-range-rate.json"),
    expect: { ...NO_LIMIT, says: [/query-ratio\.json/, /query-range-rate\.json/] },
  },
  ...(
    [
      ["allmetrics.prom", "629"],
      ["allmetrics.json", "667"],
    ] as const
  ).map(
    ([name, drops]): FieldCase => ({
      name: `netdata, ${name}`,
      why: "the count, and what was lost in a second; netdata does not tell the limit",
      files: captures("netdata", name),
      expect: { ...NO_LIMIT, says: [new RegExp(`dropped ${drops} packets`)] },
    }),
  ),
  ...["allmetrics.sh", "netfilter.conntrack_sockets.csv", "netfilter.conntrack_sockets.json"].map(
    (name): FieldCase => ({
      name: `netdata, ${name}`,
      why: "the count alone",
      files: captures("netdata", name),
      expect: { ...NO_LIMIT, silent: [/kernel dropped/] },
    }),
  ),
  ...["csv", "tsv"].map(
    (form): FieldCase => ({
      name: `netdata, errors as ${form}`,
      why: "rates a second, the newest first and losses below zero: 5,920 in the nine seconds after the first row",
      files: captures("netdata", `netfilter.conntrack_errors.${form}`),
      expect: { state: ["unknown"], says: [/watched for 9 s/, /dropped 5,920 packets/] },
    }),
  ),
  {
    name: "netdata, two charts in two files",
    why: "the count of one and the losses of the other are of one machine and time",
    files: captures("netdata", "netfilter.conntrack_sockets.csv", "netfilter.conntrack_errors.csv"),
    expect: { ...NO_LIMIT, says: [/dropped 5,920 packets/] },
  },
  {
    name: "netdata, a chart without its name",
    why: "connections may be those of a web server: nothing is read of it, not even the dates",
    files: captures("netdata", "export.csv", "allmetrics.sh"),
    expect: { ...NO_LIMIT, says: [/export\.csv: 11 of 11 lines/] },
  },

  {
    name: "one scrape with a blank in a label",
    why: "the value behind the label is no time stamp, and a total since the start no rise",
    files: {
      "cilium.prom":
        'cilium_bpf_map_pressure{map_name="ct4_global"} 0.41\ncilium_drop_count_total{direction="EGRESS",reason="CT: Map insertion failed"} 5122\n',
    },
    expect: { state: ["unknown"], absent: ["cilium-ct-map"], silent: [/5,?122/] },
  },

  {
    name: "telegraf's line protocol",
    why: "of two samples of one host the later counts",
    files: {
      "out.txt":
        "> conntrack,host=cdn-9 ip_conntrack_count=8110i,ip_conntrack_max=8192i 1764000000000000000\n> conntrack,host=cdn-9 ip_conntrack_count=8188i,ip_conntrack_max=8192i 1764000010000000000\n",
    },
    expect: { state: ["critical"], count: 8188, max: 8192, subjects: [["cdn-9", 8188]] },
  },
  {
    name: "what promtool dumps of a database",
    why: "the name stands among the labels",
    files: {
      "dump.txt":
        '{__name__="node_nf_conntrack_entries", instance="n4:9100"} 8188 1764000000000\n{__name__="node_nf_conntrack_entries_limit", instance="n4:9100"} 8192 1764000000000\n',
    },
    expect: { state: ["critical"], count: 8188, max: 8192, subjects: [["n4", 8188]] },
  },
  {
    name: "a check of Datadog's agent",
    why: "series of many metrics, two of them of the table",
    files: {
      "check.txt": `=== Series ===\n${JSON.stringify(
        [
          ["system.net.conntrack.count", 8188],
          ["system.net.conntrack.max", 8192],
          ["system.net.tcp.retrans_segs", 3],
        ].map(([metric, value]) => ({ metric, points: [[1_764_000_000, value]], host: "cdn-9" })),
        null,
        2,
      )}\n`,
    },
    expect: { state: ["critical"], count: 8188, max: 8192, subjects: [["cdn-9", 8188]] },
  },
];
