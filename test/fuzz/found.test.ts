import { beforeAll, describe, expect, test } from "vitest";
import { inputOf, readFound } from "./input.ts";
import { readSeeds } from "./seeds.ts";
import { faultOf, type Target, targetsOf } from "./targets.ts";

/** What failed once, when it was found by `npm run fuzz`. */
describe("inputs that failed once", () => {
  let targets: readonly Target[];
  beforeAll(async () => {
    targets = targetsOf(await readSeeds());
  }, 120_000);

  test.each(readFound())("%s", async (_, found) => {
    const target = targets.find(({ name }) => name === found.target)!;
    expect(await faultOf(target, inputOf(found)), found.fault).toBeNull();
    expect(found.mended, "what was mended is said in the file").not.toBe("");
  });
});
