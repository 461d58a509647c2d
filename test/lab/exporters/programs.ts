/** An exporter as Debian packages it, and how it is asked. */
export interface Program {
  readonly id: string;
  /** The command whose lack skips it, and the package that brings it. */
  readonly command: string;
  readonly package: string;
  /** Its configuration, by file name in the folder that it is started in. */
  readonly files: Readonly<Record<string, string>>;
  /** A shell's command line that becomes the program. */
  readonly start: string;
  /** Answers once it has something to say. */
  readonly ready: string;
  /** What a person saves, by file name, and the command that writes it. */
  readonly outputs: Readonly<Record<string, string>>;
}

const EXPORTER = "http://127.0.0.1:9100/metrics";
const SERVER = "http://127.0.0.1:9090";
const NETDATA = "http://127.0.0.1:19999/api/v1";

/** Only what is about the table, time and machine: with all collectors a scrape has a thousand lines more. */
const nodeExporter: Program = {
  id: "node-exporter",
  command: "prometheus-node-exporter",
  package: "prometheus-node-exporter",
  files: {},
  start:
    "exec prometheus-node-exporter --web.listen-address=127.0.0.1:9100 --collector.disable-defaults --collector.conntrack --collector.time --collector.uname --collector.stat",
  ready: EXPORTER,
  outputs: {
    "metrics.txt": `curl -s ${EXPORTER}`,
    "metrics-later.txt": `sleep 2; curl -s ${EXPORTER}`,
  },
};

const query = (path: string, ...of: string[]): string =>
  `curl -sG ${SERVER}/${path} ${of.map((one) => `--data-urlencode '${one}'`).join(" ")}`;

const prometheus: Program = {
  id: "prometheus",
  command: "prometheus",
  package: "prometheus",
  files: {
    "prometheus.yml": `global: { scrape_interval: 1s }
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ["127.0.0.1:9100"]
    relabel_configs:
      - { target_label: instance, replacement: "worker-1:9100" }
`,
  },
  start:
    "exec prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address=127.0.0.1:9090 --log.level=error",
  ready: `${SERVER}/api/v1/query?query=node_nf_conntrack_entries`,
  outputs: {
    "query.json": query("api/v1/query", "query=node_nf_conntrack_entries"),
    "query-all.json": query("api/v1/query", 'query={__name__=~"node_nf_conntrack_.*"}'),
    "query-ratio.json": query(
      "api/v1/query",
      "query=node_nf_conntrack_entries / node_nf_conntrack_entries_limit",
    ),
    "query-range.json": `now=$(date +%s); ${query(
      "api/v1/query_range",
      'query={__name__=~"node_nf_conntrack_(entries|entries_limit|stat_drop|stat_early_drop)"}',
    )} -d start=$((now - 10)) -d end=$now -d step=1`,
    "query-range-rate.json": `now=$(date +%s); ${query(
      "api/v1/query_range",
      "query=rate(node_nf_conntrack_stat_drop[5s])",
    )} -d start=$((now - 5)) -d end=$now -d step=1`,
    "federate.txt": query("federate", 'match[]={__name__=~"node_.*"}'),
    "promtool-instant.txt": `promtool query instant ${SERVER} '{__name__=~"node_nf_conntrack_.*"}'`,
    "promtool-range.txt": `promtool query range --step=1s --start=$(($(date +%s) - 10)) ${SERVER} '{__name__=~"node_nf_conntrack_(entries|entries_limit|stat_drop)"}'`,
  },
};

const data = (chart: string, format: string): string =>
  `curl -s '${NETDATA}/data?chart=netfilter.${chart}&after=-10&format=${format}'`;
const all = (format: string): string =>
  `curl -s '${NETDATA}/allmetrics?format=${format}&filter=netfilter.*'`;

const netdata: Program = {
  id: "netdata",
  command: "netdata",
  package: "netdata",
  files: {
    "netdata.conf": `[global]
run as user = root
[db]
mode = ram
[web]
bind to = 127.0.0.1:19999
[directories]
cache = .
lib = .
log = .
[plugins]
apps = no
cgroups = no
charts.d = no
ebpf = no
go.d = no
node.d = no
perf = no
python.d = no
tc = no
`,
  },
  start: "exec netdata -D -c netdata.conf -P netdata.pid",
  ready: `${NETDATA}/data?chart=netfilter.conntrack_sockets`,
  outputs: {
    "allmetrics.prom": all("prometheus"),
    "allmetrics.sh": all("shell"),
    "allmetrics.json": all("json"),
    "netfilter.conntrack_sockets.csv": data("conntrack_sockets", "csv"),
    "netfilter.conntrack_sockets.json": data("conntrack_sockets", "json"),
    "netfilter.conntrack_errors.csv": data("conntrack_errors", "csv"),
    "netfilter.conntrack_errors.tsv": data("conntrack_errors", "tsv"),
    // a name that does not say of which chart it is
    "export.csv": data("conntrack_sockets", "csv"),
  },
};

export const PROGRAMS: readonly Program[] = [nodeExporter, prometheus, netdata];
