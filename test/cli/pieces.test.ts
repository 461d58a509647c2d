import * as fc from "fast-check";
import { expect, it } from "vitest";
import { batches, jsonPieces } from "../../src/commands/pieces.ts";

it("writes an object in pieces as JSON.stringify writes it at once", () => {
  const part = fc.record({ long: fc.array(fc.jsonValue()), "a\u2028b": fc.jsonValue() });
  fc.assert(
    fc.property(part, fc.jsonValue(), fc.constantFrom(0, 2), (one, other, indent) => {
      const value = { other, ...one, last: [] };
      const whole = `${JSON.stringify(value, null, indent)}\n`;
      expect([...jsonPieces(value, "long", indent)].join("")).toBe(whole);
    }),
  );
});

it("gives an element of the long list at a time", () => {
  const pieces = [...jsonPieces({ nodes: ["a".repeat(100), "b".repeat(100)] }, "nodes")];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(110);
});

it("writes what is worth a write", () => {
  const pieces = Array.from({ length: 1000 }, (_, at) => `${at} ${"x".repeat(200)}\n`);
  const all = [...batches(pieces)];
  expect(all.join("")).toBe(pieces.join(""));
  expect(all.length).toBe(4);
  expect([...batches([])]).toEqual([]);
});
