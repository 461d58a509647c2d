import { expect, test } from "vitest";
import { leads } from "./leads.ts";

test("clients of Services that all get the node's address", async () => {
  const analysis = await leads("hairpin-masquerade", /^ {2}masqueradeAll: false$/m);
  expect(analysis.state).toBe("healthy");
});
