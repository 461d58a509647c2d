import { expect, test } from "vitest";
import { analyzeSample, commandsOf, findingOf, isFound } from "./items.ts";

test("a port that is silent at many addresses is a policy's, and neither retries nor a scan", async () => {
  const analysis = await analyzeSample("policy-drop");
  const { mechanism, cause } = analysis.findings[0]!;
  expect(cause).toBe("policy-drop");
  expect(mechanism).toContain("`5432/tcp`, which is silent at all 40 addresses");
  expect(mechanism).toContain("Of these, 4 answer at another port");
  expect(isFound(analysis, "retry-storm")).toBe(false);
  expect(commandsOf(analysis, "policy-drop")).toContain("dport=5432");
});

test("attempts at Services whose endpoints are dead are no policy's", async () => {
  const analysis = await analyzeSample("proxy-sync-stalled");
  expect(findingOf(analysis, "policy-drop").verdict).toBe("ruled-out");
});
