import { expect, test } from "vitest";
import { sysctl, sysctlNumber } from "../../src/parsers/sysctl.ts";
import { crlf, failure, read } from "./read.ts";

const REAL = `net.ipv4.ip_local_port_range = 32768\t60999
net.netfilter.nf_conntrack_count = 17
net.netfilter.nf_conntrack_max=262144
sysctl: permission denied on key 'net.core.bpf_jit_limit'
net.ipv4.tcp_mem = 286434	381914	572868
net.ipv4.conf.eth0/100.rp_filter = -1
kernel.domainname =
module.nf_conntrack.hashsize = 65536
`;

test("keeps each value with its line, and counts what is no setting", () => {
  const fact = read(sysctl, REAL);
  expect(fact.values.size).toBe(7);
  expect(fact.values.get("net.ipv4.ip_local_port_range")).toEqual({
    value: "32768 60999",
    line: 1,
  });
  expect(sysctlNumber(fact, "net.netfilter.nf_conntrack_max")).toEqual({ value: 262144, line: 3 });
  expect(sysctlNumber(fact, "net.ipv4.conf.eth0/100.rp_filter")).toEqual({ value: -1, line: 6 });
  expect(fact.values.get("kernel.domainname")).toEqual({ value: "", line: 7 });
  expect(fact.unparsedLines).toBe(1);
});

test("a setting that is absent, empty or several numbers is no number", () => {
  const fact = read(sysctl, REAL);
  expect(sysctlNumber(fact, "net.netfilter.nf_conntrack_buckets")).toBeNull();
  expect(sysctlNumber(fact, "kernel.domainname")).toBeNull();
  expect(sysctlNumber(fact, "net.ipv4.tcp_mem")).toBeNull();
  expect(sysctlNumber(read(sysctl, "a.b = 99999999999999999999"), "a.b")).toBeNull();
});

test.each([
  ["net/netfilter/nf_conntrack_max = 5", "net.netfilter.nf_conntrack_max"],
  ["/proc/sys/net/netfilter/nf_conntrack_max = 5", "net.netfilter.nf_conntrack_max"],
  ["net/ipv4/conf/eth0.100/rp_filter = 5", "net.ipv4.conf.eth0/100.rp_filter"],
  ['  "net.netfilter.nf_conntrack_max": "5",', "net.netfilter.nf_conntrack_max"],
])("spells the name of %j as %s", (text, name) => {
  expect(sysctlNumber(read(sysctl, text), name)).toEqual({ value: 5, line: 1 });
});

test("Windows' line ends change nothing", () => {
  expect(read(sysctl, crlf(REAL))).toEqual(read(sysctl, REAL));
});

test("a name such as __proto__ is a key like any other", () => {
  expect(read(sysctl, "__proto__ = 1").values.get("__proto__")).toEqual({ value: "1", line: 1 });
});

test("text without settings fails", () => {
  expect(failure(sysctl, "")).toMatchObject({ code: "PARSE_FAILED", place: { line: 1 } });
  expect(failure(sysctl, "cat: no such file\n")?.code).toBe("PARSE_FAILED");
});
