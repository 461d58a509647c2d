import { afterAll, beforeAll, expect, test } from "vitest";
import { boundBy, Patience } from "../../src/archive/bounded.ts";
import { within } from "../../src/node/within.ts";

beforeAll(() => boundBy(within));
afterAll(() => boundBy((_, work) => work()));

const busy = (milliseconds: number) => () => {
  for (const from = performance.now(); performance.now() - from < milliseconds; );
};

test("what does not end is ended, and what is quick is run after it, too", () => {
  const patience = new Patience(50);
  const endless = () => {
    for (;;);
  };
  expect(() => patience.run(endless)).toThrow(/takes too long/);
  let ran = 0;
  patience.run(() => ran++);
  expect(ran).toBe(1);
  expect(() => patience.run(endless)).toThrow(/takes too long/);
});

test("slow pieces may take so much together", () => {
  const patience = new Patience(600);
  patience.run(busy(200));
  expect(() => {
    for (let piece = 1; piece < 5; piece++) patience.run(busy(200));
  }).toThrow(/takes too long/);
});

test("what the work throws is thrown", () => {
  const refuse = () => {
    throw new RangeError("no");
  };
  expect(() => new Patience(50).run(refuse)).toThrow(RangeError);
});
