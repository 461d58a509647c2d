import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("a limit that would take a third of the memory is told", async () => {
  const said = await saidOf("table-oversized");
  expect(said.findings[0]!.cause).toBe("table-oversized");
  const found = findingIn(said, "table-oversized");
  expect(found.verdict).toBe("confirmed");
  expect(found.mechanism).toContain("30 % of the node's memory (limit: 20,000,000)");
});
