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
  let looks = 0;
  fc.assert(
    fc.property(
      shown,
      fc.integer({ min: 1, max: 3_000 }),
      fc.integer({ min: 10, max: 2_000 }),
      (list, keys, atOnce) => {
        const largest = new Largest(keys, atOnce);
        let order = list;
        do {
          for (const one of order) largest.add(...one);
          order = order.toReversed();
          looks++;
        } while (largest.again());
        const found = new Map<string, string[]>();
        largest.forEachUse((use, top) => {
          const rows = top.map(
            ({ address, port, flags, entries }) => `${address} ${port} ${flags}: ${entries}`,
          );
          found.set(use, rows);
        });
        for (const [id, use] of USE_NAMES.entries())
          expect(found.get(use) ?? []).toEqual(plainly(list, id));
      },
    ),
    { numRuns: 300 },
  );
  // the keys of one look were too many for many of them
  expect(looks).toBeGreaterThan(900);
});

test("where all hold alike, those with the lowest addresses are named", () => {
  const largest = new Largest(5_000, 100);
  let looks = 0;
  do {
    looks++;
    for (let address = 5_000; address > 0; address--) largest.add(address, 0, 0, 1);
  } while (largest.again());
  expect(largest.top.map(({ address }) => address)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(looks).toBeGreaterThan(20);
});

test("of nothing nothing is largest", () => {
  const largest = new Largest(0);
  while (largest.again());
  expect(largest.top).toEqual([]);
});
