/** `reports/cluster.md`: what it speaks of is there, its commands are, and its figures are those of the captures. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { USES } from "../../src/attribution/uses.ts";
import { CAUSES } from "../../src/causes/index.ts";
import { formatNumber } from "../../src/format.ts";
import { analyze } from "../../src/index.ts";
import { SIGNALS } from "../../src/signals/index.ts";
import { JOBS, nameOf } from "../lab/cluster/jobs.ts";
import { clusterReport } from "../lab/cluster/report.ts";
import { STATEMENTS } from "../lab/cluster/statements.ts";
import { readFiles } from "../truth/bundle-files.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = `${ROOT}test/lab/cluster/captures/`;
const FILE = /(?:src|test)\/[\w./-]+/g;

test("the report is what the statements and the captures give", () => {
  expect(readFileSync(`${ROOT}reports/cluster.md`, "utf8")).toBe(clusterReport(FOLDER));
});

describe.each(STATEMENTS)("$said", ({ where, seen, steps }) => {
  test("stands where it is said to stand", () => {
    const texts = [...where.matchAll(FILE)].map(([path]) => {
      const isFolder = !path.includes(".");
      expect(existsSync(ROOT + path), path).toBe(true);
      return isFolder ? "" : readFileSync(ROOT + path, "utf8");
    });
    const named = where.replace(FILE, "").match(/[\w.]*[\w](?:[-.][\w]+)+|\b[a-z]+[A-Z]\w+/g) ?? [];
    const ids = CAUSES.map(({ id }) => id);
    const known = new Set<string>([...ids, ...Object.keys(SIGNALS), ...Object.keys(USES)]);
    const isText = (word: string) => texts.some((text) => text.includes(word));
    expect(named.filter((word) => !known.has(word) && !isText(word))).toEqual([]);
  });

  test("names tests that there are, and steps that `--only` knows", () => {
    const tests = [...seen.matchAll(FILE)].map(([path]) => path.replace(/\.$/, ""));
    expect(tests.filter((path) => !existsSync(ROOT + path))).toEqual([]);
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps)
      expect(
        JOBS.some((job) => nameOf(job).startsWith(step)),
        step,
      ).toBe(true);
  });
});

const seenOf = (part: string): string => STATEMENTS.find(({ said }) => said.includes(part))!.seen;
const packed = (file: string): string => gunzipSync(readFileSync(FOLDER + file)).toString();
async function fileOf(state: string, path: RegExp): Promise<string> {
  const { files } = await readFiles(`${FOLDER}states-${state}.tar.gz`);
  return [...files].find(([name]) => path.test(name))![1];
}
/** The sum of a series over all its labels that match. */
const metric = (text: string, name: string, labels = ""): number =>
  text
    .split("\n")
    .filter((line) => line.startsWith(name) && /^[ {]/.test(line.slice(name.length)))
    .filter((line) => line.includes(labels))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);

describe("figures of the report", () => {
  const SYNC = "kubeproxy_sync";
  const V4 = 'ip_family="IPv4"';
  const seconds = (file: string, which: string): [sum: number, count: number] => {
    const name = `${SYNC}_${which}proxy_rules_duration_seconds`;
    const text = packed(file);
    return [metric(text, `${name}_sum`, V4), metric(text, `${name}_count`, V4)];
  };

  test("syncs of 2,000 Services", () => {
    const rules = packed("rules-2000-1.37-iptables-first.prom.gz");
    const changed = packed("rules-2000-1.37-iptables-changed.prom.gz");
    const written = (text: string) =>
      metric(text, `${SYNC}_proxy_rules_iptables_last`, `${V4},table="nat"`);
    const [first] = seconds("rules-2000-1.37-iptables-first.prom.gz", "full_");
    const [later, count] = seconds("rules-2000-1.37-iptables-changed.prom.gz", "partial_");
    const seen = seenOf("99 % of kube-proxy's syncs");
    expect(count).toBe(10);
    expect(seen).toContain(`${formatNumber(written(rules))} rules, iptables mode`);
    expect(seen).toContain(
      `took ${first.toFixed(1)} s, ten changes after it ${(later / count).toFixed(2)} s`,
    );
    expect(seen).toContain(`(${formatNumber(written(changed))} rules written`);
    const [nft] = seconds("rules-2000-1.37-nftables-first.prom.gz", "full_");
    const [nftLater, ten] = seconds("rules-2000-1.37-nftables-changed.prom.gz", "partial_");
    expect(seenOf("to nftables mode")).toContain(
      `${nft.toFixed(1)} s for the first sync, ${(nftLater / ten).toFixed(2)} s for a change`,
    );
  });

  test("requests that failed while the API server was gone", async () => {
    const failed = async (release: string) =>
      metric(
        await fileOf(`${release}-iptables-legacy-api-server-gone`, /end\/kube-proxy-metrics/),
        "rest_client_requests_total",
        'code="<error>"',
      );
    const [a, b, c] = await Promise.all(["1.28", "1.31", "1.37"].map(failed));
    expect(seenOf("does not answer shows it")).toContain(
      `to ${a} in 1.28, ${b} in 1.31, ${c} in 1.37`,
    );
  });

  test("rules that stay while kube-proxy restarts", async () => {
    const chains = async (state: string) =>
      (await fileOf(`1.37-iptables-${state}`, /once\/iptables-save/))
        .split("\n")
        .filter((line) => line.includes("KUBE-SEP-")).length;
    const [before, after] = [
      await chains("api-server-gone"),
      await chains("restarted-without-api-server"),
    ];
    expect(after).toBe(before);
    expect(seenOf("The rules stay")).toContain(`The rules stay: ${before} lines`);
  });

  const signalsOf = async (file: string) => {
    const { signals } = await analyze(`${FOLDER}${file}.tar.gz`);
    return (name: string) => Number(signals.find(({ signal }) => signal === name)?.value);
  };

  test("how long a change waited, and how many syncs failed", async () => {
    const waited: number[] = [];
    for (const release of ["1.28", "1.31", "1.37"]) {
      const state = `${release}-iptables-legacy-xtables-lock-held`;
      waited.push(Math.round((await signalsOf(`states-${state}`))("kubeProxy.overdue")));
      const text = await fileOf(state, /end\/kube-proxy-metrics/);
      for (const part of ["", "partial_"])
        expect(metric(text, `${SYNC}_proxy_rules_iptables_${part}restore_failures_total`)).toBe(1);
    }
    const [a, b, c] = waited;
    expect(seenOf("A stall is a change")).toContain(`for ${a}, ${b} and ${c} s at the end`);
    expect(seenOf("Failed syncs that rise")).toContain(`One failure in some ${b} s`);
  });

  test("answers by code", async () => {
    const seen = seenOf("CoreDNS's answers by code");
    const rate = await signalsOf("coredns-1.37-iptables-load");
    const counted = JSON.parse(readFileSync(`${FOLDER}coredns-1.37-iptables.json`, "utf8"));
    const { NOERROR, SERVFAIL } = counted as Record<"NOERROR" | "SERVFAIL", number>;
    expect(seen).toContain(
      `${rate("coredns.servfail").toFixed(1)} SERVFAIL of ${rate("coredns.answers").toFixed(1)} answers`,
    );
    expect(seen).toContain(`${SERVFAIL} of ${formatNumber(NOERROR + SERVFAIL)}`);
  });
});
