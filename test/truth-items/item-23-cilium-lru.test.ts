import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("a full map of Cilium gives up what was used longest ago", async () => {
  const found = findingIn(await saidOf("cilium-ct-map"), "cilium-ct-map");
  expect(found.mechanism).toContain("gives up the entries that were used longest ago");
  expect(found.mechanism).not.toContain("new connections are dropped");
});
