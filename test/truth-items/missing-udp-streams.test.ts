import { expect, test } from "vitest";
import { analyzeSample, commandsOf } from "./items.ts";

test("ASSURED UDP has its own timeout as its lever, and is no short flow", async () => {
  const analysis = await analyzeSample("udp-streams");
  expect(analysis.findings[0]!.cause).toBe("udp-streams");
  expect(commandsOf(analysis, "udp-streams")).toContain("nf_conntrack_udp_timeout_stream=30");
  expect(commandsOf(analysis, "udp-streams")).not.toContain("nf_conntrack_udp_timeout=");
});
