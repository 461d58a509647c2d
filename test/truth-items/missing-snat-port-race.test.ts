import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("rules that do not choose ports at random lose connections to each other", async () => {
  const said = await saidOf("snat-port-race");
  expect(said.findings[0]!.cause).toBe("snat-port-race");
  const found = findingIn(said, "snat-port-race");
  expect(found.verdict).toBe("confirmed");
  expect(found.remedies[0]!.title).toContain("at random");
});
