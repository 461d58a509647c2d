import { expect, test } from "vitest";
import { LONGEST, RemainingTimes } from "../../../src/parsers/conntrack-table/remaining.ts";

const DAY = 86_400;

function told(times: RemainingTimes): [number, number, number][] {
  const all: [number, number, number][] = [];
  times.forEach((...one) => {
    all.push(one);
  });
  return all;
}

test("times are told to the second, however long they are", () => {
  const times = new RemainingTimes();
  const seconds = [0, 4_079, 4_080, 4_096, DAY - 7, DAY - 6, 432_000, LONGEST - 1];
  for (const one of seconds) times.add(2, one);
  times.add(2, DAY - 7);
  times.add(3, 4_080);
  expect(seconds.map((one) => times.of(2, one))).toEqual([1, 1, 1, 1, 2, 1, 1, 1]);
  expect([times.of(2, 1), times.of(1, 0), times.of(2, -1), times.of(2, 2 ** 31)]).toEqual([
    0, 0, 0, 0,
  ]);
  expect(told(times).map(([kind, left]) => [kind, left])).toEqual([
    ...seconds.map((one) => [2, one]),
    [3, 4_080],
  ]);
});

test("what is longer than two weeks counts as that", () => {
  const times = new RemainingTimes();
  for (const one of [LONGEST, LONGEST + 1, 2 ** 31 - 1]) times.add(0, one);
  expect(told(times)).toEqual([[0, LONGEST, 3]]);
});

test("a forged dump, with every time in every kind, takes no more than 64 MB", () => {
  const times = new RemainingTimes();
  for (let kind = 0; kind < 40; kind++)
    for (let left = 0; left < LONGEST; left += 4_096) times.add(kind, left);
  expect(told(times)).toHaveLength(4_096);
});
