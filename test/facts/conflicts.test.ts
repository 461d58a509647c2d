import { describe, expect, test } from "vitest";
import type { Files } from "../support/evidence.ts";
import { told } from "./told.ts";

const max = (value: number) => `net.netfilter.nf_conntrack_max = ${value}\n`;
const LOG = (value: number) =>
  `I0303 07:11:09.100201       1 server.go:230] Using iptables Proxier.\nI0303 07:11:09.120010       1 conntrack.go:82] Set sysctl 'net/netfilter/nf_conntrack_max' to ${value}\n`;
const conflicts = async (files: Files) => {
  const [one, ...others] = await told(files);
  expect(others).toEqual([]);
  return one!.conflicts.map(({ signal, values }) => [
    signal,
    ...values.map(
      ({ value, standing, source }) => `${value} ${standing} ${source.entry}:${source.line}`,
    ),
  ]);
};

describe("values of one setting that do not agree are all told, with their standing", () => {
  test("in force and asked for by a file", async () => {
    const files = { "now.txt": max(100), "etc/sysctl.d/9-x.conf": `# ours\n${max(900)}` };
    expect(await conflicts(files)).toEqual([
      ["table.max", "100 live now.txt:1", "900 configured etc/sysctl.d/9-x.conf:2"],
    ]);
    expect((await told(files))[0]!.max).toBe(100);
  });

  test("in force, asked for, and once written by kube-proxy", async () => {
    const files = {
      "now.txt": max(100),
      "etc/sysctl.conf": max(900),
      "kube-proxy.log": LOG(400),
    };
    expect(await conflicts(files)).toEqual([
      [
        "table.max",
        "100 live now.txt:1",
        "900 configured etc/sysctl.conf:1",
        "400 past kube-proxy.log:2",
      ],
    ]);
  });

  test("two that are both said to be in force, of which the later one counts", async () => {
    const files = { "before/x.txt": max(100), "after/x.txt": max(300) };
    expect(await conflicts(files)).toEqual([
      ["table.max", "100 live before/x.txt:1", "300 live after/x.txt:1"],
    ]);
    expect((await told(files))[0]!.max).toBe(300);
  });

  test("buckets and timeouts as well, by every name that they have", async () => {
    const files = {
      "1.txt":
        "net.netfilter.nf_conntrack_buckets = 512\nnet.netfilter.nf_conntrack_tcp_timeout_established = 86400\n",
      "2.txt": "$ cat /sys/module/nf_conntrack/parameters/hashsize\n1024\n",
      "etc/sysctl.conf": "net.netfilter.nf_conntrack_tcp_timeout_established = 3600\n",
    };
    expect((await conflicts(files)).map(([signal]) => signal)).toEqual([
      "table.buckets",
      "timeout.established",
    ]);
  });

  test("what agrees is no conflict, whatever its standing", async () => {
    const files = {
      "a.txt": max(100),
      "b.txt": "net.nf_conntrack_max = 100\n",
      "etc/sysctl.conf": max(100),
      "kube-proxy.log": LOG(100),
    };
    expect(await conflicts(files)).toEqual([]);
  });

  test("two machines' values are none", async () => {
    const all = await told({ "node1/x.txt": max(100), "node2/x.txt": max(300) });
    expect(all.map(({ max: own, conflicts: none }) => [own, none])).toEqual([
      [100, []],
      [300, []],
    ]);
  });
});
