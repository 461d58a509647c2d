import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze, type Comparison, compare, openInThread } from "../../src/index.ts";
import { isClaimed } from "../../src/report/claims.ts";
import { bundleOf, SAMPLES } from "../causes/sample.ts";
import { nodeFrom } from "../healthy/node.ts";
import type { Texts } from "../signals/in-memory.ts";
import { temporaryFolder } from "../support/folders.ts";
import { capturesOf, claims, compareTexts, sayClaim } from "./support.ts";

const folder = temporaryFolder();
const NODE = nodeFrom(11).texts;
const OTHER = nodeFrom(11, 1).texts;

const without = (texts: Texts, wanted: RegExp): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([path]) => !wanted.test(path)));
const changed = (texts: Texts, path: RegExp, change: (text: string) => string): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, path.test(name) ? change(text) : text]),
  );
const named = (texts: Texts, hostname: string): Texts =>
  changed(texts, /^manifest\.json$/, (text) => JSON.stringify({ ...JSON.parse(text), hostname }));
const said = (comparison: Comparison) => claims(comparison).map(sayClaim);
const unknown = ({ pairs }: Comparison) =>
  pairs[0]!.differences
    .filter(({ change }) => change === "not known")
    .map(({ what, name, reason }) => `${what} ${name}: ${reason}`)
    .join("\n");
const file = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

