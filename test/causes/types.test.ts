import { expect, test } from "vitest";
import type { Cause, Test } from "../../src/causes/cause.ts";
import type { SignalName, SignalWith } from "../../src/signals/index.ts";

// The compiler is the test here (`npm run types`): an error that is expected and does not come is one.

const _fitting: readonly Test[] = [
  ["table.rows", ">", 3],
  ["table.exhausted", "=", true],
  ["top.source", "!=", "10.0.0.1"],
];

const _unfitting: readonly Test[] = [
  // @ts-expect-error a count is held against a number
  ["table.rows", ">", "three"],
  // @ts-expect-error a yes or no is held against true or false
  ["table.exhausted", "=", 1],
  // @ts-expect-error no yes is more than another
  ["table.exhausted", ">", true],
  // @ts-expect-error a name is held against a name
  ["top.source", "=", 10],
  // @ts-expect-error it is spelt otherwise
  ["table.rowz", ">", 3],
];

// @ts-expect-error a share is no number of entries
const _holds: Cause["holds"] = ["use.time-wait.share"];

/** Every signal is a number, a yes or no, or a name, so that there is a test for each. */
type Untestable = Exclude<
  SignalName,
  SignalWith<number> | SignalWith<boolean> | SignalWith<string>
>;
const _all: [Untestable] extends [never] ? true : Untestable = true;

test("what must not compile does not", () => {
  expect([_fitting, _unfitting, _holds, _all]).toHaveLength(4);
});
