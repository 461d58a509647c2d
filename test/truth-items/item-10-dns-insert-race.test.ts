import { expect, test } from "vitest";
import { findingIn, lost, rise, saidOf } from "./said-of.ts";

const CAUSE = "dns-insert-race";
const OF = "dns-insert-race";
const NEWER = {
  replace: "once/version.txt",
  text: "Linux version 5.4.0-150",
  by: "Linux version 5.9.0-050",
};

test("a failed insert without a drop is a race that the kernel resolved", async () => {
  const said = await saidOf(OF, [rise("insert_failed", 60), rise("drop", 0)]);
  expect(findingIn(said, CAUSE).verdict).toBe("ruled-out");
});

test("one lookup in the table is no evidence of lookups", async () => {
  const said = await saidOf(OF, [{ rows: "^udp .* dport=53 ", share: 0.001 }]);
  expect(findingIn(said, CAUSE).verdict).toBe("ruled-out");
});

test("a newer kernel supports nothing, and rules nothing out", async () => {
  expect(findingIn(await saidOf(OF), CAUSE).verdict).toBe("confirmed");
  expect(findingIn(await saidOf(OF, [NEWER]), CAUSE).verdict).toBe("possible");
  const unanswered = {
    rows: "^udp .* dport=53 ",
    rewrite: "^(udp .* dport=53) (src=)",
    by: "$1 [UNREPLIED] $2",
    upTo: 0.05,
  };
  const said = await saidOf(OF, [NEWER, unanswered, ...lost(60)]);
  expect(findingIn(said, CAUSE).verdict).toBe("confirmed");
});
