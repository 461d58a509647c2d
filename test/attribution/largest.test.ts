import fc from "fast-check";
import { expect, test } from "vitest";
import { Largest } from "../../src/attribution/largest.ts";
import { flagsOf, TOP, useOfFlags } from "../../src/attribution/offenders.ts";
import { USE_NAMES } from "../../src/attribution/use-ids.ts";

/** Address, port, flags and count. Few addresses, so that a key is shown more than once. */
const shown = fc.array(
  fc.tuple(
    fc.oneof(fc.nat(4), fc.nat(300), fc.constant(-1)),
    fc.constantFrom(0, 53, 65_535),
    fc.tuple(fc.nat(2), fc.nat(1), fc.boolean()).map((flags) => flagsOf(...flags)),
    fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1_000 })),
  ),
  { minLength: 1, maxLength: 2_000, size: "max" },
);

/** The largest keys of a use by a plain sum of all. */
function plainly(list: readonly [number, number, number, number][], use: number): string[] {
  const sums = new Map<string, [number, number, number, number]>();
  for (const [address, port, flags, count] of list) {
    if (useOfFlags(flags) !== use) continue;
    const sum = sums.get(`${address} ${port} ${flags}`)?.[0] ?? 0;
    sums.set(`${address} ${port} ${flags}`, [sum + count, address >>> 0, port, flags]);
  }
  return [...sums]
    .sort(([, a], [, b]) => b[0] - a[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3])
    .slice(0, TOP)
    .map(([key, [sum]]) => `${key}: ${sum}`);
}

test("the largest of each use are those of a sum over all keys, whatever order they come in", () => {
  fc.assert(
    fc.property(shown, fc.integer({ min: 1, max: 3_000 }), (list, keys) => {
      const largest = new Largest(keys);
      for (const one of list) largest.add(...one);
      largest.again();
      for (const one of list.toReversed()) largest.add(...one);
      const found = new Map<string, string[]>();
      largest.forEachUse((use, top) => {
        const rows = top.map(
          ({ address, port, flags, entries }) => `${address} ${port} ${flags}: ${entries}`,
        );
        found.set(use, rows);
      });
      for (const [id, use] of USE_NAMES.entries())
        expect(found.get(use) ?? []).toEqual(plainly(list, id));
    }),
    { numRuns: 300 },
  );
});

test("of nothing nothing is largest", () => {
  const largest = new Largest(0);
  largest.again();
  expect(largest.top).toEqual([]);
});
