import { expect, test } from "vitest";
import type { Evidence, Finding, Verdict } from "../../src/causes/finding.ts";
import { settledUnlessLost, unlessLost } from "../../src/causes/short.ts";

const evidence = (of: Partial<Evidence>): Evidence => ({
  role: "requires",
  signal: "udp.share",
  title: "",
  value: 1,
  unit: "share",
  test: "> 0.3",
  holds: true,
  source: null,
  command: "",
  missing: null,
  ...of,
});
const finding = (verdict: Verdict, of: Partial<Evidence> = {}, rest?: true): Finding =>
  ({
    cause: { id: "a", ...(rest ? { rest } : {}) },
    verdict,
    otherwise: verdict,
    entries: null,
    evidence: [evidence(of)],
  }) as unknown as Finding;
const ROWS = new Set(["udp.share", "use.dns.share"] as const);
const after = (one: Finding, lost: Parameters<typeof unlessLost>[1]): Verdict =>
  unlessLost([one], lost)[0]!.verdict;

test.each<[string, Verdict, Partial<Evidence>, Verdict]>([
  ["what was ruled out is open", "ruled-out", { holds: false }, "unknown"],
  ["what was found stays", "confirmed", {}, "confirmed"],
  [
    "unless something unknown could rule it out",
    "confirmed",
    { role: "excludes", holds: null },
    "unknown",
  ],
  ["unless it wants little of something", "likely", { test: "<= 4" }, "unknown"],
  [
    "unless too little of something rules it out",
    "likely",
    { role: "excludes", holds: false },
    "unknown",
  ],
  [
    "a part of the table is scaled",
    "likely",
    { signal: "use.dns.share", role: "excludes", holds: false },
    "likely",
  ],
])("where rows were lost, %s", (_, verdict, of, now) => {
  expect(after(finding(verdict, of), ROWS)).toBe(now);
  expect(after(finding(verdict, of), "none")).toBe(verdict);
});

test("where rows were lost, what no row tells is judged as ever; where inputs were, all is open", () => {
  const one = finding("ruled-out", { signal: "host.kind", holds: false });
  expect([after(one, ROWS), after(one, "all")]).toEqual(["ruled-out", "unknown"]);
});

test("nothing is found because others could not be judged", () => {
  const before = [finding("unknown")];
  expect(settledUnlessLost([finding("likely")], before, ROWS)[0]!.verdict).toBe("unknown");
  expect(settledUnlessLost([finding("likely")], before, "none")[0]!.verdict).toBe("likely");
  const rest = [finding("likely", {}, true)];
  expect(settledUnlessLost(rest, rest, ROWS)[0]!.verdict).toBe("unknown");
});
