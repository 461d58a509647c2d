/** Item 2: kernels before 6.17 log one text for every namespace, while counters are of one. */
import { expect, test } from "vitest";
import { analyzeSample, findingOf, isFound } from "./items.ts";

const MESSAGE = "nf_conntrack: nf_conntrack: table full, dropping packet";
const ONE = { add: "once/kernel-log.txt", lines: [`[{uptime+2}] ${MESSAGE}`] };
const OF_6_1 = {
  replace: "once/version.txt",
  pattern: "^Linux version \\S+",
  by: "Linux version 6.1.0-18-amd64",
};

test("with counters that stand still in a table with room, the message is of another's table", async () => {
  const analysis = await analyzeSample("healthy", OF_6_1, ONE);
  expect(analysis.state).toBe("healthy");
  expect(isFound(analysis, "table-too-small")).toBe(false);
  expect(isFound(analysis, "namespace-table-full")).toBe(true);
});

test("with drops of this table's own counters it is of this one", async () => {
  const analysis = await analyzeSample(
    "healthy",
    OF_6_1,
    ONE,
    { rise: "nf_conntrack_stat.txt", name: "drop", by: 40 },
    { rise: "nf_conntrack_stat.txt", name: "early_drop", by: 40 },
  );
  expect(analysis.state).toBe("exhausted");
  expect(findingOf(analysis, "namespace-table-full").verdict).toBe("ruled-out");
});
