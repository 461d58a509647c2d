import { describe, expect, it } from "vitest";
import { analyzeTexts, manifest, sysctls, type Texts } from "../signals/in-memory.ts";

const HEADER =
  "entries clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error expect_new expect_create expect_delete search_restart";
const hex = (n: number): string => n.toString(16).padStart(8, "0");

/** The counters of one CPU, those that are not named being 0. */
const stat = (values: Readonly<Record<string, number>>): string =>
  `${HEADER}\n${HEADER.split(" ")
    .map((name) => hex(values[name] ?? 0))
    .join(" ")}\n`;

const KERNEL_LOG = "[  900.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n";
const AT_EASE = sysctls({ count: 200, max: 1000 });

/** A bundle whose table has room now. */
const bundle = (start: string, end: string, others: Texts = {}): Texts => ({
  "start/sysctl.txt": AT_EASE,
  "start/nf_conntrack_stat.txt": start,
  "end/sysctl.txt": AT_EASE,
  "end/nf_conntrack_stat.txt": end,
  "once/kernel-log.txt": "[  100.000000] Linux version\n",
  "manifest.json": manifest(),
  ...others,
});

describe("a table that has room now", () => {
  it("is healthy with evictions since boot that no longer grow, which are shown", async () => {
    const drained = stat({ early_drop: 40 });
    const { state, signals, summary } = await analyzeTexts(bundle(drained, drained));
    expect(state).toBe("healthy");
    const total = signals.find(({ signal }) => signal === "table.earlyDrops.sinceBoot");
    expect(total?.value).toBe(40);
    expect(summary).toContain("has room");
  });

  it("was full once: a message from before the window, and how long ago", async () => {
    const calm = stat({});
    const texts = bundle(calm, calm, { "once/kernel-log.txt": KERNEL_LOG });
    const { state, summary } = await analyzeTexts(texts);
    expect(state).toBe("recovered");
    // 1010 s of uptime at the window's end, 900 s at the message
    expect(summary).toContain("2026-11-22T11:58:20Z");
  });

  it("is healthy with a handful of other drops since boot", async () => {
    const some = stat({ drop: 20 });
    expect((await analyzeTexts(bundle(some, some))).state).toBe("healthy");
  });
});

describe("counters", () => {
  it("that wrapped at 32 bit are corrected, and the report says so", async () => {
    const texts = bundle(stat({ invalid: 2 ** 32 - 5 }), stat({ invalid: 7 }));
    const { signals, notes } = await analyzeTexts(texts);
    expect(signals.find(({ signal }) => signal === "table.invalid")?.value).toBe(12);
    expect(notes.join("\n")).toContain("wrapped within the window (invalid)");
  });

  it("that began anew tell nothing, and the report says so", async () => {
    const texts = bundle(stat({ early_drop: 500 }), stat({ early_drop: 3 }));
    const { state, signals, notes } = await analyzeTexts(texts);
    expect(signals.find(({ signal }) => signal === "table.earlyDrops")?.value).toBeNull();
    expect(notes.join("\n")).toContain("were reset within the window (early_drop)");
    expect(state).not.toBe("exhausted");
  });
});

describe("advice on where to set the limit", () => {
  const build = (version: string) =>
    `kubernetes_build_info{git_version="${version}",major="1"} 1\nkubeproxy_sync_proxy_rules_iptables_total{table="nat"} 9\n`;
  const adviceFor = async (others: Texts) => {
    const calm = stat({});
    const { prevention } = await analyzeTexts(
      bundle(calm, calm, {
        ...others,
        "once/kernel-log.txt": KERNEL_LOG,
        "once/cpuinfo.txt": "cpus = 4\n",
        "end/meminfo.txt": "MemTotal: 8388608 kB\n",
      }),
    );
    return prevention.find(({ title }) => title === "Set it where it lasts")?.text;
  };

  it("follows kube-proxy's version: from 1.29 on it lowers a larger limit", async () => {
    const metrics = "end/kube-proxy-metrics.txt";
    expect(await adviceFor({ [metrics]: build("v1.30.2") })).toMatch(
      /1\.30\..*not in a sysctl file/,
    );
    expect(await adviceFor({ [metrics]: build("v1.28.9") })).toContain("of a sysctl file lasts");
    // nothing shows that kube-proxy runs here
    expect(await adviceFor({})).toBeUndefined();
  });
});
