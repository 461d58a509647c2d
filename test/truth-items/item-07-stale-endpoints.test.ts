/** Item 7: what carried a packet within a minute is alive, and a deletion names both ends of each path. */
import { describe, expect, it } from "vitest";
import { analyzed, commandsOf, findingOf, rows, rulesOf } from "./support.ts";

const RULES = {
  "once/iptables-save.txt": rulesOf(
    ["shop/cart:http", "-d 10.96.0.20/32 --dport 80", ["10.244.1.7:8080"]],
    ["shop/pay:http", "-d 10.96.0.21/32 --dport 443", ["10.244.1.8:8443"]],
  ),
};
const gone = (left: number, of = 0) => ({
  src: `10.244.3.${of}`,
  dst: of % 3 === 0 ? "10.96.0.21" : "10.96.0.20",
  dport: of % 3 === 0 ? 443 : 80,
  replySrc: of % 3 === 0 ? "10.244.9.9" : "10.244.9.8",
  replySport: of % 3 === 0 ? 8443 : 8080,
  sport: 40_000 + of,
  left,
  flag: "[ASSURED]" as const,
});
const staleOf = async (left: number, timeout = 86_400) =>
  findingOf(
    await analyzed(
      rows(90, (at) => gone(left, at)),
      { max: 90, tcp_timeout_established: timeout },
      RULES,
    ),
    "stale-endpoints",
  );

describe("entries to an endpoint that no rule names", () => {
  it.each([
    [86_399, 86_400],
    [86_341, 86_400],
    [431_999, 432_000],
    [7_150, 7_200],
  ])(
    "with %i of %i s left carried a packet within the minute: they are not stale",
    async (left, timeout) => {
      expect((await staleOf(left, timeout)).verdict).toBe("ruled-out");
    },
  );

  it.each([
    [86_300, 86_400],
    [431_900, 432_000],
    // under five days, a day left is four days of silence
    [86_399, 432_000],
    [7_100, 7_200],
  ])("with %i of %i s left are stale", async (left, timeout) => {
    expect((await staleOf(left, timeout)).verdict).toBe("likely");
  });

  it("are deleted by one command for each path, which names both of its ends", async () => {
    const finding = await staleOf(80_000);
    expect(commandsOf(finding)).toEqual([
      "conntrack -D -p tcp --orig-dst 10.96.0.20 --orig-port-dst 80 --reply-src 10.244.9.8 --reply-port-src 8080",
      "conntrack -D -p tcp --orig-dst 10.96.0.21 --orig-port-dst 443 --reply-src 10.244.9.9 --reply-port-src 8443",
    ]);
    expect(finding.title).toContain("the rules no longer have");
    expect(finding.mechanism).not.toMatch(/removed pod|pod that is gone/);
    expect(finding.remedies[0]!.risk).toMatch(/may still serve/);
  });
});
