import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("attempts to the Internet without an answer, of destinations that answer others", async () => {
  const said = await saidOf("gateway-snat-exhaustion");
  expect(said.findings[0]!.cause).toBe("gateway-snat-exhaustion");
  const found = findingIn(said, "gateway-snat-exhaustion");
  // the gateway itself is not seen
  expect(found.verdict).toBe("likely");
  expect(found.mechanism).toMatch(/^97 connection attempts .* points to a gateway outside/);
});
