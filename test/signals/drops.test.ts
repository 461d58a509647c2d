import { expect, test } from "vitest";
import { told } from "../facts/told.ts";
import { valueFor } from "./in-memory.ts";

const scrape = (drop: number, failed: number | null): string =>
  [
    "node_nf_conntrack_entries 4000",
    "node_nf_conntrack_entries_limit 4000",
    `node_nf_conntrack_stat_drop ${drop}`,
    "node_nf_conntrack_stat_early_drop 7",
    ...(failed === null ? [] : [`node_nf_conntrack_stat_insert_failed ${failed}`]),
    "",
  ].join("\n");
const lost = (drops: readonly [number, number], failed: readonly [number, number] | null) =>
  valueFor("table.fullDrops", {
    "before.prom": scrape(drops[0], failed?.[0] ?? null),
    "after.prom": scrape(drops[1], failed?.[1] ?? null),
  });
const stateOf = async (
  drops: readonly [number, number],
  failed: readonly [number, number] | null,
) =>
  (
    await told({
      "before.prom": scrape(drops[0], failed?.[0] ?? null),
      "after.prom": scrape(drops[1], failed?.[1] ?? null),
      "dmesg.txt": "",
    })
  )[0]?.state;

test("drops of node_exporter: all known, they are judged", async () => {
  expect(await stateOf([5, 905], [5, 5])).toBe("exhausted");
  expect(await stateOf([5, 905], [5, 905])).toBe("critical");
});
test("without insert_failed a rise may be clashes alone: it shows no loss, and excludes none", async () => {
  expect(await stateOf([5, 905], null)).toBe("critical");
  expect(await lost([5, 905], null)).toBeNull();
});
test("a drop that stood still tells that nothing was lost, whatever else lacks", async () => {
  expect(await lost([905, 905], null)).toBe(0);
  expect(await lost([905, 905], [3, 3])).toBe(0);
  expect(await lost([905, 5], null)).toBeNull();
});
