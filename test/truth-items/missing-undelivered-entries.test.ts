import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("entries that are counted and not shown wait for a reader of events", async () => {
  const said = await saidOf("undelivered-entries");
  expect(said.findings[0]!.cause).toBe("undelivered-entries");
  const found = findingIn(said, "undelivered-entries");
  expect(said.state).toBe("critical");
  expect(found.entries).toBe(3770);
  // turning events off frees nothing that waits already
  expect(found.remedies.map((remedy) => remedy.class)).toEqual(["now", "prevent"]);
  expect(found.remedies[1]!.undo).toBe("sysctl -w net.netfilter.nf_conntrack_events=2");
});
