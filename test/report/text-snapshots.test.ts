import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyze, renderText } from "../../src/index.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";

const FOLDER = fileURLToPath(new URL("text/", import.meta.url));
/** The sample whose tables are kept, too: two causes, and something of every section. */
const VERBOSE = "mix-stale-retry";

/** Renewed by `npx vitest run test/report/text-snapshots.test.ts -u`, whose `-u` stands last; then to be read. */
describe("what a terminal of 80 columns shows is what was read and approved", () => {
  it.each(SAMPLE_IDS)("%s", async (id) => {
    const analysis = await analyze(bundleOf(id));
    await expect(renderText(analysis)).toMatchFileSnapshot(join(FOLDER, `${id}.txt`));
    if (id === VERBOSE)
      await expect(renderText(analysis, { verbose: true })).toMatchFileSnapshot(
        join(FOLDER, `${id}.verbose.txt`),
      );
  });

  it("holds nothing of a sample that is gone", () => {
    const kept = [...SAMPLE_IDS.map((id) => `${id}.txt`), `${VERBOSE}.verbose.txt`].sort();
    expect(readdirSync(FOLDER).sort()).toEqual(kept);
  });
});
