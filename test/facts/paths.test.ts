import { describe, expect, test } from "vitest";
import { readPath } from "../../src/facts/paths.ts";

const owners = (path: string) => readPath(path).owners.map(({ name }) => name);
const rest = (path: string) => readPath(path).rest?.name ?? null;

describe("folders that may be a machine's", () => {
  test.each([
    ["web1/sysctl.txt", ["web1"]],
    ["./case-7/web1/net/sysctl.txt", ["web1"]],
    ["bundle.tar.gz!web1/sysctl.txt", ["web1"]],
    ["cluster-x/web1.example.com/a", ["cluster-x", "web1.example.com"]],
    ["10.0.0.7/sysctl", ["10.0.0.7"]],
    ["ip-10-0-0-7/sysctl", ["ip-10-0-0-7"]],
    ["node-a/sysctl", ["node-a"]],
    ["a/x", ["a"]],
    ["kernel/networking/ipv4/x", []],
    ["host/system/hostname", []],
    ["before/x", []],
    ["day1/run-2/10h05/x", []],
    ["2025-03-09_1200/x", []],
    ["1741564200/x", []],
    ["proc/sys/net/netfilter/nf_conntrack_max", []],
    ["web1/sos_commands/networking/namespaces/qr-1/ip_netns_exec_qr-1_ss_-s", ["web1"]],
  ])("of %s are %j", (path, wanted) => {
    expect(owners(path)).toEqual(wanted);
  });
});

describe("what of a file's name may be a machine's", () => {
  test.each([
    ["conntrack-web1.txt", "web1"],
    ["web1_sysctl-a.txt", "web1"],
    ["sysctl.web1.example.txt", "web1-example"],
    ["conntrack-S-10.0.0.7.txt", "10.0.0.7"],
    ["node-2.txt", "node-2"],
    ["kube-proxy-1.log", null],
    ["conntrack-L.txt", null],
    ["conntrack_-L_-o_extended", null],
    ["conntrack-tcp.txt", null],
    ["sysctl-2.txt", null],
    ["before-sysctl.txt", null],
    ["a.txt", null],
    ["ip_netns_exec_red_conntrack_-L", null],
  ])("of %s is %s", (path, wanted) => {
    expect(rest(path)).toBe(wanted);
  });

  test("words that say when can be left off, where two names differ by them alone", () => {
    expect(readPath("edge-before.txt").rest).toEqual({ name: "edge-before", bare: "edge" });
    expect(readPath("edge.txt").rest).toEqual({ name: "edge", bare: null });
    expect(readPath("web-old/x").owners).toEqual([{ name: "web-old", bare: null }]);
  });
});

describe("moments sort by time", () => {
  test.each([
    ["words", ["before/x", "during/x", "after/x"]],
    ["numbers", ["run-2/x", "run-10/x", "run-11/x"]],
    ["t", ["t0/x", "t1/x", "t2/x", "t10/x"]],
    ["dates", ["2025-03-09/x", "2025-03-10/x", "2025-03-10_0930/x"]],
    ["days", ["monday/x", "tuesday/x", "sunday/x"]],
    ["dates, then numbers", ["2025-03-09/2/x", "2025-03-09/10/x", "2025-03-10/1/x"]],
    ["words, then numbers", ["before/1/x", "before/2/x", "after/1/x"]],
    ["files", ["sysctl.1", "sysctl.2", "sysctl.10"]],
  ])("%s", (_, paths) => {
    const moments = paths.map((path) => readPath(path).moment!);
    expect(moments).not.toContain(null);
    expect([...moments].sort()).toEqual(moments);
    expect(new Set(moments).size).toBe(moments.length);
  });

  test.each(["web1/x", "conntrack6.txt", "inet6/x", "ip-10-0-0-1/x", "node-3.txt", "10.0.0.1/x"])(
    "%s names none",
    (path) => {
      expect(readPath(path).moment).toBeNull();
    },
  );
});

test.each([
  ["sos_commands/conntrack/ip_netns_exec_red_conntrack_-L", "red"],
  ["sos_commands/networking/namespaces/red/ip_netns_exec_red_nstat", "red"],
  ["netns-red/conntrack.txt", "red"],
  ["conntrack.txt", null],
])("%s is of the namespace %s", (path, namespace) => {
  expect(readPath(path).namespace).toBe(namespace);
});
