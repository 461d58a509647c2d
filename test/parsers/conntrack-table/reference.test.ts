import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS } from "../../../src/limits.ts";
import { USUAL_BORDERS } from "../../../src/parsers/conntrack-table/index.ts";
import { countPlainly, named } from "./counts.ts";
import { parseDump } from "./dump.ts";
import { fault, line, row, spoil } from "./rows.ts";

const borders = fc.constantFrom<readonly [number, number]>(
  USUAL_BORDERS,
  [86_400, Number.POSITIVE_INFINITY],
  [10, 20],
);
const places = (text: string) =>
  fc.oneof(
    fc.array(fc.nat(text.length), { maxLength: 12 }),
    fc.constant(Array.from({ length: Math.min(text.length, 4_000) }, (_, at) => at)),
  );
const ending = fc.constantFrom("\n", "\r\n");

/** Both parsers over one text must count the same. */
function agree(
  text: string,
  at: readonly number[],
  cut: boolean,
  limits: readonly [number, number],
): void {
  const fact = parseDump(text, { at, cut, borders: limits });
  expect(fact.rows).toBe(fact.parsed + fact.unparsed.count);
  expect(named(fact)).toEqual(countPlainly(text, limits, cut));
}

test("rows as they are written count as the plain parser counts them, in any blocks", () => {
  fc.assert(
    fc.property(
      fc
        .tuple(fc.array(line, { maxLength: 12 }), ending, fc.boolean())
        .map(([lines, feed, last]) => lines.join(feed) + (last ? feed : ""))
        .chain((text) => fc.tuple(fc.constant(text), places(text))),
      fc.boolean(),
      borders,
      ([text, at], cut, limits) => agree(text, at, cut, limits),
    ),
    { numRuns: 700 },
  );
});

test("spoilt rows count as the plain parser counts them, in any blocks", () => {
  fc.assert(
    fc.property(
      fc
        .tuple(
          fc.array(line, { minLength: 1, maxLength: 4 }),
          fc.array(fault, { minLength: 1, maxLength: 4 }),
          ending,
        )
        .map(([lines, faults, feed]) => faults.reduce(spoil, lines.join(feed) + feed))
        .chain((text) => fc.tuple(fc.constant(text), places(text))),
      fc.boolean(),
      borders,
      ([text, at], cut, limits) => agree(text, at, cut, limits),
    ),
    { numRuns: 4_000 },
  );
});

test("a line around the ceiling is judged by its length alone, wherever blocks end", () => {
  const long = fc
    .tuple(row, fc.integer({ min: -2, max: 3 }), fc.boolean())
    .map(([text, by, known]) => {
      const padding = LIMITS.lineBytes + by - text.length - 8;
      return `${text} ${known ? "helper=" : "strange"}${"x".repeat(padding)}`;
    });
  const endless = fc.constant("9".repeat(LIMITS.lineBytes * 3));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(long, row, endless), { minLength: 1, maxLength: 3 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      (lines, parts, last, cut) => {
        const text = lines.join("\n") + (last ? "\n" : "");
        const at = parts.map((part) => Math.floor(part * text.length));
        agree(text, at, cut, USUAL_BORDERS);
      },
    ),
    { numRuns: 120 },
  );
});

test("more rows than one batch holds: every count and every first line", () => {
  const lines = fc.sample(row, { numRuns: 300, seed: 7 });
  const text = Array.from({ length: 9_000 }, (_, at) => `${lines[(at * at) % 300]}\n`).join("");
  agree(text, [1, 4_096, 70_000, 70_001], false, USUAL_BORDERS);
});

test("the plain parser itself tells the forms apart: otherwise two blind parsers would agree", () => {
  const good =
    "udp      17 91 src=10.0.0.1 dst=10.0.0.2 sport=5 dport=53 src=10.0.0.2 dst=10.0.0.9 sport=53 dport=5 use=1";
  const counts = countPlainly(`${good}\n${good.replace("91", "x")}\n\n`, USUAL_BORDERS, false);
  expect(counts).toMatchObject({ rows: 2, parsed: 1, unparsed: { count: 1 } });
  expect(counts.unparsed.examples).toEqual([{ line: 2, text: good.replace("91", "x") }]);
  expect([...counts.flows]).toEqual([["10.0.0.2 53 > 10.0.0.2 53 dns snat", 1]]);
});
