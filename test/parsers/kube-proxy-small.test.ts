import { expect, test } from "vitest";
import { kubeProxyConfig, kubeProxyNumber } from "../../src/parsers/kube-proxy-config.ts";
import { healthz } from "../../src/parsers/kube-proxy-healthz.ts";
import { proxyMode } from "../../src/parsers/kube-proxy-mode.ts";
import { crlf, failure, read } from "./read.ts";

test("the mode is one word", () => {
  expect(read(proxyMode, "nftables")).toEqual({ mode: "nftables", line: 1 });
  expect(read(proxyMode, "\r\nipvs\r\n")).toEqual({ mode: "ipvs", line: 2 });
  expect(failure(proxyMode, "404 page not found\n")?.code).toBe("PARSE_FAILED");
});

test("health in Go's own spelling of times", () => {
  const text = `HTTP 503
{"lastUpdated": "2026-11-22 17:00:00.123456789 +0000 UTC m=+12.34","currentTime": "2026-11-22 19:07:10.5 +0200 CEST m=+442.1", "nodeEligible": false}
`;
  expect(read(healthz, text)).toEqual({
    status: { value: 503, line: 1 },
    lastUpdated: Date.parse("2026-11-22T17:00:00.123Z"),
    currentTime: Date.parse("2026-11-22T17:07:10.500Z"),
    nodeEligible: false,
    line: 2,
  });
});

test("health in RFC 3339, over several lines, and of an old version", () => {
  const text = `{
  "lastUpdated" : "2026-11-22T17:00:00Z",
  "currentTime" : "2026-11-22T17:07:10+00:00"
}`;
  expect(read(healthz, crlf(text))).toEqual({
    status: null,
    lastUpdated: Date.parse("2026-11-22T17:00:00Z"),
    currentTime: Date.parse("2026-11-22T17:07:10Z"),
    nodeEligible: null,
    line: 2,
  });
  expect(read(healthz, "HTTP/1.1 200 OK\n")).toMatchObject({ status: { value: 200 }, line: 1 });
  expect(failure(healthz, "connection refused\n")?.code).toBe("PARSE_FAILED");
});

const CONFIG = `# configmap: kube-system/kube-proxy
apiVersion: kubeproxy.config.k8s.io/v1alpha1
clientConnection:
  max: 7
conntrack:
  maxPerCore: 65536   # twice the default
  min: null
  tcpCloseWaitTimeout: 1h0m0s
  tcpEstablishedTimeout: "24h0m0s"
  tcpBeLiberal: true
iptables:
  min: 9
mode: ""
`;

test("the keys below conntrack, without those that are left to the default", () => {
  const fact = read(kubeProxyConfig, crlf(CONFIG));
  expect(fact.values).toEqual(
    new Map([
      ["maxPerCore", { value: "65536", line: 6 }],
      ["tcpCloseWaitTimeout", { value: "1h0m0s", line: 8 }],
      ["tcpEstablishedTimeout", { value: "24h0m0s", line: 9 }],
      ["tcpBeLiberal", { value: "true", line: 10 }],
    ]),
  );
  expect(kubeProxyNumber(fact, "maxPerCore")).toEqual({ value: 65536, line: 6 });
  expect(kubeProxyNumber(fact, "tcpBeLiberal")).toBeNull();
  expect(kubeProxyNumber(fact, "min")).toBeNull();
});

test("the mode, and the block where it is indented as in a whole ConfigMap", () => {
  const nested = CONFIG.replace('mode: ""', "mode: ipvs").replaceAll(/^/gm, "    ");
  const fact = read(kubeProxyConfig, `data:\n  config.conf: |-\n${nested}`);
  expect(fact.values.get("mode")).toEqual({ value: "ipvs", line: 15 });
  expect(fact.values.get("maxPerCore")?.line).toBe(8);
  expect(fact.values.has("min")).toBe(false);
});

test("a command line", () => {
  const text =
    "# file: /proc/812/cmdline\n/usr/local/bin/kube-proxy --proxy-mode=iptables --conntrack-max-per-core=0 --conntrack-min=524288 --conntrack-udp-timeout-stream 90s --conntrack-tcp-timeout-established=1h\n";
  const fact = read(kubeProxyConfig, text);
  expect(fact.values.get("mode")).toEqual({ value: "iptables", line: 2 });
  expect(kubeProxyNumber(fact, "maxPerCore")).toEqual({ value: 0, line: 2 });
  expect(kubeProxyNumber(fact, "min")).toEqual({ value: 524288, line: 2 });
  expect(fact.values.get("udpStreamTimeout")).toEqual({ value: "90s", line: 2 });
  expect(fact.values.get("tcpEstablishedTimeout")).toEqual({ value: "1h", line: 2 });
});

test("defaults alone are an answer, an empty text is none", () => {
  expect(read(kubeProxyConfig, "kind: KubeProxyConfiguration\n").values.size).toBe(0);
  expect(failure(kubeProxyConfig, "\n")?.code).toBe("PARSE_FAILED");
});
