import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineFeed } from "../../src/archive/lines.ts";
import { LIMITS } from "../../src/limits.ts";

/** The lines of bytes that come in blocks which end at the given places. */
function linesOf(bytes: Uint8Array, at: readonly number[] = []) {
  const lines: string[] = [];
  const feed = lineFeed({
    line(text, number) {
      lines.push(text);
      expect(number).toBe(lines.length);
    },
  });
  const places = [...new Set([0, ...at, bytes.length])].sort((a, b) => a - b);
  for (const [index, from] of places.entries()) {
    const block = bytes.slice(from, places[index + 1] ?? from);
    feed.push(block);
    block.fill(0x58);
  }
  const outcome = feed.end();
  expect(outcome.lines).toBe(lines.length);
  return { lines, cut: outcome.cut };
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the same bytes are when they are decoded at once and split. */
function plainly(bytes: Uint8Array): string[] {
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

test("lines are the same in any blocks: letters of many bytes, CRLF, bytes that are no UTF-8", () => {
  const piece = fc.oneof(
    fc.constantFrom("\n", "\r\n", "\r", "ä", "漢", "🦊", "a b", "\u0000", "\u2028", "").map(utf8),
    fc.uint8Array({ maxLength: 6 }),
    fc
      .constantFrom([0xf0, 0x9f], [0xff], [0xc3], [0xed, 0xa0, 0x80])
      .map((b) => Uint8Array.from(b)),
  );
  fc.assert(
    fc.property(
      fc
        .array(piece, { maxLength: 30 })
        .map((parts) => Uint8Array.from(parts.flatMap((p) => [...p]))),
      fc.array(fc.nat(120), { maxLength: 20 }),
      (bytes, at) => {
        const read = linesOf(
          bytes,
          at.map((place) => Math.min(place, bytes.length)),
        );
        expect(read).toEqual({ lines: plainly(bytes), cut: null });
      },
    ),
    { numRuns: 1_000 },
  );
});

test("one byte at a time gives the same letters", () => {
  const bytes = utf8("größe\r\n🦊🦊\nlast");
  const each = Array.from(bytes.keys());
  expect(linesOf(bytes, each).lines).toEqual(["größe", "🦊🦊", "last"]);
});

test("no bytes are no lines; a line feed alone is one; a mark of byte order is not text", () => {
  expect(linesOf(utf8("")).lines).toEqual([]);
  expect(linesOf(utf8("\n")).lines).toEqual([""]);
  expect(linesOf(utf8("\ufeffa\n")).lines).toEqual(["a"]);
});

test("half a letter at the very end is shown as such, not lost", () => {
  expect(linesOf(Uint8Array.from([0x61, 0x0a, 0xf0, 0x9f])).lines).toEqual(["a", "\ufffd"]);
});

describe("lines above the ceiling", () => {
  const MOST = LIMITS.lineBytes;
  const text = (length: number) => "0123456789".repeat(Math.ceil(length / 10)).slice(0, length);
  const blocks = (bytes: Uint8Array, size: number) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => at * size);

  test.each([1_000, MOST, MOST + 1, 1_000_000])(
    "are cut at the same place in blocks of %i bytes",
    (size) => {
      const bytes = utf8(`first\n${text(MOST)}\n${text(MOST + 1)}\n${text(MOST * 5)}\nlast\n`);
      const { lines, cut } = linesOf(bytes, blocks(bytes, size));
      expect(lines.map(({ length }) => length)).toEqual([5, MOST, MOST, MOST, 4]);
      expect(lines[3]).toBe(text(MOST));
      expect(cut).toBe(`line 4 is longer than ${MOST} characters and was cut`);
    },
  );

  test("an endless line without a line feed does not fill the memory", () => {
    const lines: number[] = [];
    const feed = lineFeed({ line: ({ length }) => lines.push(length) });
    const block = new Uint8Array(1 << 16).fill(0x61);
    const start = process.memoryUsage().heapUsed;
    for (let n = 0; n < 4_000; n++) feed.push(block);
    expect(process.memoryUsage().heapUsed - start).toBeLessThan(100 * 2 ** 20);
    expect(feed.end()).toEqual({
      lines: 1,
      cut: `line 1 is longer than ${MOST} characters and was cut`,
    });
    expect(lines).toEqual([MOST]);
  });
});
