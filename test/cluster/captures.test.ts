/** What the parsers make of a real kube-proxy: `npm run lab:cluster` renews the captures. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { analyze } from "../../src/index.ts";
import { iptablesSave } from "../../src/parsers/iptables-save.ts";
import { ipvsServices } from "../../src/parsers/ipvs-services.ts";
import { kubeProxyLog } from "../../src/parsers/kube-proxy-log.ts";
import { kubeProxyMetrics } from "../../src/parsers/kube-proxy-metrics.ts";
import { nftRuleset } from "../../src/parsers/nft-ruleset.ts";
import type { RulesetFact } from "../../src/parsers/ruleset.ts";
import type { Leftover } from "../lab/cluster/leftovers.ts";
import { FIVE, many } from "../lab/cluster/services.ts";
import { read } from "../parsers/read.ts";
import { analyzeFiles } from "../support/evidence.ts";

const FOLDER = fileURLToPath(new URL("../lab/cluster/captures/", import.meta.url));
const FILES = readdirSync(FOLDER);
const textOf = (file: string): string => gunzipSync(readFileSync(FOLDER + file)).toString();
const filesOf = (form: RegExp): string[] => FILES.filter((file) => form.test(file));

/** `protocol address:port > endpoints` of what the API server was told, and of its own Service. */
function told(count: number): string[] {
  const backed = count === 5 ? FIVE : [...FIVE, ...many(count - 5)];
  const rows = backed.flatMap(({ service, endpoints }) =>
    service.ports.flatMap(({ protocol, port, targetPort, nodePort }) => {
      const behind = endpoints.map(({ address }) => `${address}:${targetPort}`).sort();
      const row = (address: string, at: number) =>
        `${protocol.toLowerCase()} ${address}:${at} > ${behind.join(" ")}`;
      return [row(service.address, port), ...(nodePort ? [row("any", nodePort)] : [])];
    }),
  );
  return [...rows, "tcp 10.96.0.1:443 > 10.0.0.1:6443"].sort();
}

const seen = (fact: RulesetFact): string[] =>
  fact.services
    .map(({ protocol, address, port, endpoints }) => {
      const behind = endpoints.map((one) => `${one.address}:${one.port}`).sort();
      return `${protocol} ${address ?? "any"}:${port} > ${behind.join(" ")}`;
    })
    .sort();

describe("rules", () => {
  test.each(filesOf(/^rules-\d+-.*-(?:iptables|nftables)-rules\.gz$/))("%s", (file) => {
    const source = file.includes("nftables") ? nftRuleset : iptablesSave;
    const fact = read(source, textOf(file));
    expect(seen(fact)).toEqual(told(Number(file.split("-")[1])));
    expect(fact).toMatchObject({ cut: false, otherTranslations: 0 });
    expect(fact.masquerade.length).toBeGreaterThan(0);
  });

  test.each(filesOf(/-ipvs-rules\.gz$/))("%s", (file) => {
    const [table] = textOf(file).split("# Generated");
    const found = seen(read(ipvsServices, table!)).filter((row) => !row.includes(":30080 "));
    const wanted = told(5).filter((row) => !row.includes("any:"));
    expect(found).toEqual(wanted);
  });
});

describe("metrics", () => {
  test.each(filesOf(/\.prom\.gz$/))("%s", (file) => {
    const fact = read(kubeProxyMetrics, textOf(file));
    expect(fact.unparsedLines).toBe(0);
    const [minor] = /\d+(?=-)/.exec(file.slice(file.indexOf("-1.") + 3))!;
    const [build] = fact.series.get("kubernetes_build_info")!;
    expect(build?.labels.get("git_version")).toMatch(new RegExp(`^v1\\.${minor}\\.`));
  });
});

describe("logs", () => {
  test.each(filesOf(/^rules-.*-log\.gz$/))("%s", (file) => {
    expect(read(kubeProxyLog, textOf(file)).mode).toBe(/iptables|nftables|ipvs/.exec(file)?.[0]);
  });

  test.each(filesOf(/^startup-/))("%s: what it says it set is what was set", (file) => {
    for (const { trial, after, log } of JSON.parse(readFileSync(FOLDER + file, "utf8"))) {
      if (log.length === 0) continue;
      const { set } = read(kubeProxyLog, log.join("\n"));
      const names = {
        max: "nf_conntrack_max",
        established: "nf_conntrack_tcp_timeout_established",
        closeWait: "nf_conntrack_tcp_timeout_close_wait",
      };
      for (const [key, name] of Object.entries(names)) {
        const written = set.get(`net.netfilter.${name}`)?.value;
        if (written !== undefined) expect(written, `${trial}: ${name}`).toBe(after[key]);
      }
    }
  });
});

/**
 * Of the entries that kube-proxy left, those whose Service the rules still know: a deleted Service is in no rule,
 * and its entries are not called stale.
 */
describe("leftovers beside the rules of that moment", () => {
  test.each(filesOf(/^leftovers-.*(?:iptables|nftables)\.json$/))("%s", async (file) => {
    const name = file.replace(".json", "");
    const counts = JSON.parse(readFileSync(FOLDER + file, "utf8")) as Leftover[];
    const left = counts
      .filter((one) => one.case !== "nothing happens" && one.case !== "Service deleted")
      .reduce((sum, { entries }) => sum + entries[2], 0);
    const analysis = await analyzeFiles({
      "rows.txt": textOf(`${name}-restarted.rows.gz`),
      "rules.txt": textOf(`${name}-rules.gz`),
    });
    const stale = analysis.table.uses.find(({ use }) => use === "stale-endpoint")?.entries;
    // what carried a packet within the last minute is not called stale yet
    expect(stale).toBeGreaterThan(0);
    expect(stale).toBeLessThanOrEqual(left);
  });
});

/** What each state is known to be, by the signals that a report has of kube-proxy. */
const EXPECTED = {
  healthy: { "kubeProxy.healthz": 200, "kubeProxy.overdue": 0 },
  restarted: { "kubeProxy.healthz": 200, "kubeProxy.overdue": 0 },
  "xtables-lock-held": {},
  "api-server-gone": { "kubeProxy.healthz": 200, "kubeProxy.overdue": 0 },
  "restarted-without-api-server": {},
} as const;

describe("bundles of a node", () => {
  test.each(filesOf(/^states-.*\.tar\.gz$/))("%s", async (file) => {
    const analysis = await analyze(FOLDER + file);
    expect(analysis.state).toBe("healthy");
    const [state, wanted] = Object.entries(EXPECTED)
      .filter(([name]) => file.includes(`-${name}.tar`))
      .at(-1)!;
    const signalOf = (name: string) =>
      analysis.signals?.find(({ signal }) => signal === name)?.value;
    for (const [name, value] of Object.entries(wanted)) expect(signalOf(name), name).toBe(value);
    if (state !== "xtables-lock-held") return;
    // the nft form of iptables knows no lock
    const stalls = file.includes("legacy");
    expect(signalOf("kubeProxy.healthz")).toBe(stalls ? 503 : 200);
    expect(Number(signalOf("kubeProxy.overdue")) > 60).toBe(stalls);
  });
});
