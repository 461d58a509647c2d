import fc from "fast-check";
import { expect, test } from "vitest";
import { CountingTable } from "../../../src/parsers/conntrack-table/counting-table.ts";

const contents = (table: CountingTable): Map<string, number> => {
  const map = new Map<string, number>();
  table.forEach((a, b, c, d, count) => {
    const key = `${a} ${b} ${c} ${d}`;
    expect(map.has(key), "each key once").toBe(false);
    map.set(key, count);
  });
  return map;
};

/** Words as rows hold them: few that repeat, addresses above 2^31 (negative), the borders. */
const word = fc.oneof(
  fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 0x0a000001, -0x3f57ff01),
  fc.integer({ min: -8, max: 8 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
);
const additions = fc.array(fc.tuple(word, word, word, word, fc.integer({ min: 1, max: 9 })), {
  maxLength: 300,
});

test.each([2, 4] as const)(
  "of %i words, it counts as a Map does, growing from four slots",
  (words) => {
    fc.assert(
      fc.property(additions, (list) => {
        const table = new CountingTable(words, 4);
        const map = new Map<string, number>();
        for (const [a, b, c, d, count] of list) {
          table.add(a, b, c, d, count);
          const key = words === 2 ? `${a} ${b} 0 0` : `${a} ${b} ${c} ${d}`;
          map.set(key, (map.get(key) ?? 0) + count);
        }
        expect(contents(table)).toEqual(map);
        expect(table.size).toBe(map.size);
      }),
      { numRuns: 300 },
    );
  },
);

test("a table of two words ignores the other two: the same source once hashed apart", () => {
  const table = new CountingTable(2);
  table.add(7, -7, 1, 2, 1);
  table.add(7, -7, 3, 4, 1);
  table.add(7, -7, 0, 0, 1);
  expect(contents(table)).toEqual(new Map([["7 -7 0 0", 3]]));
});

test("the key of zeros is a key like any other", () => {
  const table = new CountingTable(4);
  table.add(0, 0, 0, 0, 5);
  expect(contents(table)).toEqual(new Map([["0 0 0 0", 5]]));
});

test("it grows when it is more than five eighths full, fourfold while small, and keeps all that it held", () => {
  const table = new CountingTable(4, 16);
  const slots: number[] = [];
  for (let key = 1; key <= 42; key++) {
    table.add(key, -key, key << 24, 0, key);
    slots.push(table.slots.length / 5);
  }
  expect([slots[9], slots[10], slots[19], slots[20], slots[39], slots[40]]).toEqual([
    16, 64, 64, 64, 64, 256,
  ]);
  expect([...contents(table).values()].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 42 }, (_, at) => at + 1),
  );
});

test("a million flows of one Service are counted in no more than seconds", () => {
  const started = performance.now();
  const table = new CountingTable(4);
  for (let n = 0; n < 1_000_000; n++)
    table.add(0x0a600014, 0x0af40000 + (n % 50_000), n >>> 4, 3, 1);
  expect(table.size).toBe(1_000_000);
  expect(performance.now() - started).toBeLessThan(5_000);
});
