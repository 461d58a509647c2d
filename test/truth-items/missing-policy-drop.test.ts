import { expect, test } from "vitest";
import { analyzeSample, commandsOf, findingOf, isFound } from "./items.ts";

test("a port that is silent at many addresses is a policy's, and neither retries nor a scan", async () => {
  const analysis = await analyzeSample("policy-drop");
  const { mechanism, cause } = analysis.findings[0]!;
  expect(cause).toBe("policy-drop");
  expect(mechanism).toContain("`5432/tcp` that none of the 40 addresses answers");
  expect(mechanism).toContain("Of these addresses, 4 answer at another port");
  expect(isFound(analysis, "retry-storm")).toBe(false);
  expect(commandsOf(analysis, "policy-drop")).toContain("dport=5432");
});

test("attempts at Services whose endpoints are dead are no policy's", async () => {
  const analysis = await analyzeSample("proxy-sync-stalled");
  expect(findingOf(analysis, "policy-drop").verdict).toBe("ruled-out");
});

/** The sample without what answers at other ports, so that nothing tells a policy from dead hosts. */
const SILENT = {
  rows: " dport=8080 src=10\\.244\\.2\\.17[0-3] ",
  rewrite: "10\\.244\\.2\\.17",
  by: "10.244.9.17",
};

test("what a rule of this host drops takes no entry, so its counters support nothing", async () => {
  const without = await analyzeSample("policy-drop", SILENT);
  const { verdict, mechanism } = findingOf(without, "policy-drop");
  expect(verdict).not.toBe("confirmed");
  const lines = ["*filter", "[41:2460] -A FORWARD -p tcp -m tcp --dport 5432 -j DROP", "COMMIT"];
  const add = { add: "once/iptables-save.txt", lines };
  const withRule = await analyzeSample("policy-drop", SILENT, add);
  expect(findingOf(withRule, "policy-drop")).toMatchObject({ verdict, mechanism });
});
