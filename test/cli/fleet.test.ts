import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { digestText } from "../../src/fleet/merge.ts";
import { fleetSchema } from "../../src/report/fleet-contract.ts";
import { fleetRowSchema } from "../../src/report/fleet-row.ts";
import { bundleOf } from "../causes/sample.ts";
import { renamed } from "../fleet/bundles.ts";
import { fleetOfNodes, full, nodeDigest } from "../fleet/nodes.ts";
import { temporaryFolder } from "../support/folders.ts";
import { build, conntriage, ROOT, SINGLE } from "./built.ts";

const root = temporaryFolder();
const nodes = join(root, "nodes");
const IDS = ["healthy", "stale-endpoints", "time-wait-churn", "retry-storm", "udp-black-hole"];

beforeAll(async () => {
  await build();
  mkdirSync(nodes);
  for (const [at, id] of IDS.entries()) await renamed(nodes, id, `node-${at + 1}`);
}, 120_000);

const fleet = (...args: string[]) => conntriage(["fleet", ...args]);
const written = (name: string, content: string | Uint8Array): string => {
  const path = join(root, name);
  writeFileSync(path, content);
  return path;
};

describe("conntriage fleet", () => {
  it("reads the bundles of a folder in threads, and says one node or all", async () => {
    const run = await fleet(nodes, "-f", "json");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const said = fleetSchema.parse(JSON.parse(run.stdout));
    expect(said).toMatchObject({ machines: 5, bundles: 5, failed: [], notes: [expect.anything()] });
    expect(said.nodes.map(({ host, primary }) => [host, primary]).sort()).toEqual([
      ["node-1", null],
      ["node-2", "stale-endpoints"],
      ["node-3", "time-wait-churn"],
      ["node-4", "retry-storm"],
      ["node-5", "udp-black-hole"],
    ]);
    // by threads or not, in whichever order
    const alone = await fleet(
      ...readdirSync(nodes).map((name) => join(nodes, name)),
      "-j",
      "1",
      "-f",
      "json",
    );
    expect(alone.stdout).toBe(run.stdout);
  });

  it("bundles, digests, merged digests and folders of these are alike", async () => {
    const whole = (await fleet(nodes, "-f", "digest")).stdout;
    const parts = join(root, "parts");
    mkdirSync(parts);
    const [first, second, ...others] = readdirSync(nodes).map((name) => join(nodes, name));
    // made from within, so that the bundles are called as the command calls them
    const one = await fleet(first!, "-f", "digest", "-o", join(parts, "one.digest"));
    expect(one).toMatchObject({ code: 0, stdout: `wrote ${join(parts, "one.digest")}\n` });
    const two = await fleet(second!, "-f", "digest");
    const both = readFileSync(join(parts, "one.digest"), "utf8") + two.stdout;
    const merged = await conntriage(["fleet", "-", ...others, "-f", "digest"], both);
    expect(merged.stdout).toBe(whole);
    expect((await fleet(written("whole.json", whole), "-f", "digest")).stdout).toBe(whole);
    expect((await fleet(parts)).stdout).toMatch(/^FLEET: ONE NODE, NOT/);
    const analyzed = await conntriage(["analyze", second!, "-f", "digest"]);
    expect(JSON.parse(analyzed.stdout)).toMatchObject({
      schema: "conntriage/digest/1",
      bundles: 1,
      nodes: [{ host: "node-2", bundle: "node-2" }],
    });
    // a bundle comes by standard input, too
    const piped = await conntriage(["fleet", "-", "-f", "json"], readFileSync(second!));
    expect(JSON.parse(piped.stdout).nodes).toMatchObject([{ host: "node-2", bundle: "-" }]);
  });

  it("goes on when some are broken, lists them, and ends with 3", async () => {
    const broken = join(root, "broken");
    mkdirSync(join(broken, "deep"), { recursive: true });
    copyFileSync(join(nodes, "node-2.tar.gz"), join(broken, "deep", "good.tar.gz"));
    writeFileSync(join(broken, "bad.tar.gz"), "nothing that is known\n");
    writeFileSync(join(broken, "empty.tgz"), "");
    writeFileSync(join(broken, "README.md"), "about them\n");
    writeFileSync(join(broken, "core.bin"), "x");
    const old = digestText(nodeDigest("a")).replace("digest/1", "digest/9");
    writeFileSync(join(broken, "old.digest"), old);
    const run = await fleet(broken, join(root, "absent.tar.gz"));
    expect(run).toMatchObject({ code: 3, stderr: "" });
    expect(run.stdout).toMatch(/^FLEET: ONE NODE, EXHAUSTED\n/);
    expect(run.stdout).toContain("4 of 5 bundles could not be read");
    for (const name of ["bad.tar.gz", "empty.tgz", "absent.tar.gz: no such file or folder"])
      expect(run.stdout.replace(/\s+/g, " ")).toContain(name);
    expect(run.stdout).toContain("conntriage/digest/9");
    expect(run.stdout).toMatch(/Skipped,[^.]*\s\S*core\.bin/);
    const json = await fleet(broken, "-f", "json");
    expect(json.code).toBe(3);
    // one line each where a program reads the rest
    expect(json.stderr.split("\n")).toHaveLength(4);
    expect(fleetSchema.safeParse(JSON.parse(json.stdout)).success).toBe(true);
    const none = await fleet(join(broken, "bad.tar.gz"));
    expect(none.code).toBe(3);
    expect(none.stdout).toMatch(/^FLEET: NO NODE COULD BE READ\n/);
  });

  it("says of a folder of texts that it was read as one bundle, where that may mix nodes", async () => {
    const texts = join(root, "texts");
    mkdirSync(texts);
    const settings = (count: number) =>
      `net.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = 4096\n`;
    writeFileSync(join(texts, "1.txt"), settings(4096));
    const note = /texts` holds no archive and was read as one bundle/;
    const said = async (...args: string[]) =>
      JSON.parse((await fleet(...args, "-f", "json")).stdout);
    expect((await said(texts)).notes.join()).not.toMatch(note);
    writeFileSync(join(texts, "2.txt"), settings(40));
    expect((await said(texts)).notes.join()).toMatch(note);
    const each = await said(join(texts, "1.txt"), join(texts, "2.txt"));
    expect(each.nodes).toHaveLength(2);
    expect(each.notes.join()).not.toMatch(note);
    const named = (host: string, count: number) => `root@${host}:~# sysctl net\n${settings(count)}`;
    writeFileSync(join(texts, "1.txt"), named("node-a", 4096));
    writeFileSync(join(texts, "2.txt"), named("node-a", 40));
    expect((await said(texts)).notes.join()).not.toMatch(note);
    writeFileSync(join(texts, "3.txt"), named("node-b", 40));
    expect((await said(texts)).notes.join()).toMatch(note);
  });

  it("wrong usage is 2, in one line", async () => {
    const nothing = join(root, "nothing");
    mkdirSync(nothing);
    for (const args of [
      [],
      [nodes, "-f", "xml"],
      [nodes, "-j", "0"],
      [nodes, "--fail-on", "outlyer"],
    ]) {
      const run = await fleet(...args);
      expect(run, args.join(" ")).toMatchObject({ code: 2, stdout: "" });
      expect(run.stderr).toMatch(/^[^\n]+\n/);
    }
  });

  it("--fail-on looks at every node, at outliers and at skew", async () => {
    const digest = written(
      "fail.digest",
      digestText(
        fleetOfNodes(12, (at) => (at === 3 ? full("leak", { profile: { kernel: "5.10" } }) : {})),
      ),
    );
    for (const [word, code] of [
      ["exhausted", 1],
      ["outlier", 1],
      ["skew", 1],
      ["finding", 1],
      ["unknown", 0],
      ["truncated", 0],
      ["retry-storm", 0],
    ] as const)
      expect((await fleet(digest, "--fail-on", word)).code, word).toBe(code);
    const run = await fleet(digest, "--fail-on", "exhausted,skew");
    expect(run.stderr).toBe(
      "conntriage: failed on exhausted (1 node), skew (1 setting or version)\n",
    );
  });

  it("several formats go into a folder; rows are flat and of one type a column", async () => {
    const out = join(root, "out");
    const run = await fleet(nodes, "-f", "text,markdown,html,json,ndjson,digest", "-o", out);
    expect(run.code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(
      ["digest", "html", "json", "md", "ndjson", "txt"].map((ending) => `fleet.${ending}`),
    );
    const lines = readFileSync(join(out, "fleet.ndjson"), "utf8").trim().split("\n");
    expect(lines).toHaveLength(5);
    const columns = Object.keys(JSON.parse(lines[0]!));
    for (const line of lines) {
      const row = JSON.parse(line);
      expect(fleetRowSchema.parse(row)).toEqual(row);
      expect(Object.keys(row)).toEqual(columns);
    }
    for (const name of columns) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(await fleet(nodes, "-f", "text,json")).toMatchObject({ code: 2 });
  });

  it("the single file does the same, in threads of its own", async () => {
    const { execFileSync } = await import("node:child_process");
    const alone = join(root, "alone.mjs");
    copyFileSync(SINGLE, alone);
    const said = execFileSync(process.execPath, [alone, "fleet", nodes, "-f", "digest"], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] },
    });
    expect(said).toBe((await fleet(nodes, "-f", "digest")).stdout);
  });

  it("a folder that is a bundle itself is one, and so is one among folders", async () => {
    const { execFileSync } = await import("node:child_process");
    const unpacked = join(root, "unpacked");
    mkdirSync(join(unpacked, "a"), { recursive: true });
    execFileSync("tar", ["xzf", bundleOf("healthy"), "-C", join(unpacked, "a")]);
    const top = join(unpacked, "a", readdirSync(join(unpacked, "a"))[0]!);
    for (const path of [top, join(unpacked, "a"), unpacked]) {
      const run = await fleet(path, "-f", "json");
      expect(JSON.parse(run.stdout), path).toMatchObject({ machines: 1, bundles: 1 });
    }
  });
});

it("the README's commands run as they stand", async () => {
  const { spawnSync } = await import("node:child_process");
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const block = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
    .map(([, text]) => text!)
    .find((text) => text.includes("conntriage fleet"))!;
  const place = join(root, "readme");
  mkdirSync(join(place, "bundles"), { recursive: true });
  for (const name of readdirSync(nodes))
    copyFileSync(join(nodes, name), join(place, "bundles", name));
  copyFileSync(join(nodes, "node-2.tar.gz"), join(place, "bundle.tar.gz"));
  const own = `conntriage() { "${process.execPath}" "${SINGLE}" "$@"; }`;
  const codes = block
    .trim()
    .split("\n")
    .map((line) => spawnSync("bash", ["-c", `${own}\n${line}`], { cwd: place }).status);
  // that which asks to be failed is
  expect(codes).toEqual([0, 0, 1, 0, 0]);
  expect(readdirSync(join(place, "out")).sort()).toEqual(["fleet.html", "fleet.ndjson"]);
});