describe("captures that could break a comparison", () => {
  it("the same bundle twice is said to be one, and differs in nothing", async () => {
    const [before] = capturesOf("leak-closed");
    const comparison = await compare([before!, before!]);
    expect(comparison.notes.join()).toContain("are one capture");
    expect(comparison.outcome).toBe("no difference");
    expect(said(comparison)).toEqual([]);
  });

  it("two of which neither a time nor a table is known are not said to be one", async () => {
    const port = file("ports-a.txt", "net.ipv4.ip_local_port_range = 32768\t60999\n");
    const other = file("ports-b.txt", "net.ipv4.ip_local_port_range = 32768\t60999\n");
    expect((await compare([port, other])).notes.join()).not.toContain("are one capture");
  });

  it("a bundle of another host is not compared", async () => {
    await expect(compareTexts(named(NODE, "node-a"), named(OTHER, "node-b"))).rejects.toThrow(
      /no host or network namespace is in two captures: a is of node-a; b is of node-b/,
    );
  });

  it("a capture that names no host is taken to be of the only one named, and that is said", async () => {
    const [before] = capturesOf("limit-raised");
    const pasted = file(
      "pasted.txt",
      "$ sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_count = 300\nnet.netfilter.nf_conntrack_max = 2000\n",
    );
    const comparison = await compare([before!, pasted]);
    expect(comparison.notes.join()).toMatch(/names no host: it is taken to be of `worker-1`/);
    expect(said(comparison).join("\n")).toContain("table table.count: less");
    expect(unknown(comparison)).toMatch(/use uses: not after: there is no dump/);
    expect(said(comparison).join("\n")).toContain("cause table-too-small: gone");
    expect(unknown(comparison)).toMatch(/loss table.fullDrops: not after/);
  });

  it("without a dump on one side the uses and their parties are unknown there, and no change", async () => {
    const comparison = await compareTexts(NODE, without(OTHER, /^dump\/conntrack/));
    expect(said(comparison)).toEqual([]);
    expect(unknown(comparison)).toMatch(/use uses: not after: there is no dump of the table/);
  });

  it("a dump that a filter chose is not held against a whole one", async () => {
    const few = changed(OTHER, /conntrack-L-ipv4/, (text) =>
      text
        .split("\n")
        .filter((row) => row.includes("TIME_WAIT"))
        .join("\n"),
    );
    const comparison = await compareTexts(NODE, few);
    expect(said(comparison)).toEqual([]);
    expect(unknown(comparison)).toMatch(/use uses: not after/);
  });

  it("a truncated bundle is said to be, and what it lost is no change", async () => {
    const [before, after] = capturesOf("stale-deleted") as [string, string];
    const bytes = readFileSync(after);
    const cut = file("cut.tar.gz", bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    const comparison = await compare([before, cut]);
    expect(comparison.notes.join()).toContain("`cut` is truncated or damaged");
    const claimed = comparison.pairs[0]!.differences.filter(isClaimed);
    expect(claimed.filter(({ what }) => what === "rule" || what === "setting")).toEqual([]);
  });

  it("a broken bundle is an error of one line", async () => {
    const [before] = capturesOf("limit-raised");
    await expect(
      compare([before!, file("broken.tar.gz", "\u001f\u008bno archive")]),
    ).rejects.toThrow(/broken\.tar\.gz/);
    await expect(compare([before!, join(folder, "absent.tar.gz")])).rejects.toThrow(/no such file/);
  });

  it("rows that were cut off, nobody knows of how many, are no entries of the table", async () => {
    const rows = rowsIn(NODE);
    const other = rowsIn(OTHER).filter((row) => /ESTABLISHED/.test(row));
    const cut = (name: string, list: readonly string[]) =>
      file(name, `root@node-a:~# conntrack -L | head -400\n${list.slice(0, 400).join("\n")}\n`);
    const comparison = await compare([cut("cut-a.txt", rows), cut("cut-b.txt", other)]);
    expect(comparison.summary).toMatch(
      /holds at least \d+ entries, limit unknown before and at least/,
    );
    const moments = comparison.subjects[0]!.moments;
    expect(moments.map(({ bound }) => bound)).toEqual(["at least", "at least"]);
    const kinds = claims(comparison).map(({ what }) => what);
    expect(kinds.filter((what) => what === "use" || what === "talker")).toEqual([]);
    expect(unknown(comparison)).toMatch(
      /use uses: neither before nor after: the rows were cut off, and nothing tells of how many/,
    );
    // beside a count they are a sample
    const counted = (name: string, list: readonly string[]) =>
      file(name, `root@node-a:~# conntrack -C\n2000\n${readFileSync(cut(name, list), "utf8")}`);
    const known = await compare([counted("of-a.txt", rows), counted("of-b.txt", other)]);
    expect(claims(known).some(({ what }) => what === "use")).toBe(true);
  });

  it("shells of two debugging pods are of two nodes", async () => {
    const shell = (node: string, count: number) =>
      file(
        `shell-${node}.txt`,
        `Creating debugging pod node-debugger-${node}-x7k2p with container debugger on node ${node}.\nIf you don't see a command prompt, try pressing enter.\n/ # chroot /host\nsh-5.1# cat /proc/sys/net/netfilter/nf_conntrack_count\n${count}\nsh-5.1# cat /proc/sys/net/netfilter/nf_conntrack_max\n131072\n`,
      );
    await expect(compare([shell("node-a", 131_072), shell("node-b", 900)])).rejects.toThrow(
      /is of node-a; \S+ is of node-b/,
    );
  });

  it("what the kernel draws and counts is no setting, though sysctl shows it", async () => {
    const layout = (id: string) => join(SAMPLES, "layouts", id);
    const of = (id: string) =>
      join(layout(id), readdirSync(layout(id)).find((name) => name.startsWith("sosreport-"))!);
    const comparison = await compare([of("sosreport"), of("sosreport-4.0")]);
    expect(comparison.pairs[0]!.differences.some(({ what }) => what === "setting")).toBe(true);
    expect(said(comparison).filter((one) => one.startsWith("setting"))).toEqual([]);
  });

  it("an unknown limit is no change of it", async () => {
    const drop = (texts: Texts) =>
      changed(without(texts, /^timeline/), /sysctl\.txt$/, (text) =>
        text.replace(/.*(?:_max|_buckets) = .*\n/g, ""),
      );
    const comparison = await compareTexts(NODE, drop(OTHER));
    expect(said(comparison)).toEqual([]);
    expect(unknown(comparison)).toMatch(/table table.utilization: not after/);
    expect(unknown(comparison)).toMatch(/setting net.netfilter.nf_conntrack_max: not after/);
  });

  it("network namespaces that came and went are listed, not compared", async () => {
    const renamed = Object.fromEntries(
      Object.entries(OTHER).map(([path, text]) => [
        path.replace("4026532454-4624-api", "4026539999-777-web"),
        text,
      ]),
    );
    const comparison = await compareTexts(NODE, renamed);
    expect(said(comparison)).toEqual([]);
    expect(comparison.notPaired.map(({ namespace, capture }) => [namespace, capture])).toEqual([
      ["4026532454-4624-api", 1],
      ["4026539999-777-web", 0],
    ]);
  });

  it("three in the wrong order are compared as given, with a warning for each step back", async () => {
    const [first, second, third] = capturesOf("steady") as [string, string, string];
    const comparison = await compare([third, first, second]);
    expect(comparison.notes.filter((note) => note.includes("was taken"))).toHaveLength(1);
    expect(comparison.pairs.map(({ before, after }) => [before, after])).toEqual([
      [0, 2],
      [0, 1],
      [1, 2],
    ]);
  });

  it("a folder with several hosts is compared host by host", async () => {
    const one = (name: string, texts: Texts, host: string) => {
      for (const [path, text] of Object.entries(named(texts, host))) {
        const at = join(folder, name, host, path);
        mkdirSync(join(at, ".."), { recursive: true });
        writeFileSync(at, text);
      }
    };
    for (const host of ["node-a", "node-b"]) one("before", NODE, host);
    one(
      "after",
      changed(OTHER, /sysctl/, (text) => text.replace(/(udp_timeout) = 30/, "$1 = 10")),
      "node-a",
    );
    one("after", OTHER, "node-c");
    const comparison = await compare([join(folder, "before"), join(folder, "after")]);
    expect(said(comparison)).toEqual([
      "setting net.netfilter.nf_conntrack_udp_timeout: other (30 to 10, chance none)",
    ]);
    const machines = comparison.notPaired.filter(({ namespace }) => namespace === null);
    expect(machines.map(({ host }) => host)).toEqual(["node-b", "node-c"]);
  });

  it("a saved analysis takes a bundle's place: what it lacks is not known", async () => {
    const [before, after] = capturesOf("timeout-lowered") as [string, string];
    const saved = file("before.json", JSON.stringify(await analyze(before)));
    const comparison = await compare([saved, after]);
    expect(comparison.captures.map(({ from }) => from)).toEqual(["analysis", "bundle"]);
    expect(comparison.notes.join()).toContain("`before.json` is a saved analysis");
    expect(said(comparison).join("\n")).toContain("cause time-wait-churn: gone");
    expect(claims(comparison).filter(({ what }) => what === "setting")).toEqual([]);
    expect(unknown(comparison)).toContain("a saved analysis does not have them");
    const old = file("old.json", JSON.stringify({ schema: "conntriage/analysis/1" }));
    await expect(compare([old, after])).rejects.toThrow(/analyse its bundle again/);
  });

  it("a node without rules on one side parts no use otherwise in silence", async () => {
    const comparison = await compare([
      bundleOf("stale-endpoints"),
      await withoutRules(bundleOf("stale-endpoints")),
    ]);
    expect(said(comparison)).toEqual([]);
    expect(unknown(comparison)).toMatch(/use uses: not after: which endpoints the rules have/);
    expect(unknown(comparison)).toMatch(/rule rules: not after: the rules were not taken/);
  });
});

/** The rows of a node's dump. */
const rowsIn = (texts: Texts): string[] =>
  Object.entries(texts).flatMap(([path, text]) =>
    /conntrack-L-ipv4/.test(path) ? text.split("\n").filter((row) => row !== "") : [],
  );

/** A copy of a bundle as a folder, without the node's rules. */
async function withoutRules(path: string): Promise<string> {
  const { entries } = await openInThread(path);
  for await (const { path: name, blocks } of entries) {
    const parts: Uint8Array[] = [];
    for await (const block of blocks) parts.push(block.slice());
    if (/tables-save|nft-ruleset|manifest/.test(name)) continue;
    const at = join(folder, "bare", name);
    mkdirSync(join(at, ".."), { recursive: true });
    writeFileSync(at, Buffer.concat(parts));
  }
  return join(folder, "bare");
}
