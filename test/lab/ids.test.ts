import { expect, test } from "vitest";
import { PAIRS } from "./pairs/index.ts";
import { SCENARIOS } from "./scenarios/index.ts";

test("no scenario has the name of a pair: by its name one is found in the kernel that captures it", () => {
  const ids = [...PAIRS, ...SCENARIOS].map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});
