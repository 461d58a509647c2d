import { describe, expect, test } from "vitest";
import { cut } from "./cut.ts";

const TIME = Date.UTC(2024, 2, 5, 10, 11, 12);

describe("a log's line that tells a setting", () => {
  test.each([
    ["2024-03-05T10:11:12Z web-a net.netfilter.nf_conntrack_count = 65000", "web-a", TIME],
    ["2024-03-05 10:11:12 web-a nf_conntrack_count=65000", "web-a", TIME],
    ["[2024-03-05 10:11:12] web-a nf_conntrack_count: 65,000", "web-a", TIME],
    ["Tue Mar  5 10:11:12 UTC 2024 web-a nf_conntrack_count = 65000", "web-a", TIME],
    ["Mar  5 10:11:12 web-a watch[77]: nf_conntrack_count = 65000", "web-a", null],
    [
      "2024-03-05T10:11:12+01:00 10.0.0.7 /proc/sys/net/netfilter/nf_conntrack_count 65000",
      "10.0.0.7",
      TIME - 3_600_000,
    ],
    ["2024-03-05 10:11:12 INFO nf_conntrack_count = 65000", null, TIME],
  ])("%s", (line, host, time) => {
    const { sections, unread } = cut(`${line}\n`);
    expect(unread).toEqual([]);
    expect(sections).toMatchObject([
      { source: "sysctl", host, time, lines: ["1: net.netfilter.nf_conntrack_count = 65000"] },
    ]);
  });
  test("or several", () => {
    const { sections } = cut(
      "2024-03-05 10:11:12 web-a nf_conntrack_count=65000 nf_conntrack_max=65536\n",
    );
    expect(sections.flatMap(({ lines }) => lines)).toEqual([
      "1: net.netfilter.nf_conntrack_count = 65000",
      "1: net.netfilter.nf_conntrack_max = 65536",
    ]);
  });
  test.each([
    "2024-03-05 10:11:12 web-a we should set nf_conntrack_max = 65536",
    "2024-03-05 10:11:12 web-a nf_conntrack_max = 65536 would be better",
    "please set nf_conntrack_max = 65536",
  ])("but not one that speaks of it: %s", (line) => {
    expect(cut(`${line}\n`).sections.filter(({ source }) => source === "sysctl")).toEqual([]);
  });
});

describe("the kernel's words where somebody speaks of them", () => {
  test.each([
    'log.Fatal("nf_conntrack: table full, dropping packet")',
    '\tnet_warn_ratelimited("nf_conntrack: table full, dropping packet\\n");',
    "MESSAGE = 'nf_conntrack: table full, dropping packet'",
    "On Monday we saw “nf_conntrack: table full, dropping packet” on all nodes.",
    "The `nf_conntrack: table full` message is what I'd look for.",
    'expr: count_over_time({job="kern"} |= "nf_conntrack: table full" [5m]) > 0',
    "// nf_conntrack: table full, dropping packet",
    "# alert on nf_conntrack: table full, dropping packet",
  ])("%s", (line) => {
    const { sections, unread } = cut(`${line}\n`);
    expect(sections).toEqual([]);
    expect(unread).toHaveLength(1);
  });
  test.each([
    "nf_conntrack: table full, dropping packet",
    "It's nf_conntrack: table full, dropping packet",
    '{"time":"2024-03-05T10:11:12Z","log":"nf_conntrack: table full, dropping packet"}',
    '[  402.118233] "x" nf_conntrack: table full, dropping packet',
    'time="2024-03-05T10:11:12Z" msg="nf_conntrack: table full, dropping packet"',
  ])("a log's line is one, quoted or not: %s", (line) => {
    expect(cut(`${line}\n`).sections).toMatchObject([{ source: "kernel-log" }]);
  });
});
