/** What a real kube-proxy's own figures of its syncs are read as. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { manifest, readSignal, valueFor } from "../signals/in-memory.ts";

const FOLDER = fileURLToPath(new URL("../lab/cluster/captures/", import.meta.url));
const scrape = (name: string): string =>
  gunzipSync(readFileSync(`${FOLDER}${name}.prom.gz`)).toString();
const SYNC = "kubeproxy_sync_proxy_rules";

describe("how long a sync takes after a change, of 2,000 Services in iptables mode", () => {
  const [first, changed] = ["first", "changed"].map((one) =>
    scrape(`rules-2000-1.37-iptables-${one}`),
  ) as [string, string];
  const p99 = (texts: Record<string, string>) => valueFor("kubeProxy.syncP99", texts);

  it("is not the time of the first sync, which took 12.9 s", async () => {
    const value = await p99({ "end/kube-proxy-metrics.txt": changed });
    expect(value).toBeGreaterThan(0.1);
    expect(value).toBeLessThan(2);
    const both = { "start/kube-proxy-metrics.txt": first, "end/kube-proxy-metrics.txt": changed };
    expect(await p99(both)).toBe(value);
  });

  it("is unknown before there was a change", async () => {
    const reading = await readSignal("kubeProxy.syncP99", { "end/kube-proxy-metrics.txt": first });
    expect(reading).toMatchObject({
      value: null,
      reason: expect.stringContaining("but the first"),
    });
  });

  it("is that of all syncs where the release does not tell partial ones", async () => {
    const old = changed.replace(/^kubeproxy_sync_(?:full|partial)_proxy_rules.*\n/gm, "");
    expect(await p99({ "end/kube-proxy-metrics.txt": old })).toBeGreaterThan(10);
  });
});

describe("failed syncs", () => {
  const failed = (full: number, partial: number, nftables?: number): string =>
    [
      `${SYNC}_iptables_restore_failures_total{ip_family="IPv4"} ${full}`,
      `${SYNC}_iptables_partial_restore_failures_total{ip_family="IPv4"} ${partial}`,
      ...(nftables === undefined ? [] : [`${SYNC}_nftables_sync_failures_total ${nftables}`]),
      "",
    ].join("\n");

  it.each([
    ["a partial one counts once", failed(1, 1), 1],
    ["one that fails before its rules are written is counted as partial only", failed(0, 2), 2],
    ["those of full syncs count too", failed(5, 2), 5],
    ["and so do those of nftables", failed(1, 1, 3), 4],
  ])("%s", async (_, text, count) => {
    expect(await valueFor("kubeProxy.failures", { "end/kube-proxy-metrics.txt": text })).toBe(
      count,
    );
  });
});

it("a last sync at 0 is one that has not been yet, not one of 1970", async () => {
  const texts = {
    "manifest.json": manifest(),
    "end/kube-proxy-metrics.txt": `${SYNC}_last_queued_timestamp_seconds 1795651858\n${SYNC}_last_timestamp_seconds 0\n`,
  };
  expect(await readSignal("kubeProxy.syncAge", texts)).toMatchObject({
    value: null,
    reason: expect.stringContaining("has not synced since its start"),
  });
});
