import { expect, test } from "vitest";
import { analyzeSample, commandsOf, isFound } from "./items.ts";

const invalid = (by: number) => ({ rise: "nf_conntrack_stat.txt", name: "invalid", by }) as const;

test("attempts whose clients go on, by packets that fit no connection, have answers that pass elsewhere", async () => {
  const analysis = await analyzeSample("retry-storm", invalid(900));
  expect(isFound(analysis, "retry-storm")).toBe(false);
  expect(isFound(analysis, "asymmetric-path")).toBe(true);
  expect(commandsOf(analysis, "asymmetric-path")).not.toContain("tcp_loose");
});

test("with few such packets they are retries", async () => {
  const analysis = await analyzeSample("retry-storm", invalid(11));
  expect(isFound(analysis, "retry-storm")).toBe(true);
  expect(isFound(analysis, "asymmetric-path")).toBe(false);
});
