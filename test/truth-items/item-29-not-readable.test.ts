/** Item 29: what cannot be read without root is unknown, and not a count of zero. */
import { expect, test } from "vitest";
import { analyzeSample, verdictOf } from "./items.ts";

const NO_ROOT = { replace: "manifest.json", pattern: '"uid": 0', by: '"uid": 1000' };
const NO_LOG = { replace: "once/kernel-log.txt", pattern: "(.*\\n)+", by: "-- No entries --\n" };
const NO_NAMESPACES = { replace: "once/namespaces.txt", pattern: "^\\d.*\\n", by: "" };

test("a fault that root sees is not ruled out by an empty log and a list without namespaces", async () => {
  const root = await analyzeSample("namespace-table-full");
  expect(verdictOf(root, "namespace-table-full")).toBe("confirmed");
  const user = await analyzeSample("namespace-table-full", NO_ROOT, NO_LOG, NO_NAMESPACES);
  expect(verdictOf(user, "namespace-table-full")).toBe("unknown");
});

test("the report says of both that they were not to be had, and how they are", async () => {
  const { findings, coverage } = await analyzeSample(
    "namespace-table-full",
    NO_ROOT,
    NO_LOG,
    NO_NAMESPACES,
  );
  const { evidence } = findings.find(({ cause }) => cause === "namespace-table-full")!;
  const unknown = evidence.filter(({ missing }) => missing !== null);
  expect(unknown.map(({ signal }) => signal)).toEqual(
    expect.arrayContaining(["namespaces.fullMessages", "namespaces.fullest.share"]),
  );
  expect(coverage.failed.map(({ reason }) => reason).join()).toContain("not readable without root");
});
