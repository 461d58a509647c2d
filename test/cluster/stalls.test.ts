/** What a real kube-proxy was seen to do, and what is found of it: `test/lab/cluster/captures/states-*`. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { type Analysis, analyze } from "../../src/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { blocksOf } from "../support/archives.ts";
import { applyEdits } from "../truth/apply.ts";
import { packBundle, readFiles } from "../truth/bundle-files.ts";
import type { Edit } from "../truth/edit-kinds.ts";

const FOLDER = fileURLToPath(new URL("../lab/cluster/captures/", import.meta.url));
const FILES = readdirSync(FOLDER);
const METRICS = "*/kube-proxy-metrics.txt";
const SYNC = "kubeproxy_sync_proxy_rules";

const verdictOf = ({ findings }: Analysis, cause: string): string =>
  findings.find((one) => one.cause === cause)!.verdict;
const signalOf = ({ signals }: Analysis, name: string) =>
  signals.find(({ signal }) => signal === name)?.value;
const captured = (state: string): Promise<Analysis> => analyze(`${FOLDER}states-${state}.tar.gz`);
async function edited(state: string, ...edits: Edit[]): Promise<Analysis> {
  const files = await readFiles(`${FOLDER}states-${state}.tar.gz`);
  return analyze("-", { stdin: () => blocksOf(packBundle(applyEdits(files, edits))) });
}

const LEGACY = ["1.28-iptables-legacy", "1.31-iptables-legacy", "1.37-iptables-legacy"];

describe.each(LEGACY)("a real stall of %s, whose metrics show nothing pending", (release) => {
  const state = `${release}-xtables-lock-held`;

  it("is found, and not said to have changes pending", async () => {
    const analysis = await captured(state);
    expect(signalOf(analysis, "kubeProxy.pending") ?? 0).toBe(0);
    expect(verdictOf(analysis, "proxy-sync-stalled")).toBe("confirmed");
    expect(verdictOf(analysis, "proxy-not-told")).toBe("ruled-out");
    expect(renderText(analysis).replace(/\s+/g, " ")).not.toContain("0 changes");
  });

  it("is none with the same figures and a change of four seconds", async () => {
    const young: Edit = {
      set: METRICS,
      name: `${SYNC}_last_queued_timestamp_seconds`,
      to: "{sampled-4}",
    };
    const labelled: Edit = {
      replace: METRICS,
      pattern: `^(${SYNC}_last_queued_timestamp_seconds\\{ip_family="IPv4"\\}) .*$`,
      by: "$1 {sampled-4}",
    };
    const analysis = await edited(state, release.startsWith("1.37") ? labelled : young);
    expect(verdictOf(analysis, "proxy-sync-stalled")).toBe("ruled-out");
  });

  it("is unknown without the metrics", async () => {
    const analysis = await edited(state, { remove: METRICS, reason: "connection refused" });
    expect(verdictOf(analysis, "proxy-sync-stalled")).toBe("unknown");
  });
});

it("a stall of IPv4 is not hidden by a later sync of IPv6", async () => {
  const late: Edit = {
    replace: METRICS,
    pattern: `^(${SYNC}_last_timestamp_seconds\\{ip_family="IPv6"\\}) .*$`,
    by: "$1 {sampled-1}",
  };
  const analysis = await edited("1.37-iptables-legacy-xtables-lock-held", late);
  expect(verdictOf(analysis, "proxy-sync-stalled")).toBe("confirmed");
  expect(Number(signalOf(analysis, "kubeProxy.overdue"))).toBeGreaterThan(60);
  expect(Number(signalOf(analysis, "kubeProxy.syncAge"))).toBeGreaterThan(60);
});

const well = FILES.filter((file) => /^states-.*-(?:healthy|restarted)\.tar\.gz$/.test(file));
test.each([...well, "states-1.37-iptables-xtables-lock-held.tar.gz"])(
  "nothing of the kind is found in %s",
  async (file) => {
    const analysis = await analyze(FOLDER + file);
    for (const cause of ["proxy-sync-stalled", "proxy-not-told", "proxy-mode-scaling"])
      expect(["ruled-out", "unknown"], cause).toContain(verdictOf(analysis, cause));
    for (const cause of ["proxy-sync-stalled", "proxy-not-told"])
      expect(verdictOf(analysis, cause)).toBe("ruled-out");
  },
);

describe("an API server that is gone", () => {
  it.each([
    "1.28-iptables-legacy",
    "1.31-iptables-legacy",
    "1.37-iptables-legacy",
    "1.37-nftables",
  ])("is found for %s, whose own figures are those of a healthy one", async (release) => {
    const analysis = await captured(`${release}-api-server-gone`);
    expect(signalOf(analysis, "kubeProxy.healthz")).toBe(200);
    expect(["confirmed", "likely", "possible"]).toContain(verdictOf(analysis, "proxy-not-told"));
    const { remedies } = analysis.findings.find(({ cause }) => cause === "proxy-not-told")!;
    expect(remedies.flatMap(({ commands }) => commands).join("\n")).not.toMatch(/delete|restart/);
  });

  it("is unknown where the window is too short for the next request", async () => {
    const analysis = await captured("1.37-iptables-api-server-gone");
    expect(verdictOf(analysis, "proxy-not-told")).toBe("unknown");
  });

  it("is found of one scrape where nothing was ever answered, with no sync since the start", async () => {
    const analysis = await captured("1.28-iptables-legacy-restarted-without-api-server");
    expect(verdictOf(analysis, "proxy-not-told")).toBe("confirmed");
    expect(verdictOf(analysis, "proxy-sync-stalled")).toBe("ruled-out");
    expect(signalOf(analysis, "kubeProxy.syncAge") ?? null).toBeNull();
    expect(renderText(analysis)).not.toMatch(/\b5\d years/);
  });
});

it("one failed partial sync counts once", async () => {
  const analysis = await captured("1.37-iptables-legacy-xtables-lock-held");
  const text = renderText(analysis).replace(/\s+/g, " ");
  expect(text).toContain("1 failure so far");
});
