import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examine } from "../../src/analyze.ts";
import { digestOf } from "../../src/fleet/digest.ts";
import { digestText, merged } from "../../src/fleet/merge.ts";
import { readDigests } from "../../src/fleet/read.ts";
import { shortName } from "../../src/fleet/text.ts";
import type { Digest } from "../../src/report/digest-contract.ts";
import { LONGEST_NAME } from "../../src/report/digest-contract.ts";
import { bundleOf, SAMPLES } from "../causes/sample.ts";
import { blocksOf } from "../support/archives.ts";
import { nodeDigest } from "./nodes.ts";

const sample = async (id: string) => digestOf(await examine(bundleOf(id)), `${id}.tar.gz`);
const read = async (text: string): Promise<Digest[]> => {
  const list: Digest[] = [];
  // in blocks that part lines and characters
  for await (const one of readDigests(blocksOf(Buffer.from(text), 1000))) list.push(one);
  return list;
};
const faultOf = async (text: string): Promise<string> => {
  try {
    await read(text);
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
};

describe("the digest of a bundle", () => {
  it.each(["stale-endpoints", "healthy", "namespace-fault", "cilium-ct-map", "proxy-mode-scaling"])(
    "%s is read as it was written, and stays small",
    async (id) => {
      const text = digestText(await sample(id));
      expect(text.length).toBeLessThan(12_000);
      expect(text.split("\n")).toHaveLength(2);
      expect(digestText(merged(await read(text)))).toBe(text);
    },
  );

  it("of an archive with several bundles of a node has one row for it, with the newest", async () => {
    const archive = join(SAMPLES, "layouts", "conntriage", "case.tar.xz");
    const results = await examine(archive);
    const { nodes } = digestOf(results, "case.tar.xz");
    const machines = nodes.filter(({ namespace }) => namespace === null);
    expect(machines.map(({ host }) => host)).toEqual([
      ...new Set(machines.map(({ host }) => host)),
    ]);
    const [one] = machines.filter(({ host }) => host === "worker-1");
    expect(one!.captures.length).toBeGreaterThan(1);
    expect(one!.capturedAt).toBe(one!.captures[0]!.at);
  });

  it("says what the analysis says", async () => {
    const { nodes, profiles, titles } = await sample("stale-endpoints");
    const report = JSON.parse(readFileSync("reports/stale-endpoints.json", "utf8"));
    const [node] = nodes;
    expect(node).toMatchObject({
      host: "worker-1",
      state: report.state,
      entries: report.table.count,
      limit: report.table.max,
      rowsAre: "whole",
      capturedAt: report.bundle.capturedAt,
    });
    expect(node!.causes[0]).toMatchObject({ cause: "stale-endpoints", verdict: "confirmed" });
    expect(node!.causes[0]!.parties).toContain("data/sessions:redis");
    expect(titles["stale-endpoints"]).toBe(report.findings[0].title);
    const [profile] = profiles;
    expect(profile!.kernel).toBe(report.node.kernel);
    expect(profile!.settings["net.netfilter.nf_conntrack_tcp_timeout_established"]).toMatch(
      /^\d+$/,
    );
    expect(Object.keys(profile!.settings).some((name) => name.endsWith("_count"))).toBe(false);
    // who is not listed has less than the last of the ten
    expect(node!.sources.unlisted).toBe(node!.sources.top.at(-1)!.entries);
  });

  it("cuts a name that nobody has, and two of them stay two", () => {
    const [a, b] = ["a", "b"].map((end) => shortName("x".repeat(5000) + end));
    expect(a).not.toBe(b);
    expect(a!.length).toBeLessThanOrEqual(LONGEST_NAME);
    expect(shortName("worker-1")).toBe("worker-1");
  });
});

describe("a text of digests", () => {
  const text = digestText(nodeDigest("a"));

  it("may hold many, a line each, and may be indented", async () => {
    expect(await read(text + digestText(nodeDigest("b")))).toHaveLength(2);
    expect(await read(`\ufeff${JSON.stringify(JSON.parse(text), null, 2)}\n`)).toHaveLength(1);
  });

  it("is refused in one line where it is another version's, cut, or none", async () => {
    expect(await faultOf(text.replace("digest/1", "digest/2"))).toMatch(
      /another version \(conntriage\/digest\/2, .*make it again with conntriage analyze -f digest/,
    );
    expect(await faultOf(text.slice(0, -20))).toBe(
      "a digest that was cut or damaged: it is no JSON",
    );
    expect(await faultOf(text + text.slice(0, 90))).toMatch(/^line 2: /);
    expect(await faultOf(text.replace('"entries":20000', '"entries":"many"'))).toMatch(
      /^not a digest: nodes\.0\.entries: /,
    );
    expect(await faultOf(text.replace('"profile":0', '"profile":7'))).toBe(
      "not a digest: there is no profile 7",
    );
    expect(await faultOf(text.replace('"host":"a"', `"host":"${"x".repeat(5000)}"`))).toMatch(
      /nodes\.0\.host/,
    );
  });

  it("may have keys that a later release adds", async () => {
    const later = text.replace('"bundles":1', '"bundles":1,"later":{"x":1}');
    expect(digestText(merged(await read(later)))).toBe(text);
  });
});
