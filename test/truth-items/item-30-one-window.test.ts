import { expect, test } from "vitest";
import { analyzeSample, textOf } from "./items.ts";

test("the window is what the counters span, and the log speaks in times of day", async () => {
  const analysis = await analyzeSample("stale-endpoints");
  // the samples' own uptime: 15314.08 and 15321.29; rules and dump took longer
  expect(analysis.bundle.windowSeconds).toBe(7.21);
  const text = textOf(analysis);
  expect(text).toMatch(/from `?2026-11-26T00:2\d:\d\dZ`? to `?2026-11-26T00:2\d:\d\dZ/);
  expect(text).not.toMatch(/before the end of the window/);
});
