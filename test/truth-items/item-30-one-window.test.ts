import { expect, test } from "vitest";
import { analyzeSample, textOf } from "./items.ts";

test("the window is what the counters span, and the log speaks in times of day", async () => {
  const analysis = await analyzeSample("stale-endpoints");
  // the samples' own uptime: 3647.43 and 3652.72; rules and dump took until 3657.89
  expect(analysis.bundle.windowSeconds).toBe(5.29);
  const text = textOf(analysis);
  expect(text).toMatch(/from `?2026-11-22T18:0\d:\d\dZ`? to `?2026-11-22T18:0\d:\d\dZ/);
  expect(text).not.toMatch(/before the end of the window/);
});
