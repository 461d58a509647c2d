import { beforeAll, describe, expect, it } from "vitest";
import { differences, type Said } from "../../src/check/differences.ts";
import { type Expected, readExpected } from "../../src/check/expected.ts";
import { lineOfKey } from "../../src/check/result.ts";
import { updated } from "../../src/check/update.ts";
import { said } from "../../src/commands/said.ts";
import { bundleOf } from "../causes/sample.ts";

let found: Said;
beforeAll(async () => {
  found = await said(bundleOf("mix-stale-retry"));
});

const RIGHT: Expected = {
  state: ["critical", "exhausted"],
  primary: "stale-endpoints",
  also: ["retry-storm"],
  verdicts: { "icmp-flood": "ruled-out", "retry-storm": ["confirmed", "likely"] },
  party: [
    { role: "destination", address: "10.96.66.40", port: 6379 },
    { role: "endpoint", address: "10.244.2.151" },
  ],
  uses: { "unanswered-syn": 0.26 },
  tolerance: 0.2,
  signals: { "table.exhausted": true, "table.utilization.peak": { min: 0.9, max: 1 } },
  coverage: ["conntrack-table", "sysctl"],
  truncated: false,
};
const keys = (expected: Expected) => differences(expected, found).map(({ key }) => key);

describe("what an analysis must say", () => {
  it("is compared key by key, and nothing that is not named", () => {
    expect(differences(RIGHT, found)).toEqual([]);
    expect(differences({}, found)).toEqual([]);
  });

  it("counts no cause that is only possible", async () => {
    const race = await said(bundleOf("snat-port-race"));
    const verdicts = { "dns-insert-race": "possible" } as const;
    expect(differences({ primary: "snat-port-race", also: [], verdicts }, race)).toEqual([]);
    expect(updated(null, race)).not.toHaveProperty("also");
  });

  const WRONG: [string, Expected, RegExp][] = [
    ["state", { state: "healthy" }, /healthy.*exhausted/],
    ["primary", { primary: "icmp-flood", also: ["retry-storm"] }, /icmp-flood.*stale-endpoints/],
    ["primary", { primary: null, also: ["retry-storm"] }, /none.*stale-endpoints/],
    ["also", { also: [] }, /none.*retry-storm/],
    ["also", { primary: "stale-endpoints" }, /none.*retry-storm/],
    ["also", { ...RIGHT, also: ["retry-storm", "icmp-flood"] }, /icmp-flood.*retry-storm/],
    ["verdicts.icmp-flood", { verdicts: { "icmp-flood": "likely" } }, /likely.*ruled-out/],
    ["party", { party: null }, /nobody.*10\.96\.66\.40:6379/],
    ["party", { party: [{ role: "source", address: "10.0.0.1" }] }, /10\.0\.0\.1.*destination/],
    ["parties.retry-storm", { parties: { "retry-storm": [] } }, /nobody/],
    ["uses.icmp", { uses: { icmp: 0.5 } }, /0\.5 ± 0\.02.*0\.0/],
    ["signals.table.max", { signals: { "table.max": 1 } }, /1.*4000/],
    ["signals.table.max", { signals: { "table.max": { max: 10 } } }, /at most 10.*4000/],
    ["signals.ipvs.stale", { signals: { "ipvs.stale": 1 } } as Expected, /unknown/],
    ["coverage", { coverage: ["cloud-allowances", "sysctl"] }, /^cloud-allowances not read/],
    ["truncated", { truncated: true }, /true false/],
  ];
  it.each(WRONG)("%s: %j", (key, expected, words) => {
    const all = differences(expected, found);
    expect(all.map((one) => one.key)).toEqual([key]);
    expect(`${all[0]!.expected} ${all[0]!.found}`).toMatch(words);
  });

  it("another primary cause is told once, and whom that names not at all", () => {
    expect(
      keys({ primary: "icmp-flood", also: ["retry-storm"], party: [{ role: "source" }] }),
    ).toEqual(["primary"]);
  });

  it.each(WRONG)("is met once it is updated: %s, %j", (_, expected) => {
    const now = updated(expected, found);
    expect(differences(now, found)).toEqual([]);
    expect(now.primary).toBe("stale-endpoints");
  });

  it("an update keeps what holds, bounds and tolerances too", () => {
    expect(updated(RIGHT, found)).toEqual(RIGHT);
    const { state, primary, also, party } = updated(null, found);
    expect({ state, primary, also }).toEqual({
      state: "exhausted",
      primary: "stale-endpoints",
      also: ["retry-storm"],
    });
    expect(party).toHaveLength(2);
    expect(party![0]).not.toHaveProperty("entries");
  });
});

describe("an expectation", () => {
  const KNOWN = {
    causes: ["retry-storm"],
    uses: ["icmp"],
    signals: ["table.max"],
    sources: ["sysctl"],
  };
  it.each([
    ["{", /no JSON/],
    ["[]", /the whole/],
    ['{"stat": "healthy"}', /stat/],
    ['{"state": "helthy"}', /state/],
    ['{"primary": "retry-strom"}', /no cause is called retry-strom: did you mean retry-storm\?/],
    ['{"verdicts": {"x-y": "likely"}}', /no cause is called x-y/],
    ['{"uses": {"icpm": 0.1}}', /no use is called icpm: did you mean icmp\?/],
    ['{"signals": {"table.min": 1}}', /no signal is called table\.min/],
    ['{"coverage": ["sysctls"]}', /no source is called sysctls: did you mean sysctl\?/],
    ['{"tolerance": 2}', /tolerance/],
    ["{}", /it names nothing that could differ/],
    ['{"tolerance": 0.1, "verdicts": {}, "bundle": "b.tar"}', /it names nothing that could differ/],
    ['{"uses": {"icmp": 0.4}, "tolerance": 0.6}', /no share differs from 0\.4 by more than/],
    ['{"primary": "retry-storm", "also": ["retry-storm"]}', /also: retry-storm is the primary/],
    ['{"signals": {"table.max": {"min": "9"}}}', /table\.max\.min: .*expected number/],
  ])("%s is one clear line", (text, message) => {
    const read = () => readExpected(text, "a/expected.json", KNOWN);
    expect(read).toThrow(message);
    expect(read).toThrow(/^a\/expected\.json: [^\n]+$/);
  });

  it("has each key in a line", () => {
    const text = JSON.stringify(RIGHT, null, 2);
    const at = (key: string) => text.split("\n")[lineOfKey(text, key) - 1]!.trim();
    expect(at("primary")).toMatch(/^"primary"/);
    expect(at("verdicts.retry-storm")).toMatch(/^"retry-storm": \[/);
    expect(at("signals.table.utilization.peak")).toMatch(/^"table.utilization.peak"/);
    expect(lineOfKey("{}", "primary")).toBe(1);
  });
});
