import { expect, test } from "vitest";
import { analyzeFull, analyzeSample, isFound, live, rowsOf, verdictOf } from "./items.ts";

const ID = "timeout-lowered-late";

test("idle connections from before a lower timeout are the cause, and a still lower one is no step", async () => {
  const analysis = await analyzeSample(ID);
  expect(analysis.findings[0]!.cause).toBe(ID);
  expect(verdictOf(analysis, "table-too-small")).toBe("ruled-out");
  expect(analysis.notes.join("\n")).not.toContain("it was lowered");
  const steps = analysis.findings[0]!.remedies.flatMap(({ commands }) => commands).join("\n");
  expect(steps).not.toContain("tcp_timeout_established=");
});

test("those that had a packet within the hour before are in use, as far as one can tell", async () => {
  const rows = rowsOf(2000, (n) => live(n).replace(/ 863\d\d /, ` ${430_000 + (n % 2000)} `));
  const analysis = await analyzeFull(rows);
  expect(verdictOf(analysis, ID)).toBe("ruled-out");
  expect(isFound(analysis, "table-too-small")).toBe(true);
  expect(analysis.notes.join("\n")).toContain("it was lowered");
});
