import fc from "fast-check";
import { expect, test } from "vitest";
import { CountingTable } from "../../../src/parsers/conntrack-table/counting-table.ts";

const contents = (table: CountingTable): Map<string, number> => {
  const map = new Map<string, number>();
  table.forEach((a, b, c, tag, count) => {
    const key = `${a} ${b} ${c} ${tag}`;
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
const additions = fc.array(
  fc.tuple(word, word, word, fc.nat(127), fc.integer({ min: 1, max: 9 })),
  { maxLength: 1_500 },
);

/** What a Map counts of the same additions. */
function counted(
  words: 1 | 3,
  list: readonly (readonly [number, number, number, number, number])[],
): Map<string, number> {
  const map = new Map<string, number>();
  for (const [a, b, c, tag, count] of list) {
    const key = words === 1 ? `${a} 0 0 ${tag}` : `${a} ${b} ${c} ${tag}`;
    map.set(key, (map.get(key) ?? 0) + count);
  }
  return map;
}

test.each([1, 3] as const)(
  "of %i words, it counts as a Map does, growing from two slots",
  (words) => {
    fc.assert(
      fc.property(additions, (list) => {
        const table = new CountingTable(words, 1);
        for (const one of list) table.add(...one);
        const map = counted(words, list);
        expect(contents(table)).toEqual(map);
        expect(table.size).toBe(map.size);
        expect(table.error).toBe(0);
      }),
      { numRuns: 300 },
    );
  },
);

test("a table of one word ignores the other two: the same source once hashed apart", () => {
  const table = new CountingTable(1);
  table.add(7, 1, 2, 7, 1);
  table.add(7, 3, 4, 7, 1);
  table.add(7, 0, 0, 7, 1);
  expect(contents(table)).toEqual(new Map([["7 0 0 7", 3]]));
});

test("the key of zeros is a key like any other", () => {
  const table = new CountingTable(3);
  table.add(0, 0, 0, 0, 5);
  expect(contents(table)).toEqual(new Map([["0 0 0 0", 5]]));
});

test("a table that was cleared counts as a new one", () => {
  const table = new CountingTable(3);
  for (let key = 0; key < 3_000; key++) table.add(key, 1, 1, 1, 2);
  table.clear();
  expect(contents(table)).toEqual(new Map());
  table.add(5, 1, 1, 1, 3);
  expect([contents(table), table.size]).toEqual([new Map([["5 1 1 1", 3]]), 1]);
});

test("a count that fits no slot any more goes on in another", () => {
  const table = new CountingTable(1);
  for (let n = 0; n < 5; n++) table.add(7, 0, 0, 1, 2 ** 24);
  const counts: number[] = [];
  table.forEach((_a, _b, _c, _tag, count) => {
    counts.push(count);
  });
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5 * 2 ** 24);
  expect(counts.length).toBeGreaterThan(1);
});

test.each([1, 3] as const)(
  "of %i words, with a ceiling: no count is too high, none lower than its error says",
  (words) => {
    fc.assert(
      fc.property(additions, fc.integer({ min: 4, max: 200 }), (list, most) => {
        const table = new CountingTable(words, 1, most);
        for (const one of list) table.add(...one);
        const held = contents(table);
        const map = counted(words, list);
        expect(table.size).toBeLessThanOrEqual(most);
        for (const [key, count] of map) {
          expect(held.get(key) ?? 0).toBeLessThanOrEqual(count);
          expect(held.get(key) ?? 0).toBeGreaterThanOrEqual(count - table.error);
        }
        if (map.size < most) expect(table.error).toBe(0);
      }),
      { numRuns: 300 },
    );
  },
);

test("of a flood of keys that occur once, those that occur often are still told, nearly exactly", () => {
  const table = new CountingTable(1, 1, 1_000);
  for (let n = 0; n < 100_000; n++) table.add(n % 10 === 0 ? -1 - (n % 3) : n, 0, 0, 3, 1);
  expect(table.error).toBeGreaterThan(0);
  expect(table.error).toBeLessThan(1_000);
  const often = [...contents(table)].filter(([, count]) => count > 2_000);
  expect(often.map(([key]) => key).sort()).toEqual(["-1 0 0 3", "-2 0 0 3", "-3 0 0 3"]);
});

test("a million flows of one Service are a million keys", () => {
  const table = new CountingTable(3);
  for (let n = 0; n < 1_000_000; n++)
    table.add(0x0a600014, 0x0af40000 + (n % 50_000), n >>> 4, 3, 1);
  expect(table.size).toBe(1_000_000);
});
