import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../src/analyze.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { type Counts, countsOf, countsOfAwk } from "./counts.ts";
import { TIMEOUTS, writeBundle } from "./data-set.ts";
import type { Dump } from "./generate.ts";

const missing = needs({ commands: ["awk"] });
const folder = temporaryFolder();
const DUMPS: [string, Dump][] = [
  ["a cluster's table", { rows: 100_000, seed: 1, spoofed: 0, accounting: false }],
  ["mostly spoofed, with counters", { rows: 20_000, seed: 2, spoofed: 0.8, accounting: true }],
];

describe.skipIf(missing !== null).for(DUMPS)(
  `the same text, counted by an awk program (${missing ?? "runs"}): %s`,
  ([name, dump]) => {
    let ours: Counts;
    let theirs: Counts;
    let topSource: number | undefined;

    beforeAll(async () => {
      const bundle = join(folder, name);
      const path = await writeBundle(dump, bundle);
      const [{ tables, attribution }] = await examine(bundle);
      expect(tables).toHaveLength(1);
      ours = countsOf(tables[0]!, attribution!, TIMEOUTS.tcp_timeout_established);
      topSource = attribution!.topSources[0]?.entries;
      theirs = countsOfAwk(path);
    });

    it("rows, as many as were generated", () => {
      expect(theirs.rows).toBe(dump.rows);
      expect(ours.rows).toBe(dump.rows);
    });

    it.each(["protocol", "kind", "use"] as const)("entries by %s", (by) => {
      expect(theirs[by].size).toBeGreaterThan(5);
      expect(ours[by]).toEqual(theirs[by]);
      expect([...ours[by].values()].reduce((sum, count) => sum + count)).toBe(dump.rows);
    });

    it("remaining times of each kind", () => {
      expect(theirs.remaining.size).toBeGreaterThan(1_000);
      expect(ours.remaining).toEqual(theirs.remaining);
    });

    it.each(["sources", "destinations", "backends", "ports", "tuples"] as const)(
      "%s: how many, and the ten largest",
      (list) => {
        expect(theirs[list].largest).toHaveLength(10);
        expect(Object.keys(theirs[list].leaders).length).toBeGreaterThan(3);
        expect(ours[list]).toEqual(theirs[list]);
      },
    );

    it("the source that holds most of the table, as the report names it", () => {
      expect(topSource).toBe(theirs.sources.largest[0]);
    });
  },
);
