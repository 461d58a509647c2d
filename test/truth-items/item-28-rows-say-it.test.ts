import { expect, test } from "vitest";
import { analyzeFull, isFound, live, rowsOf, textOf } from "./items.ts";

const oneWay = (left: number) => (n: number) =>
  `tcp      6 ${left - (n % 50)} ESTABLISHED src=198.51.100.73 dst=192.0.2.${n % 250} sport=80 dport=${1_800 + n} [UNREPLIED] src=192.0.2.${n % 250} dst=198.51.100.73 sport=${1_800 + n} dport=80 mark=0 use=1`;

test.each([
  [363_312, "end within 4 d"],
  [290, "end within 5 min"],
])("how long one-way connections stay is what their rows say: %s s", async (left, said) => {
  const rows = [...rowsOf(900, oneWay(left)), ...rowsOf(80, live)];
  const analysis = await analyzeFull(rows, {}, { tcp_timeout_established: 432_000 });
  expect(isFound(analysis, "asymmetric-path")).toBe(true);
  expect(textOf(analysis)).toContain(said);
  expect(textOf(analysis)).not.toMatch(/(?:up to|at most|within|for) five minutes/);
});
