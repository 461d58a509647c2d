import { expect, test } from "vitest";
import { analyzeFull, isFound, live, rowsOf, verdictOf } from "./items.ts";

const source = (n: number) => `198.51.${Math.floor(n / 250)}.${(n % 250) + 1}`;
const halfOpen = (from: (n: number) => string) => (n: number) =>
  `tcp      6 5 SYN_RECV src=${from(n)} dst=203.0.113.7 sport=${1_024 + n} dport=443 src=203.0.113.7 dst=${from(n)} sport=443 dport=${1_024 + n} mark=0 use=1`;
const unanswered = (from: (n: number) => string, to: (n: number) => string) => (n: number) =>
  `tcp      6 90 SYN_SENT src=${from(n)} dst=${to(n)} sport=${1_024 + n} dport=30080 [UNREPLIED] src=10.244.2.9 dst=${from(n)} sport=8080 dport=${1_024 + n} mark=0 use=1`;

test("5,000 half-open connections of as many sources are a flood, not a table too small", async () => {
  const analysis = await analyzeFull([...rowsOf(5_000, halfOpen(source)), ...rowsOf(500, live)]);
  expect(verdictOf(analysis, "syn-flood")).toBe("likely");
  expect(isFound(analysis, "table-too-small")).toBe(false);
  expect(analysis.summary).toContain("5,000 sources");
  expect(analysis.table.uses[0]).toMatchObject({ use: "half-open", entries: 5_000 });
});

test("invented sources at one NodePort are no retry storm; a few sources that try again are", async () => {
  const node = () => "192.0.2.10";
  const flood = await analyzeFull([
    ...rowsOf(2_000, unanswered(source, node)),
    ...rowsOf(500, live),
  ]);
  expect([isFound(flood, "syn-flood"), isFound(flood, "retry-storm")]).toEqual([true, false]);
  const pods = (n: number) => `10.244.1.${n % 40}`;
  const storm = await analyzeFull([...rowsOf(2_000, unanswered(pods, node)), ...rowsOf(500, live)]);
  expect([isFound(storm, "syn-flood"), isFound(storm, "retry-storm")]).toEqual([false, true]);
});

test("few sources at many destinations are a scan, not a flood", async () => {
  const to = (n: number) => `10.9.${Math.floor(n / 250)}.${n % 250}`;
  const scan = await analyzeFull([
    ...rowsOf(
      2_000,
      unanswered(() => "10.244.1.200", to),
    ),
    ...rowsOf(500, live),
  ]);
  expect([isFound(scan, "connection-scan"), isFound(scan, "syn-flood")]).toEqual([true, false]);
});
