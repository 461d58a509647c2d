import { expect, test } from "vitest";
import { AddressIndex } from "../../../src/parsers/conntrack-table/addresses.ts";
import { ROW_WORDS } from "../../../src/parsers/conntrack-table/row.ts";
import { RowScanner } from "../../../src/parsers/conntrack-table/scanner.ts";
import { bytesOf, named, parseDump } from "./dump.ts";

const TUPLES =
  "src=10.0.0.1 dst=10.0.0.2 sport=40000 dport=443 src=10.0.0.2 dst=10.0.0.1 sport=443 dport=40000";
const ROW = `tcp      6 10 CLOSE ${TUPLES} [ASSURED] mark=0 use=1`;

test("an offloaded row has neither timeout nor state, and is told by its flag", () => {
  const counts = named(
    parseDump(
      `tcp      6 ${TUPLES} [OFFLOAD] mark=0 use=2\n` +
        `udp      17 ${TUPLES} [HW_OFFLOAD] mark=0 use=2\n` +
        `gre      47 ${TUPLES} [OFFLOAD] mark=0 use=2\n` +
        `tcp      6 ${TUPLES} [ASSURED] mark=0 use=2\n`,
    ),
  );
  expect(counts).toMatchObject({ rows: 4, parsed: 3, unparsed: { examples: [{ line: 4 }] } });
  expect(counts.byKind).toEqual(
    new Map([
      ["tcp OFFLOAD", 1],
      ["udp OFFLOAD", 1],
      ["unknown null", 1],
    ]),
  );
  expect(counts.firstLine).toEqual(
    new Map([
      ["other", 3],
      ["offloaded", 1],
    ]),
  );
});

test("errors of the tool are rows that could not be read, so that nobody takes them for an empty table", () => {
  const error =
    "conntrack v1.4.7 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this";
  expect(named(parseDump(`${error}\n`))).toMatchObject({
    rows: 1,
    parsed: 0,
    unparsed: { count: 1, examples: [{ line: 1, text: error }] },
  });
});

test("an empty dump has no rows, and neither has one of blank lines", () => {
  expect(named(parseDump(""))).toMatchObject({ rows: 0, parsed: 0, unparsed: { count: 0 } });
  expect(named(parseDump("\n  \n\r\n", { cut: true }))).toMatchObject({ rows: 0 });
});

test("a row that ends with the bundle counts when it is whole and not when the entry was cut", () => {
  expect(parseDump(`${ROW}\n${ROW}`)).toMatchObject({ rows: 2, parsed: 2 });
  const cut = parseDump(`${ROW}\n${ROW.slice(0, -20)}`, { cut: true, at: [300] });
  expect(cut).toMatchObject({
    rows: 2,
    parsed: 1,
    unparsed: { count: 1, examples: [{ line: 2, text: ROW.slice(0, -20) }] },
  });
});

test("a row of two address families is not read: its words would be ids and addresses at once", () => {
  const mixed = ROW.replace("src=10.0.0.1", "src=fd00::1");
  expect(named(parseDump(`${ROW.replaceAll("10.0.0.", "fd00::")}\n${mixed}\n`))).toMatchObject({
    parsed: 1,
    ipv6: 1,
    unparsed: { count: 1, examples: [{ line: 2, text: mixed }] },
  });
});

test("a row never reaches over its line feed: half a key once took its number from the next line", () => {
  const rows = new Int32Array(ROW_WORDS);
  for (const key of ["src=", "dst=", "sport=", "dport=", "zone=", "[ASSURED]", "mark="])
    for (let at = 1; at < key.length; at++)
      // the line feed between two letters, and instead of one
      for (const back of [key.slice(at), key.slice(at + 1)]) {
        const text = `tcp      6 10 CLOSE src=10.0.0.1 dst=10.0.0.2 ${key.slice(0, at)}\n${back}5 src=10.0.0.2 dst=10.0.0.1\n`;
        expect(parseDump(text), text).toMatchObject({ rows: 2, parsed: 0 });
        const scanner = new RowScanner(rows, new AddressIndex(10), [1, 2]);
        expect(scanner.scan(bytesOf(text), 0), text).toBe(-1);
      }
});

test("the bands of ESTABLISHED begin at their borders, to the second", () => {
  const left = [0, 300, 301, 82_799, 82_800, 428_399, 428_400, 431_939];
  left.push(86_339, 86_340, 86_400, 86_401, 431_940, 432_000, 999_999);
  const text = left.map((seconds) => `${ROW.replace("10 CLOSE", `${seconds} ESTABLISHED`)}\n`);
  const { flows, firstLine } = named(parseDump(text.join("")));
  expect([...flows.values()].sort()).toEqual([2, 2, 2, 2, 3, 4]);
  expect(new Map(firstLine)).toEqual(
    new Map([
      ["established-stuck", 1],
      ["established-band-0", 3],
      ["established-band-1", 5],
      ["established-band-2", 7],
      ["established-recent-1", 10],
      ["established-recent-2", 13],
    ]),
  );
});

test("keys that begin like a port or a zone are passed over", () => {
  const counts = named(parseDump(`${ROW.replace("mark=0", "spi=0x1 dpd=on zones=9 sportX=1")}\n`));
  expect(counts).toMatchObject({ rows: 1, parsed: 1, zones: new Map() });
  expect([...counts.flows.keys()]).toEqual(["10.0.0.2 443 > 10.0.0.2 443 closing"]);
});

test("a port that is named twice is the last one, not a mixture of their bits", () => {
  const counts = named(parseDump(`${ROW.replace(" [ASSURED]", " sport=4 dport=9 [ASSURED]")}\n`));
  expect([...counts.flows.keys()]).toEqual(["10.0.0.2 443 > 10.0.0.2 4 closing"]);
});

test("words that no version of the tool has yet do not spoil a row", () => {
  for (const word of ["[SEEN_LATER]", "colour=red", "BARE", "bare", "<x>", "7", "-"])
    expect(parseDump(`${ROW.replace("mark=0", `mark=0 ${word}`)}\n`), word).toMatchObject({
      rows: 1,
      parsed: 1,
    });
});

test("zones are counted up to their ceiling", () => {
  const text = Array.from({ length: 1_200 }, (_, at) => `${ROW} zone=${(at % 1_100) + 1}\n`);
  const { zones } = parseDump(text.join(""));
  expect(zones.size).toBe(1_000);
  expect([zones.get(1), zones.get(100), zones.get(101), zones.get(1_001)]).toEqual([
    2,
    2,
    1,
    undefined,
  ]);
});

test("examples are few, short and printable", () => {
  const { unparsed } = parseDump(`${"\u001b[31m\u0000\u009b".repeat(90)}\n`.repeat(9));
  expect(unparsed.count).toBe(9);
  expect(unparsed.examples.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  expect(unparsed.examples[0]!.text).toBe("?[31m??".repeat(90).slice(0, 160));
});
