import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

const CAUSE = "neighbour-table-overflow";

test("the table of IPv6 is told from that of IPv4", async () => {
  const said = await saidOf(CAUSE, [
    { replace: "once/kernel-log.txt", text: "arp_cache:", by: "ndisc_cache:" },
    { remove: "*/arp_cache.txt", reason: "not there" },
  ]);
  const found = findingIn(said, CAUSE);
  expect(found.mechanism).toContain("IPv6 (NDP)");
  const commands = found.remedies.flatMap((remedy) => remedy.commands).join("\n");
  expect(commands).toContain("net.ipv6.neigh.default.gc_thresh3");
  expect(commands).not.toContain("ipv4");
});

test("and that of IPv4 from that of IPv6", async () => {
  const found = findingIn(await saidOf(CAUSE), CAUSE);
  expect(found.mechanism).toContain("IPv4 (ARP)");
  expect(found.remedies.flatMap(({ commands }) => commands).join("\n")).not.toContain("ipv6");
});
