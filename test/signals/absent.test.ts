import { describe, expect, it } from "vitest";
import { SOURCES, type SourceName } from "../../src/parsers/index.ts";
import { SIGNALS, type SignalName } from "../../src/signals/index.ts";
import { contextOf, manifest, readSignal } from "./in-memory.ts";

const NAMES = Object.keys(SIGNALS) as SignalName[];

/** What each family of signals asks for when a bundle holds nothing. */
const WANTS: readonly (readonly [RegExp, SourceName])[] = [
  [/^use\./, "conntrack-table"],
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
