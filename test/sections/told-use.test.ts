import { describe, expect, test } from "vitest";
import { toldUse } from "../../src/sections/told-use.ts";

describe("a use of the limit in words", () => {
  test.each([
    ["98.44% of conntrack entries are used.", "0.9844", undefined],
    ["description: 81,2 % of the conntrack table is in use", "0.812", undefined],
    ["conntrack usage 97 %", "0.97", undefined],
    ["nf_conntrack utilization on gw-2: 88%", "0.88", "gw-2"],
    ["the conntrack table is 99% full", "0.99", undefined],
    ["node_nf_conntrack_entries / node_nf_conntrack_entries_limit = 0.984", "0.984", undefined],
    ["node=db-7 conntrack usage: 71.5%", "0.715", "db-7"],
  ])("%s", (text, share, host) => {
    const [one] = toldUse(text) ?? [];
    expect(one?.text).toBe(`node_nf_conntrack_told_use ${share}`);
    expect(one?.host).toBe(host);
  });
  test.each([
    "conntrack usage above 80 %",
    "page us if conntrack usage is 90 %",
    "conntrack usage was 97 %",
    "RESOLVED: conntrack usage 97 %",
    "conntrack usage 170 %",
    "memory usage 97 %, conntrack not looked at",
    "12% of conntrack entries are UDP",
    "expr: node_nf_conntrack_entries / node_nf_conntrack_entries_limit > 0.75",
    "ratelimit: 97% of entries are used",
  ])("but not: %s", (text) => {
    expect(toldUse(text)).toBeNull();
  });
});
