import { expect, test } from "vitest";
import { analyzeSample, findingOf, isFound } from "./items.ts";

test("flows that each stand in one zone take no second entry, however many zones there are", async () => {
  const analysis = await analyzeSample("table-too-small", {
    rows: "^tcp ",
    rewrite: " use=",
    by: " zone={7,12} use=",
  });
  expect(isFound(analysis, "ovs-zones")).toBe(false);
});

test("the same flow in two zones does, and what it holds is the part that is said", async () => {
  const { entries, share, mechanism, verdict } = findingOf(
    await analyzeSample("ovs-zones"),
    "ovs-zones",
  );
  expect(verdict).toBe("confirmed");
  expect(share).toBeGreaterThan(0.3);
  expect(share).toBeLessThan(0.5);
  expect(mechanism).toContain(`${entries!.toLocaleString("en")} entries`);
});
