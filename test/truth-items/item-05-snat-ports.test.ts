import { expect, test } from "vitest";
import { findingIn, lost, saidOf } from "./said-of.ts";

const CAUSE = "snat-port-exhaustion";

test("the destination without a port left is named, not the one with most entries", async () => {
  const found = findingIn(await saidOf(CAUSE), CAUSE);
  expect(found.verdict).toBe("confirmed");
  expect(found.parties).toMatchObject([
    { role: "translated", address: "198.51.100.10", port: 443, protocol: "tcp", entries: 5 },
  ]);
  expect(found.mechanism).toContain("uses 5 of the 5 source ports");
  // its five ports are those of open connections: there is no closed one to delete
  expect(found.remedies.flatMap(({ commands }) => commands).join()).not.toContain("conntrack -D");
});

test("entries of closed connections are deleted where there are any", async () => {
  const closed = [
    { rows: "dst=198.51.100.10 ", rewrite: "86\\d+ ESTABLISHED", by: "100 TIME_WAIT" },
  ];
  const found = findingIn(await saidOf(CAUSE, closed), CAUSE);
  expect(found.remedies[0]!.title).toContain("Delete the 5 entries of closed connections");
  expect(found.remedies[0]!.commands).toEqual([
    "conntrack -D -p tcp --state TIME_WAIT --reply-src 198.51.100.10 --reply-port-src 443",
  ]);
});

test("a few failed inserts with 55 translated entries are no exhaustion", async () => {
  expect(findingIn(await saidOf("healthy", lost(6)), CAUSE).verdict).toBe("ruled-out");
});

test("room in the range and rules without --random-fully are a race", async () => {
  const said = await saidOf("healthy", [
    { replace: "once/iptables-save.txt", text: " --random-fully", by: "" },
    { replace: "once/nft-ruleset.txt", text: " masquerade fully-random", by: " masquerade" },
    ...lost(60),
  ]);
  expect(said.findings[0]!.cause).toBe("snat-port-race");
  expect(findingIn(said, CAUSE).verdict).toBe("ruled-out");
});
