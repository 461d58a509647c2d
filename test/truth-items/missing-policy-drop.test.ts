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

/** The sample without what answers at other ports, so that only rules can tell; and such rules. */
const SILENT = {
  rows: " dport=8080 src=10\\.244\\.3",
  rewrite: "10\\.244\\.3\\.",
  by: "10.244.9.",
};
const RULES: readonly [string, string[]][] = [
  [
    "iptables-save -c",
    ["*filter", "[41:2460] -A FORWARD -p tcp -m tcp --dport 5432 -j DROP", "COMMIT"],
  ],
  [
    "iptables -L -n -v",
    [
      "Chain FORWARD (policy ACCEPT 0 packets, 0 bytes)",
      " pkts bytes target     prot opt in     out     source               destination",
      "   41  2460 DROP       tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:5432",
    ],
  ],
];

test.each(RULES)("the counters of rules that drop the port support it: %s", async (_, lines) => {
  const without = await analyzeSample("policy-drop", SILENT);
  expect(findingOf(without, "policy-drop").verdict).not.toBe("confirmed");
  const analysis = await analyzeSample("policy-drop", SILENT, {
    add: "once/iptables-save.txt",
    lines,
  });
  const { verdict, mechanism } = findingOf(analysis, "policy-drop");
  expect(verdict).toBe("confirmed");
  expect(mechanism).toContain("dropped by rules of this host: 41 packets");
});
