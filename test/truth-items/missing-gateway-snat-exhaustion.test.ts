import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("attempts to the Internet without an answer, of destinations that answer others", async () => {
  const said = await saidOf("gateway-snat-exhaustion");
  expect(said.findings[0]!.cause).toBe("gateway-snat-exhaustion");
  const found = findingIn(said, "gateway-snat-exhaustion");
  expect(found.verdict).toBe("confirmed");
  expect(found.mechanism).toMatch(/^97 connection attempts .* points to a gateway outside/);
});
