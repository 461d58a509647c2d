import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { failures } from "../../src/commands/fail-on.ts";
import type { Analysis } from "../../src/index.ts";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { build, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const full = bundleOf("stale-endpoints");
const healthy = bundleOf("healthy");
/** A look-alike on a table that has room. */
const lookAlike = bundleOf("neighbour-table-overflow");
const noLimit = "net.netfilter.nf_conntrack_buckets = 4096\n";
const cut = join(
  writeFiles(folder, { "cut.tar.gz": readFileSync(full).subarray(0, -5000) }),
  "cut.tar.gz",
);

describe("--fail-on, and the report all the same", () => {
  it.each([
    [full, "exhausted", "exhausted (the state is exhausted)"],
    [full, "recovered", "recovered (the state is exhausted)"],
    [full, "unknown", null],
    [healthy, "recovered,exhausted,finding,truncated", null],
    ["-", "unknown", "unknown (a state is unknown)"],
    ["-", "recovered", null],
    [cut, "truncated", "truncated (the bundle is truncated)"],
    [full, "truncated", null],
    [full, "stale-endpoints", "stale-endpoints (stale-endpoints is confirmed)"],
    [full, "udp-accumulation,time-wait-churn", null],
    [lookAlike, "finding", "finding (neighbour-table-overflow is confirmed)"],
    [lookAlike, "elevated", null],
  ])("%s with %s", async (bundle, what, why) => {
    const run = await conntriage(["analyze", bundle, "--fail-on", what], noLimit);
    expect(run.code).toBe(why === null ? 0 : 1);
    expect(run.stdout).toMatch(/^CONNECTION TRACKING/);
    expect(run.stderr).toBe(why === null ? "" : `conntriage: failed on ${why}\n`);
  });

  it("takes several, each of which fails, and --quiet leaves the code alone", async () => {
    const args = ["analyze", full, "--fail-on", "truncated,finding", "--fail-on", "exhausted"];
    const run = await conntriage(args);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^conntriage: failed on finding \([^)]+\), exhausted \([^)]+\)\n$/);
    expect(await conntriage([...args, "--quiet"])).toMatchObject({ code: 1, stderr: "" });
  });

  it("takes the cause of a file", async () => {
    const own = `causes:
  - { id: mine, title: Mine, gate: none, mechanism: It is so., requires: [[table.max, ">", 0]] }
`;
    const file = join(writeFiles(join(folder, "own"), { "own.yaml": own }), "own.yaml");
    const args = ["analyze", healthy, "--fail-on", "mine", "--quiet"];
    expect((await conntriage([...args, "--causes", file])).code).toBe(1);
    expect((await conntriage(args)).code).toBe(2);
  });

  it.each([
    ["bad", /--fail-on bad: give recovered/],
    ["exhuasted", /--fail-on exhuasted: did you mean exhausted\?/],
    ["stale-endpoint", /--fail-on stale-endpoint: did you mean stale-endpoints\?/],
    ["finding,,truncated", /--fail-on/],
  ])("refuses %s before anything is read", async (what, message) => {
    const run = await conntriage(["analyze", join(folder, "missing"), "--fail-on", what]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(message);
  });
});

describe("several subjects", () => {
  const of = (state: string, others: object[] = [], subjects: object[] = []): Analysis =>
    ({ state, bundle: { truncated: false }, findings: [], others, subjects }) as never;
  const found = (verdict: string) => ({ findings: [{ cause: "a", verdict }] });

  it("a cause of any of them counts, when it is at least likely", () => {
    const other = (verdict: string) => ({ bundle: { truncated: false }, ...found(verdict) });
    expect(failures(of("healthy", [other("likely")]), ["finding", "a", "b"])).toHaveLength(2);
    expect(failures(of("healthy", [other("possible")]), ["finding", "a"])).toEqual([]);
  });

  it("a machine whose state is unknown counts, a network namespace does not", () => {
    const one = (namespace: string | null) => [{ namespace, state: "unknown" }];
    expect(failures(of("exhausted", [], one(null)), ["unknown"])).toHaveLength(1);
    expect(failures(of("exhausted", [], one("4026532454")), ["unknown"])).toEqual([]);
  });
});
