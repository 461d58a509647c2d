import { expect, test } from "vitest";
import { analyzeFull, findingOf, live, rowsOf } from "./items.ts";

const udp = (from: (n: number) => string) => (n: number) =>
  `udp      17 20 src=${from(n)} dst=192.0.${Math.floor(n / 250)}.${n % 250} sport=51413 dport=${5_000 + n} [UNREPLIED] src=192.0.${Math.floor(n / 250)}.${n % 250} dst=198.51.100.77 sport=${5_000 + n} dport=51413 mark=0 use=1`;

test("the one host that holds the table is in the sentence of the cause", async () => {
  const rows = [
    ...rowsOf(
      1_800,
      udp(() => "192.168.1.50"),
    ),
    ...rowsOf(900, live),
  ];
  const analysis = await analyzeFull(rows);
  const { mechanism, parties } = findingOf(analysis, "udp-accumulation");
  expect(mechanism).toContain("192.168.1.50");
  expect(analysis.summary).toContain("192.168.1.50");
  expect(parties.map(({ role, address }) => [role, address])).toContainEqual([
    "source",
    "192.168.1.50",
  ]);
});

test("of many that hold alike none is named", async () => {
  const rows = [
    ...rowsOf(
      1_800,
      udp((n) => `192.168.1.${n % 100}`),
    ),
    ...rowsOf(900, live),
  ];
  const { mechanism, parties } = findingOf(await analyzeFull(rows), "udp-accumulation");
  expect(mechanism).not.toContain("192.168.1.");
  expect(parties).toEqual([]);
});
