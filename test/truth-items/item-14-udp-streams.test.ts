import { expect, test } from "vitest";
import { analyzeFull, analyzeSample, findingOf, live, rowsOf, textOf } from "./items.ts";

const stream = (n: number) =>
  `udp      17 ${n % 2 === 0 ? 20 : 100} src=10.0.0.${n % 90} dst=203.0.113.9 sport=${20_000 + n} dport=51820 src=203.0.113.9 dst=10.0.0.${n % 90} sport=51820 dport=${20_000 + n} [ASSURED] mark=0 use=1`;
const version = (release: string) => ({
  "once/version.txt": `Linux version ${release} (gcc) #1 SMP\n`,
});
const rows = [...rowsOf(1_000, stream), ...rowsOf(500, live)];
const settings = { udp_timeout_stream: 120 };

test("streams have the timeout of streams as their lever", async () => {
  const { remedies, entries } = findingOf(
    await analyzeFull(rows, version("6.1.0"), settings),
    "udp-streams",
  );
  const timeout = remedies.find(({ title }) => title.includes("udp_timeout_stream"))!;
  expect(entries).toBe(1_000);
  // those with 20 s left were silent for 100 s
  expect(timeout.frees).toMatchObject({ entries: 500, when: "within" });
});

test("on 5.10, what has no more left than udp_timeout may be under that: its idle time is unknown", async () => {
  const { table, findings } = await analyzeFull(rows, version("5.10.0"), settings);
  expect(table.idle.unknown).toBe(500);
  const { remedies } = findings.find(({ cause }) => cause === "udp-streams")!;
  expect(remedies.some(({ title }) => title.includes("udp_timeout_stream"))).toBe(false);
});

test("nothing says that lookups never reach the timeout of streams", async () => {
  expect(textOf(await analyzeSample("udp-accumulation"))).not.toMatch(/never reach/);
});
