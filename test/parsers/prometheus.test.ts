import { expect, test } from "vitest";
import { corednsMetrics } from "../../src/parsers/coredns-metrics.ts";
import { histogramQuantile } from "../../src/parsers/histogram.ts";
import { kubeProxyMetrics } from "../../src/parsers/kube-proxy-metrics.ts";
import { prometheus, total } from "../../src/parsers/prometheus.ts";
import { crlf, failure, read } from "./read.ts";

const KUBE_PROXY = `# HELP kubeproxy_sync_proxy_rules_duration_seconds [ALPHA] SyncProxyRules latency in seconds
# TYPE kubeproxy_sync_proxy_rules_duration_seconds histogram
kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family="IPv4",le="0.001"} 0
kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family="IPv4",le="0.01"} 6
kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family="IPv4",le="0.1"} 8
kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family="IPv4",le="+Inf"} 8
kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family="IPv6",le="0.001"} 0
kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family="IPv6",le="0.01"} 2
kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family="IPv6",le="0.1"} 2
kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family="IPv6",le="+Inf"} 2
kubeproxy_sync_proxy_rules_last_timestamp_seconds{ip_family="IPv4"} 1.7956216270931888e+09
kubeproxy_sync_proxy_rules_iptables_total{ip_family="IPv4",table="nat"} 57
kubeproxy_sync_proxy_rules_iptables_total{ip_family="IPv4",table="filter"} 6
go_goroutines 48
process_start_time_seconds 1.79562e+09 1795621630000
`;

test("keeps the wanted metrics, with labels, values and lines", () => {
  const fact = read(kubeProxyMetrics, KUBE_PROXY);
  expect(fact.samplesListed).toBe(13);
  expect(fact.series.has("go_goroutines")).toBe(false);
  expect(fact.series.get("kubeproxy_sync_proxy_rules_last_timestamp_seconds")).toEqual([
    { labels: new Map([["ip_family", "IPv4"]]), value: 1795621627.0931888, line: 11 },
  ]);
  expect(fact.series.get("process_start_time_seconds")?.[0]).toMatchObject({
    value: 1795620000,
    line: 15,
  });
  expect(read(kubeProxyMetrics, crlf(KUBE_PROXY))).toEqual(fact);
});

test("a total is null for a metric that is absent, and 0 only where the scrape says 0", () => {
  const fact = read(
    kubeProxyMetrics,
    `${KUBE_PROXY}kubeproxy_sync_proxy_rules_iptables_restore_failures_total 0\n`,
  );
  const name = "kubeproxy_sync_proxy_rules_iptables_total";
  expect(total(fact, name)).toBe(63);
  expect(total(fact, name, (labels) => labels.get("table") === "nat")).toBe(57);
  expect(total(fact, name, (labels) => labels.get("table") === "raw")).toBeNull();
  expect(total(fact, "kubeproxy_sync_proxy_rules_iptables_restore_failures_total")).toBe(0);
  expect(total(fact, "kubeproxy_sync_proxy_rules_nftables_sync_failures_total")).toBeNull();
});

test("quantiles are Prometheus' own, over all labels", () => {
  const fact = read(kubeProxyMetrics, KUBE_PROXY);
  const name = "kubeproxy_sync_proxy_rules_duration_seconds";
  // 8 of 10 lie between 1 and 10 ms: the median is the 5th of those 8.
  expect(histogramQuantile(fact, name, 0.5)).toBeCloseTo(0.001 + 0.009 * (5 / 8), 12);
  expect(histogramQuantile(fact, name, 0.9)).toBeCloseTo(0.01 + 0.09 * (1 / 2), 12);
  expect(histogramQuantile(fact, name, 1)).toBeCloseTo(0.1, 12);
  expect(histogramQuantile(fact, name, 2)).toBeNull();
  expect(histogramQuantile(fact, "kubeproxy_network_programming_duration_seconds", 0.5)).toBeNull();
});

