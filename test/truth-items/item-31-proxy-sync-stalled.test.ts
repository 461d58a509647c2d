/** Item 31: pending changes and an old last sync, in the only scrape that a full node answered. */
import { describe, expect, it } from "vitest";
import { rowText } from "../attribution/rows.ts";
import { manifest } from "../signals/in-memory.ts";
import { analyzed, findingOf } from "./support.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z") / 1000;
const SYNC = "kubeproxy_sync_proxy_rules";
const scrape = (queued: number, last: number, failures: number, pending = 14): string =>
  `${[
    `${SYNC}_last_queued_timestamp_seconds ${NOW - queued}`,
    `${SYNC}_last_timestamp_seconds ${NOW - last}`,
    `${SYNC}_endpoint_changes_pending ${pending}`,
    `${SYNC}_service_changes_pending 0`,
    `${SYNC}_iptables_restore_failures_total ${failures}`,
  ].join("\n")}\n`;
const LATE = {
  "manifest.json": manifest({
    files: [
      {
        path: "end/kube-proxy-metrics.txt",
        command: "curl -sS -m 2 http://127.0.0.1:10249/metrics",
        exit: 124,
        seconds: 2,
        bytes: null,
        cut: false,
        reason: "timed out after 2 s",
        sha256: null,
      },
    ],
  }),
};
const HEALTHZ = { "once/kube-proxy-healthz.txt": 'HTTP 200\n{"nodeEligible": true}\n' };
const verdictOf = async (texts: Record<string, string>) =>
  findingOf(await analyzed(`${rowText({ left: 86_000 })}\n`, {}, texts), "proxy-sync-stalled")
    .verdict;

describe("one scrape, whose successor timed out", () => {
  it("with failures makes a stall likely, though the last change was queued a second ago", async () => {
    expect(
      await verdictOf({ ...LATE, ...HEALTHZ, "start/kube-proxy-metrics.txt": scrape(1, 3923, 17) }),
    ).toBe("likely");
  });

  it("without failures leaves it possible", async () => {
    expect(
      await verdictOf({ ...LATE, ...HEALTHZ, "start/kube-proxy-metrics.txt": scrape(1, 3923, 0) }),
    ).toBe("possible");
  });

  it.each([
    ["no change waits", scrape(5000, 3923, 17, 0)],
    ["the last sync was a minute ago", scrape(1, 60, 17)],
  ])("where %s there is none", async (_, text) => {
    expect(await verdictOf({ ...LATE, ...HEALTHZ, "start/kube-proxy-metrics.txt": text })).toBe(
      "ruled-out",
    );
  });
});

it("two scrapes tell since when changes wait: not at all in the first is no stall", async () => {
  expect(
    await verdictOf({
      ...HEALTHZ,
      "start/kube-proxy-metrics.txt": scrape(4000, 3923, 17, 0),
      // a second before the second scrape
      "end/kube-proxy-metrics.txt": scrape(-9, 3923, 17),
    }),
  ).toBe("ruled-out");
});
