import { describe, expect, test } from "vitest";
import { LIMITS } from "../../../src/limits.ts";
import { named, parseDump } from "./dump.ts";

const row = (last: number) =>
  `ipv4     2 tcp      6 3599 ESTABLISHED src=10.0.8.${last} dst=10.96.0.20 sport=3166 dport=5432 packets=4 bytes=217 [UNREPLIED] src=10.244.1.7 dst=10.0.8.${last} sport=5432 dport=3166 mark=0 secctx=a [start=Sun Nov 22 07:23:46 2026] use=1`;
const TRAILER = "conntrack v1.4.7 (conntrack-tools): 3 flow entries have been shown.";
const ROWS = [row(1), row(2), row(3)];
const PLAIN = named(parseDump(`${ROWS.join("\n")}\n`));

test("the trailer behind the rows, before them, and of Windows is no row", () => {
  for (const text of [
    `${ROWS.join("\n")}\n${TRAILER}\n`,
    `${ROWS.join("\n")}\n${TRAILER}`,
    `${ROWS.join("\r\n")}\r\n${TRAILER}\r\n`,
  ]) {
    const fact = parseDump(text);
    expect(fact).toMatchObject({ rows: 3, trailerRows: 3, toolVersion: "1.4.7" });
    expect(named(fact)).toEqual(PLAIN);
  }
  const first = parseDump(`${TRAILER}\n${ROWS.join("\n")}\n`);
  expect(first).toMatchObject({ rows: 3, parsed: 3, trailerRows: 3 });
  expect(named(first).firstLine).toEqual(new Map([["established-one-way", 2]]));
});

describe("standard error spliced into a row by 2>&1", () => {
  const text = `${ROWS.join("\n")}\n`;
  const second = ROWS[0]!.length + 1;
  // every place within the second row, its line feed included
  const places = Array.from({ length: ROWS[1]!.length + 1 }, (_, at) => second + at);

  test("at every byte of a row: no row is lost and none is read wrongly", () => {
    for (const at of places) {
      const fact = parseDump(`${text.slice(0, at)}${TRAILER}\n${text.slice(at)}`);
      expect(fact, text.slice(second, at)).toMatchObject({ rows: 3, parsed: 3, trailerRows: 3 });
      expect(named(fact)).toEqual(PLAIN);
    }
  });

  test("and with a block's end anywhere in the trailer and the halves", () => {
    const at = second + 130;
    const spliced = `${text.slice(0, at)}${TRAILER}\n${text.slice(at)}`;
    for (let end = second; end < second + 330; end++)
      expect(named(parseDump(spliced, { at: [end] })), String(end)).toEqual(PLAIN);
    const each = Array.from({ length: spliced.length }, (_, place) => place);
    expect(named(parseDump(spliced, { at: each }))).toEqual(PLAIN);
  });

  test("behind a token that the scanner would tolerate without its half", () => {
    for (const token of ["mark=0", "mark=", "secctx=", "packets=4", "use=1", "[start=Sun"]) {
      const at = text.indexOf(token, second) + token.length;
      const fact = parseDump(`${text.slice(0, at)}${TRAILER}\n${text.slice(at)}`);
      expect(named(fact), token).toEqual(PLAIN);
    }
  });
});

test("a dump that ends behind the splice has half a row, which counts once", () => {
  const half = `${ROWS[0]}\n${ROWS[1]!.slice(0, 90)}${TRAILER}\n`;
  const examples = [{ text: ROWS[1]!.slice(0, 90) }];
  for (const cut of [false, true]) {
    expect(parseDump(half, { cut })).toMatchObject({
      rows: 2,
      parsed: 1,
      unparsed: { count: 1, examples },
    });
    const more = parseDump(half + ROWS[1]!.slice(90, 120), { cut });
    expect(more).toMatchObject({ rows: 2, parsed: 1, unparsed: { count: 1 } });
    if (cut) expect(more.unparsed.examples[0]!.text).toBe(ROWS[1]!.slice(0, 120));
  }
});

test("a message of another tool or with other words is an unreadable row, not a trailer", () => {
  const text = `${TRAILER.replace("shown", "deleted")}\n${TRAILER.replace("v1", "vX")}\n`;
  expect(parseDump(text)).toMatchObject({ rows: 2, parsed: 0, trailerRows: null });
});

test("a line that is too long ends a half: the next row is whole by itself", () => {
  const text = `${ROWS[0]!.slice(0, 90)}${TRAILER}\n${"x".repeat(70_000)}\n${ROWS[1]}\n`;
  for (const at of [[], [9_000]])
    expect(parseDump(text, { at })).toMatchObject({ rows: 2, parsed: 1, unparsed: { count: 1 } });
});

test("halves without end do not pile up: a hostile dump once grew one text until Node gave up", () => {
  const piece = `${"x".repeat(60_000)}${TRAILER}\n`;
  const fact = parseDump(piece.repeat(100) + ROWS.map((one) => `${one}\n`).join(""));
  // two halves together are too long, so every second message ends one
  expect(fact.unparsed.count).toBe(50);
  expect(fact.unparsed.examples[0]).toEqual({
    line: 2,
    text: `(a line of more than ${LIMITS.lineBytes} bytes)`,
  });
  expect(fact).toMatchObject({ parsed: 3, trailerRows: 3 });
});
