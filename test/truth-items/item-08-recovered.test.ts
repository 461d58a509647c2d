import { expect, test } from "vitest";
import { analyzeSample, textOf } from "./items.ts";

test("totals since boot make no “was full before”: that takes a message or a date", async () => {
  const analysis = await analyzeSample(
    "healthy",
    { rise: "nf_conntrack_stat.txt", name: "early_drop", from: 1, by: 0 },
    { rise: "nf_conntrack_stat.txt", name: "drop", from: 100, by: 0 },
  );
  expect(analysis.state).toBe("healthy");
  expect(textOf(analysis)).not.toMatch(/was full before/);
});

test("a message of before does", async () => {
  const analysis = await analyzeSample("healthy", {
    add: "once/kernel-log.txt",
    lines: ["[{uptime-300}] nf_conntrack: nf_conntrack: table full, dropping packet"],
  });
  expect(analysis.state).toBe("recovered");
});
