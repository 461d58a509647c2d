import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

const CAUSE = "ephemeral-port-exhaustion";

test("sockets that others opened take no local port", async () => {
  const said = await saidOf("healthy", [{ set: "*/sockstat.txt", name: "TCP.inuse", to: 27_900 }]);
  expect(findingIn(said, CAUSE).verdict).toBe("ruled-out");
});

test("the source and the destination whose ports ran out are named", async () => {
  const found = findingIn(await saidOf(CAUSE), CAUSE);
  expect(found.verdict).toBe("confirmed");
  expect(found.parties).toMatchObject([
    { role: "source", address: "10.0.0.11" },
    { role: "destination", address: "198.51.100.10", port: 443, protocol: "tcp" },
  ]);
  // one of them may share its place in the count with another pair
  expect(found.parties[0]!.entries).toBeGreaterThan(195);
});
