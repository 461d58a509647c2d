import { describe, expect, test } from "vitest";
import type { Found } from "../../src/facts/facts.ts";
import { chooseTables } from "../../src/facts/tables.ts";
import { type Row, rowText, table } from "../attribution/rows.ts";

type Dump = Found<"conntrack-table">;
const TCP: Row = {};
const UDP: Row = { protocol: "udp", dport: 53 };
const V6: Row = { src: "2001:db8::1", dst: "2001:db8::2" };

function dump(entry: string, rows: readonly Row[], phase: Dump["phase"] = "once"): Dump {
  const fact = table(rows.map((row) => `${rowText(row)}\n`).join(""));
  const origin: Dump["origin"] = {
    time: null,
    standing: "live",
    reduced: null,
    elided: false,
    command: null,
    layout: "loose",
    lines: rows.length,
  };
  return { entry, phase, label: "", fact: { ...fact, entry }, origin };
}
const reduced = (one: Dump, how: Dump["origin"]["reduced"]): Dump => ({
  ...one,
  origin: { ...one.origin, reduced: how },
});
const chosen = (...dumps: Dump[]) => chooseTables(dumps).found.map(({ entry }) => entry);

describe("which dumps are counted", () => {
  test("parts of other protocols and families are counted together", () => {
    const parts = [dump("tcp", [TCP, TCP]), dump("udp", [UDP]), dump("v6", [V6])];
    expect(chosen(...parts)).toEqual(["tcp", "udp", "v6"]);
    expect(chooseTables(parts).skipped).toEqual([]);
  });

  test("of two of the same the fuller one, and the other is named", () => {
    const { found, skipped } = chooseTables([dump("a", [TCP]), dump("b", [TCP, TCP])]);
    expect(found.map(({ entry }) => entry)).toEqual(["b"]);
    expect(skipped).toEqual([{ entry: "a", reason: "the entries of b were counted instead" }]);
  });

  test("a part that the whole has is not counted again", () => {
    expect(chosen(dump("all", [TCP, UDP]), dump("udp", [UDP, UDP, UDP]))).toEqual(["udp"]);
    expect(chosen(dump("all", [TCP, UDP, UDP, UDP]), dump("udp", [UDP, UDP]))).toEqual(["all"]);
  });

  test("a whole one goes before one that was reduced, and before events, however long these are", () => {
    const long = dump("long", [TCP, TCP, TCP]);
    expect(chosen(reduced(long, "filtered"), dump("all", [TCP]))).toEqual(["all"]);
    const events: Dump = { ...long, fact: { ...long.fact, events: 3 } };
    expect(chosen(events, dump("all", [TCP]))).toEqual(["all"]);
  });

  test("the latest moment counts, and earlier ones are named", () => {
    const { found, skipped } = chooseTables([
      dump("first", [TCP, TCP], "start"),
      dump("middle", [TCP, TCP], "mid"),
      dump("last", [TCP], "end"),
    ]);
    expect(found.map(({ entry }) => entry)).toEqual(["last"]);
    expect(skipped.map(({ entry }) => entry)).toEqual(["first", "middle"]);
  });
});
