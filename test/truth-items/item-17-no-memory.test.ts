import { expect, test } from "vitest";
import { findingIn, rise, saidOf } from "./said-of.ts";

const CAUSE = "entry-allocation-failed";

test("drops with room in the table are no want of memory by themselves", async () => {
  expect(findingIn(await saidOf("healthy", [rise("drop", 60)]), CAUSE).verdict).toBe("ruled-out");
});

test("with hardly any memory available they are", async () => {
  const said = await saidOf("healthy", [
    rise("drop", 60),
    { set: "*/meminfo.txt", name: "MemAvailable", to: "212000 kB" },
  ]);
  expect(findingIn(said, CAUSE).verdict).toBe("confirmed");
});