test("a quantile between two scrapes leaves out what was observed before", () => {
  const scrape = { parser: prometheus(() => true) };
  const start = read(scrape, 'h_bucket{le="1"} 10\nh_bucket{le="2"} 10\nh_bucket{le="+Inf"} 10\n');
  const end = read(scrape, 'h_bucket{le="1"} 10\nh_bucket{le="2"} 14\nh_bucket{le="+Inf"} 14\n');
  expect(histogramQuantile(end, "h", 0.5)).toBeCloseTo(0.7, 12);
  expect(histogramQuantile(end, "h", 0.5, start)).toBeCloseTo(1.5, 12);
  expect(histogramQuantile(start, "h", 0.5, start)).toBeNull();
});

test("a quantile beyond the last bound is that bound, and none without +Inf", () => {
  const scrape = { parser: prometheus(() => true) };
  const far = read(scrape, 'h_bucket{le="1"} 1\nh_bucket{le="2"} 1\nh_bucket{le="+Inf"} 9\n');
  expect(histogramQuantile(far, "h", 0.9)).toBe(2);
  expect(histogramQuantile(read(scrape, 'h_bucket{le="1"} 1\n'), "h", 0.5)).toBeNull();
});

test("what is no number is listed, and no value", () => {
  const fact = read({ parser: prometheus(() => true) }, "a NaN\na +Inf\na -Inf\na 1e400\na 7\n");
  expect(fact.series.get("a")?.map(({ value }) => value)).toEqual([7]);
  expect([fact.samplesListed, fact.unparsedLines]).toEqual([5, 0]);
});

test("labels are unescaped, odd numbers understood", () => {
  const fact = read(
    { parser: prometheus(() => true) },
    String.raw`a{path="C:\\dir\n\"x\"",b="}{,=",} 1e3
b{ x = "1" , y="" } +2 123
c -1.5e-3
d .5
e{x="1"} 3 # {trace_id="9"} 0.5
`,
  );
  expect(fact.series.get("a")?.[0]?.labels).toEqual(
    new Map([
      ["path", 'C:\\dir\n"x"'],
      ["b", "}{,="],
    ]),
  );
  expect(fact.series.get("a")?.[0]?.value).toBe(1000);
  expect(fact.series.get("b")?.[0]).toEqual({
    labels: new Map([
      ["x", "1"],
      ["y", ""],
    ]),
    value: 2,
    line: 2,
  });
  expect(fact.series.get("c")?.[0]?.value).toBe(-0.0015);
  expect(fact.series.get("d")?.[0]?.value).toBe(0.5);
  expect(fact.series.get("e")?.[0]?.value).toBe(3);
  expect(fact.unparsedLines).toBe(0);
});

test.each([
  'a{x="1} 2',
  "a{x=1} 2",
  'a{x="1" y="2"} 2',
  'a{x="1"} two',
  "a{",
  'a{x="1"}',
  "a 0x10",
])("the broken line %j is counted, and the next one read", (broken) => {
  const fact = read({ parser: prometheus(() => true) }, `${broken}\nb 7\n`);
  expect(fact.unparsedLines).toBe(1);
  expect(fact.series.has("a")).toBe(false);
  expect(total(fact, "b")).toBe(7);
});

test("CoreDNS: old and new names are kept, other programs' are not", () => {
  const fact = read(
    corednsMetrics,
    `coredns_dns_request_count_total{family="1",proto="udp",server="dns://:53",zone="."} 12
coredns_dns_responses_total{plugin="",rcode="SERVFAIL",server="dns://:53",zone="."} 3
coredns_proxy_request_duration_seconds_count{proxy_name="forward",to="8.8.8.8:53"} 9
coredns_hosts_reload_timestamp_seconds 0
go_threads 9
`,
  );
  expect([...fact.series.keys()]).toEqual([
    "coredns_dns_request_count_total",
    "coredns_dns_responses_total",
    "coredns_proxy_request_duration_seconds_count",
  ]);
  expect(fact.samplesListed).toBe(5);
});

test("a page that is no scrape fails", () => {
  expect(failure(kubeProxyMetrics, "<html>404 page not found</html>\n")?.code).toBe("PARSE_FAILED");
  expect(failure(kubeProxyMetrics, "")?.code).toBe("PARSE_FAILED");
});
