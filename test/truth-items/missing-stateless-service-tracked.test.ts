import { expect, test } from "vitest";
import { analyzeSample, commandsOf } from "./items.ts";

test("a server that is asked by its own address is kept out of the table both ways, and nothing wider", async () => {
  const analysis = await analyzeSample("stateless-service-tracked");
  expect(analysis.findings[0]!.cause).toBe("stateless-service-tracked");
  expect(commandsOf(analysis, "stateless-service-tracked").split("\n")).toEqual(
    expect.arrayContaining([
      "iptables -t raw -I PREROUTING -p udp -d 203.0.113.53 --dport 53 -j NOTRACK",
      "iptables -t raw -I OUTPUT -p udp -s 203.0.113.53 --sport 53 -j NOTRACK",
    ]),
  );
});
