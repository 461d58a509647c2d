import fc from "fast-check";
import { expect, test } from "vitest";
import { AddressIndex } from "../../../src/parsers/conntrack-table/addresses.ts";
import { USUAL_BORDERS } from "../../../src/parsers/conntrack-table/index.ts";
import * as words from "../../../src/parsers/conntrack-table/row.ts";
import { RowScanner } from "../../../src/parsers/conntrack-table/scanner.ts";
import { usualRows } from "../../../src/parsers/conntrack-table/usual.ts";
import { bytesOf } from "./dump.ts";
import { fault, spoil, usualRow } from "./rows.ts";

const usual = usualRows()!;
const V4 = (reply = "10.0.1.5") =>
  `src=10.244.3.17 dst=10.96.0.10 sport=40001 dport=53 src=${reply} dst=10.244.3.17 sport=53 dport=40001`;
const V6 =
  "src=fd00:10:244::1f dst=fd00:10:96::a sport=1 dport=65535 src=2001:0db8:0000:0000:0000:0000:0000:0001 dst=fd00:10:244::1f sport=65535 dport=1";
const PING = "src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=48905";
const counted = (tuples: string) =>
  tuples.replace(/(dport=\d+)/g, "$1 packets=12345678901234567890 bytes=1");

test("what nearly all of a dump is made of is read here, and not left to the scanner", () => {
  const tcp = ["ESTABLISHED", "TIME_WAIT", "SYN_SENT2", "NONE"].map(
    (state) => `tcp      6 431999 ${state} ${V4()} [ASSURED] mark=0 use=1`,
  );
  const rows = [
    ...tcp,
    `udp      17 29 ${V4("255.255.255.255")} mark=4294967295 use=2`,
    `udp      17 0 ${V4().replace(" src=10.0", " [UNREPLIED] src=10.0")} use=1`,
    `tcp      6 99999999 CLOSE_WAIT ${V6} [ASSURED] mark=0 use=1`,
    `udp      17 9 ${counted(V4("1.2.3.4"))} mark=0 use=1`,
    `icmp     1 29 ${PING} [UNREPLIED] ${PING} mark=0 use=1`,
    `icmpv6   58 29 ${PING.replaceAll("10.0.0.", "fd00::")} ${PING.replaceAll("10.0.0.", "fd00::")} use=1`,
    ...tcp.map((text) => `ipv4     2 ${text}`),
    `ipv6     10 udp      17 12 ${counted(V6)} [ASSURED] mark=0 use=1`,
  ];
  usual.load(bytesOf(`${rows.join("\n")}\n`));
  expect(usual.read(0, new AddressIndex(9), USUAL_BORDERS)).toBe(rows.length);
});

test("a row is read as the scanner reads it, or left to it", () => {
  const scanned = new Int32Array(words.ROW_WORDS);
  const texts = fc
    .tuple(usualRow, fc.array(fault, { maxLength: 2 }))
    .map(([text, faults]) => `${faults.reduce(spoil, text)}\n`);
  const borders = fc.constantFrom<readonly [number, number]>(
    USUAL_BORDERS,
    [82_800, Number.POSITIVE_INFINITY],
    [10, 20],
  );
  let taken = 0;
  fc.assert(
    fc.property(texts, borders, fc.nat(7), (text, limits, offset) => {
      const bytes = new Uint8Array(text.length + offset).subarray(offset);
      bytes.set(bytesOf(text));
      usual.load(bytes);
      const addresses = new AddressIndex(9);
      if (usual.read(0, addresses, limits) === 0) return;
      taken++;
      const scanner = new RowScanner(scanned, addresses, limits);
      expect(scanner.scan(bytes, 0)).toBe(usual.stopped);
      expect([...usual.rows.subarray(0, 2)]).toEqual([
        scanned[words.KIND],
        scanned[words.REMAINING],
      ]);
      const last = (1 << 7) | scanned[words.META]!;
      expect([...usual.flows.subarray(0, 4)]).toEqual([
        ...[words.DST, words.REPLY_SRC, words.PORTS].map((word) => scanned[word]),
        last,
      ]);
      expect([...usual.sources.subarray(0, 2)]).toEqual([scanned[words.SRC], last & ~words.SNAT]);
      expect(scanned[words.ZONE]).toBe(0);
    }),
    { numRuns: 20_000 },
  );
  expect(taken).toBeGreaterThan(2_000);
});

test("a short text is not completed by what stood there before", () => {
  const text = `tcp      6 9 CLOSE ${V4()} [ASSURED] mark=0 use=1\n`;
  for (let length = 1; length < text.indexOf("use="); length++) {
    usual.load(bytesOf(text));
    usual.load(bytesOf(`${text.slice(0, length)}\n`));
    expect(usual.read(0, new AddressIndex(9), USUAL_BORDERS), text.slice(0, length)).toBe(0);
    expect(usual.stopped).toBe(0);
  }
});

test("numbers and octets beyond what a row can hold are left to the scanner", () => {
  const text = `udp      17 9 ${V4()} mark=0 use=1\n`;
  for (const [from, to] of [
    ["sport=40001", "sport=65536"],
    ["dport=53", "dport=99999999"],
    [" 9 ", " 100000000 "],
    [" 9 ", "  "],
    ["10.96.0.10", "10.96.0.256"],
    ["10.96.0.10", "10.96.0.1000"],
    ["10.96.0.10", "10.96..10"],
    ["10.96.0.10", "10.96.0.10.1"],
    ["10.96.0.10", "10.96.0"],
    ["10.96.0.10", "fd00::1"],
    ["10.96.0.10", `fd00::1${"0".repeat(40)}`],
    ["mark=0", `mark=${"1".repeat(40)}`],
    ["mark=0", "[ASSURED]x mark=0"],
    ["mark=0", "[ASSURED]\nmark=0"],
    [" src=10.0", " [UNREPLIED]x src=10.0"],
    [" src=10.0", "\nsrc=10.0"],
    [" dport=53 src=", " dport=53  src="],
    ["use=1\n", "use=1\r\n"],
    ["use=1", "use=1 "],
  ] as const) {
    usual.load(bytesOf(text.replace(from, to)));
    expect(usual.read(0, new AddressIndex(9), USUAL_BORDERS), to).toBe(0);
  }
});
