import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("503 of a node that is not eligible for traffic is a node that leaves", async () => {
  const said = await saidOf("node-draining");
  expect(said.findings[0]!.cause).toBe("node-draining");
  const found = findingIn(said, "node-draining");
  expect(found.verdict).toBe("confirmed");
  expect(findingIn(said, "proxy-sync-stalled").verdict).toBe("ruled-out");
});
