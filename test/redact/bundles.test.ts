import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { restorer } from "../../src/redact/restore.ts";
import type { Analysis } from "../../src/report/contract.ts";
import { temporaryFolder } from "../support/folders.ts";
import { comparable, differences } from "./compare.ts";
import { leaksOf } from "./leaks.ts";
import { BUNDLES, keyOf, redactTo } from "./redacting.ts";

const folder = temporaryFolder();
/** In CI more; `npm run proof -- redact` tries a hundred. */
const KEYS = process.env["CI"] ? 10 : 2;

describe.each([...BUNDLES])("%s", (name, path) => {
  it("is diagnosed alike without its names, and shows none of them", async () => {
    const whole = comparable(await analyze(path));
    for (let seed = 1; seed <= KEYS; seed++) {
      const copy = await redactTo(
        path,
        join(folder, `${name.replace(" ", "-")}.tar.gz`),
        keyOf(seed),
      );
      const analysis = await analyze(copy.path);
      const restored = JSON.parse(restorer(copy.map)(JSON.stringify(analysis))) as Analysis;
      expect(differences(whole, comparable(restored)), `key ${seed}`).toEqual([]);
      const { found, sought } = await leaksOf(path, copy, analysis);
      expect(found, `key ${seed}`).toEqual([]);
      expect(sought).toBeGreaterThan(0);
    }
  });
});
