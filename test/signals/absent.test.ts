import { describe, expect, it } from "vitest";
import { SOURCES, type SourceName } from "../../src/parsers/index.ts";
import { SIGNALS, type SignalName } from "../../src/signals/index.ts";
import { contextOf, manifest, readSignal } from "./in-memory.ts";

const NAMES = Object.keys(SIGNALS) as SignalName[];

/** What each family of signals asks for when a bundle holds nothing. */
const WANTS: readonly (readonly [RegExp, SourceName])[] = [
  [/^use\./, "conntrack-table"],
  [/^snat\.randomFully$/, "iptables-save"],
  [/^(?:live|top|snat|udp|endpoints)\./, "conntrack-table"],
  [/^tcp\.timeWait\.shareOfTcp$/, "conntrack-table"],
  [/^table\.(?:rows|rowsUnparsed)$/, "conntrack-table"],
  [/^table\.(?:max|buckets|maxIsDefault|growth|secondsToFull)$/, "sysctl"],
  [/^table\.(?:drops|fullDrops|earlyDrops|insertFailed|chainTooLong|invalid)$/, "conntrack-stat"],
  [/^(?:table|expectation)\.fullMessages/, "kernel-log"],
  [/^tcp\.(?:synRetransmits|timeouts)$/, "netstat"],
  [/^listen\.overflows$/, "netstat"],
  [/^listen\.(?:fullSockets|worst)$/, "ss-listen"],
  [/^kubeProxy\.mode$/, "kube-proxy-mode"],
  [/^kubeProxy\.healthz$/, "kube-proxy-healthz"],
  [/^kubeProxy\.(?:pending|overdue|sync\w+|rules)$/, "kube-proxy-metrics"],
  [/^coredns\.(?:servfail|answers)$/, "coredns-metrics"],
  [/^node\.cpus$/, "cpus"],
  [/^node\.memory$/, "meminfo"],
  [/^sizing\./, "sysctl"],
];

describe("a bundle without anything", () => {
  it.each(NAMES)("%s is unknown, never 0, and says what it wants", async (name) => {
    const found = SIGNALS[name].read(await contextOf({}));
    expect(found.value).toBeNull();
    if (found.value !== null) return;
    expect(Object.keys(SOURCES)).toContain(found.wants);
    expect(found.reason.length).toBeGreaterThan(10);
    const expected = WANTS.find(([pattern]) => pattern.test(name))?.[1];
    if (expected !== undefined) expect(found.wants).toBe(expected);
  });

  it("holds a signal for every family of the table above", () => {
    for (const [pattern] of WANTS)
      expect(NAMES.filter((name) => pattern.test(name))).not.toEqual([]);
  });
});

describe("the reason", () => {
  const count = "net.netfilter.nf_conntrack_count = 9\n";
  const ports = (range: string) => ({
    "end/sysctl.txt": `net.ipv4.ip_local_port_range = ${range}\n`,
    "end/sockstat.txt": "sockets: used 9\nTCP: inuse 5 orphan 0 tw 0 alloc 9 mem 2\n",
  });
  it.each<[SignalName, Record<string, string>, SourceName, string]>([
    [
      "table.max",
      {
        "loose.prom":
          "# TYPE node_nf_conntrack_entries_limit gauge\nnode_nf_conntrack_entries_limit 0\n",
      },
      "node-metrics",
      "node_nf_conntrack_entries_limit is 0: no limit is set",
    ],
    [
      "table.max",
      { "end/sysctl.txt": "net.netfilter.nf_conntrack_max = 0\n" },
      "sysctl",
      "nf_conntrack_max is 0: no limit is set",
    ],
    [
      "table.chainLength",
      { "end/sysctl.txt": `${count}net.netfilter.nf_conntrack_buckets = 0\n` },
      "sysctl",
      "nf_conntrack_buckets is 0",
    ],
    [
      "ports.share",
      ports("60999 32768"),
      "sysctl",
      "net.ipv4.ip_local_port_range ends before it begins",
    ],
    [
      "tcp.memoryShare",
      { ...ports("1 2"), "start/sysctl.txt": "net.ipv4.tcp_mem = 0 0 0\n" },
      "sysctl",
      "net.ipv4.tcp_mem has no largest size above 0",
    ],
  ])("of %s names what it cannot be computed from", async (name, texts, wants, reason) => {
    expect(await readSignal(name, texts)).toEqual({ value: null, wants, reason });
  });

  it("is the collector's own where its manifest has one", async () => {
    const file = {
      path: "once/ss-ltn.txt",
      command: "ss -ltn",
      exit: 127,
      seconds: 0,
      bytes: null,
      cut: false,
      reason: "ss is not installed",
      sha256: null,
    };
    const found = await readSignal("listen.fullSockets", {
      "manifest.json": manifest({ files: [file] }),
    });
    expect(found).toMatchObject({ value: null, wants: "ss-listen" });
    expect(found).toHaveProperty("reason", expect.stringContaining("ss is not installed"));
  });

  it("is no other file's: a reason for the kernel log explains no missing socket list", async () => {
    const file = {
      path: "once/kernel-log.txt",
      command: "dmesg",
      exit: 1,
      seconds: 0,
      bytes: null,
      cut: false,
      reason: "Operation not permitted",
      sha256: null,
    };
    const texts = { "manifest.json": manifest({ files: [file] }) };
    expect(await readSignal("table.fullMessages", texts)).toHaveProperty(
      "reason",
      expect.stringContaining("Operation not permitted"),
    );
    expect(await readSignal("listen.fullSockets", texts)).toHaveProperty(
      "reason",
      expect.not.stringContaining("Operation not permitted"),
    );
  });
});
