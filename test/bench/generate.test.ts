import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { conntrackTable } from "../../src/parsers/conntrack-table/index.ts";
import { type Dump, dumpBlocks } from "./generate.ts";

const PLAIN: Dump = { rows: 5_000, seed: 1, spoofed: 0, accounting: false };
const textOf = (dump: Dump): string => Buffer.concat([...dumpBlocks(dump)]).toString("latin1");
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What an address may be, unless it is spoofed. */
const OWN =
  /^(?:10\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|198\.1[89]\.|fd[\da-f]{2}:[\da-f:]+$)/;
const COUNTERS = "(?:packets=\\d+ bytes=\\d+ )?";
const TUPLE = `src=\\S+ dst=\\S+ (?:(?:sport|dport|type|code|id|srckey|dstkey)=\\S+ ){0,3}${COUNTERS}`;
/** `conntrack -L`: the protocol's name in eight columns, then one blank between words. */
const ROW = new RegExp(
  `^(?=.{8} \\d)[a-z0-9]+ +\\d+ \\d+ (?:[A-Z_]+ )?${TUPLE}(?:\\[UNREPLIED\\] )?${TUPLE}(?:\\[ASSURED\\] )?mark=0 use=[12]$`,
);

it("writes the same bytes for the same options, on any machine", () => {
  // another generator is another hash, and figures measured with it do not compare
  expect(hash(textOf(PLAIN))).toMatchInlineSnapshot(
    `"06028282e2a3f6d96153a13c4a4324c68cbcdbe74d63938622cae7df16b1089f"`,
  );
  expect(textOf({ ...PLAIN, seed: 2 })).not.toBe(textOf(PLAIN));
});

it.each([
  PLAIN,
  { ...PLAIN, rows: 1 },
  { ...PLAIN, rows: 0 },
  { ...PLAIN, accounting: true },
  { ...PLAIN, spoofed: 0.5, accounting: true },
])("writes exactly as many rows as asked, all as the tool prints them: %o", (dump) => {
  const lines = textOf(dump).split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.length).toBe(dump.rows);
  expect(lines.filter((line) => !ROW.test(line))).toEqual([]);
  expect(lines.every((line) => line.includes(" packets=") === dump.accounting)).toBe(true);
});

it.each([0, 0.5])("every row can be parsed, wherever blocks end (spoofed: %d)", (spoofed) => {
  const dump = { ...PLAIN, spoofed };
  const sink = conntrackTable("conntrack.txt");
  for (const block of dumpBlocks(dump)) sink.push(block);
  const fact = sink.end(false);
  expect(fact.unparsed).toEqual({ count: 0, examples: [] });
  expect(fact.parsed).toBe(dump.rows);
  const share = fact.ipv6 / dump.rows / (1 - spoofed);
  expect(share).toBeGreaterThan(0.04);
  expect(share).toBeLessThan(0.08);
});

it("uses private and benchmarking addresses only, but for spoofed sources", () => {
  const strangers = (text: string): Set<string> =>
    new Set(
      [...text.matchAll(/(?:src|dst)=(\S+)/g)].map(([, ip]) => ip!).filter((ip) => !OWN.test(ip)),
    );
  expect(strangers(textOf({ ...PLAIN, rows: 20_000 }))).toEqual(new Set());
  const spoofed = strangers(textOf({ ...PLAIN, spoofed: 0.5 })).size;
  expect(spoofed).toBeGreaterThan(2_000);
  expect(spoofed).toBeLessThan(3_000);
});
