import { describe, expect, it } from "vitest";
import { manifest, valueFor } from "./in-memory.ts";

/** 2026-11-22T12:00:00Z, when the window of the manifest begins. */
const NOON = Date.UTC(2026, 10, 22, 12) / 1000;
const SYNC = "kubeproxy_sync_proxy_rules";
const scrape = (queued: number, last: number, pending = 1): string =>
  [
    `${SYNC}_last_queued_timestamp_seconds ${NOON + queued}`,
    `${SYNC}_last_timestamp_seconds ${NOON + last}`,
    `${SYNC}_endpoint_changes_pending ${pending}`,
    `${SYNC}_service_changes_pending 0`,
    "",
  ].join("\n");
/** Sampled at 12:00:00 and 12:00:05; the dump then goes on to 12:00:10, or as long as `ended` says. */
const bundle = (start: string | null, end: string | null, changes = {}) => ({
  "manifest.json": manifest(changes),
  "start/uptime.txt": "1000.00 1\n",
  "end/uptime.txt": "1005.00 1\n",
  ...(start === null ? {} : { "start/kube-proxy-metrics.txt": start }),
  ...(end === null ? {} : { "end/kube-proxy-metrics.txt": end }),
});
const overdue = (...of: Parameters<typeof bundle>) => valueFor("kubeProxy.overdue", bundle(...of));

describe("a change that waits for a sync", () => {
  it("is none in an idle kube-proxy whose last sync is an hour old", async () => {
    const idle = scrape(-3600.1, -3600);
    expect(await overdue(idle, idle)).toBe(0);
    expect(await valueFor("kubeProxy.syncAge", bundle(idle, idle))).toBe(3605);
  });

  it("queued a moment before the scrape has waited a moment", async () => {
    expect(await overdue(scrape(-60, -59), scrape(4.5, -59))).toBe(0.5);
  });

  it("does not wait while the dump is taken, which may last a minute", async () => {
    const long = { ended: "2026-11-22T12:01:10Z", endedUptime: 1070 };
    expect(await overdue(scrape(-60, -59), scrape(4.5, -59), long)).toBe(0.5);
  });

  it("queued before the window and still unsynced has waited since then", async () => {
    expect(await overdue(scrape(-30, -40), scrape(-30, -40))).toBe(35);
  });

  it("has waited since before the window although a new change moved the queueing time", async () => {
    expect(await overdue(scrape(-30, -40), scrape(4.9, -40))).toBe(35);
  });

  it("waits no more once a sync came after it within the window", async () => {
    expect(await overdue(scrape(-30, -40), scrape(-30, 2))).toBe(0);
  });

  it("is judged at the first scrape's own time when the second one timed out", async () => {
    expect(await overdue(scrape(-30, -40), null)).toBe(30);
  });

  it("is unknown without a clock to hold the times against", async () => {
    const texts = { "end/kube-proxy-metrics.txt": scrape(-30, -40) };
    expect(await valueFor("kubeProxy.overdue", texts)).toBeNull();
  });
});

describe("kube-proxy's other numbers", () => {
  it("pending changes are endpoints' and Services' together", async () => {
    const text = `${SYNC}_endpoint_changes_pending 3\n${SYNC}_service_changes_pending 4\n`;
    expect(await valueFor("kubeProxy.pending", { "end/kube-proxy-metrics.txt": text })).toBe(7);
  });

  it("failed syncs are those within the window, and none is 0", async () => {
    const failures = (n: number) => `${SYNC}_iptables_restore_failures_total ${n}\n`;
    expect(await valueFor("kubeProxy.syncFailures", bundle(failures(40), failures(43)))).toBe(3);
    expect(await valueFor("kubeProxy.syncFailures", bundle(failures(40), failures(40)))).toBe(0);
    expect(await valueFor("kubeProxy.syncFailures", bundle(null, failures(40)))).toBeNull();
    expect(await valueFor("kubeProxy.syncFailures", bundle(failures(40), failures(2)))).toBeNull();
  });

  it("a sync's duration is that of the window's syncs, else of all since kube-proxy began", async () => {
    const histogram = (fast: number, slow: number) =>
      [0.5, 16, "+Inf"]
        .map(
          (le, at) =>
            `${SYNC}_duration_seconds_bucket{le="${le}"} ${at === 0 ? fast : fast + slow}`,
        )
        .join("\n");
    const p99 = (start: string, end: string) => valueFor("kubeProxy.syncP99", bundle(start, end));
    expect(await p99(histogram(1000, 0), histogram(1000, 100))).toBeCloseTo(15.845, 6);
    expect(await p99(histogram(1000, 0), histogram(1100, 0))).toBeCloseTo(0.495, 6);
    expect(await p99(histogram(0, 100), histogram(0, 100))).toBeCloseTo(15.845, 6);
  });

  it("the mode is what kube-proxy says before what its configuration asks for", async () => {
    const config = { "once/kube-proxy-config.txt": "mode: nftables\n" };
    expect(await valueFor("kubeProxy.mode", config)).toBe("nftables");
    const both = { ...config, "once/kube-proxy-mode.txt": "iptables\n" };
    expect(await valueFor("kubeProxy.mode", both)).toBe("iptables");
  });

  it("answers of CoreDNS are summed over its pods and divided by the time between scrapes", async () => {
    const answers = (ok: number, failed: number) =>
      `coredns_dns_responses_total{rcode="NOERROR"} ${ok}\ncoredns_dns_responses_total{rcode="SERVFAIL"} ${failed}\n`;
    const texts = {
      ...bundle(null, null),
      "start/coredns-metrics-1.txt": answers(1000, 10),
      "end/coredns-metrics-1.txt": answers(1100, 15),
      "start/coredns-metrics-2.txt": answers(500, 0),
      "end/coredns-metrics-2.txt": answers(545, 5),
    };
    expect(await valueFor("coredns.answers", texts)).toBe(31);
    expect(await valueFor("coredns.servfail", texts)).toBe(2);
  });
});
