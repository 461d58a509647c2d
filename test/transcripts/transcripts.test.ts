/**
 * Every sample as people paste it: exploded into the outputs of commands, put together again in some way, and
 * diagnosed as its bundle is. `npm run proof -- transcripts` does the same with more of them.
 */
import { describe, expect, test } from "vitest";
import { readFiles } from "../truth/bundle-files.ts";
import { bundleOf, readSamples } from "../truth/samples.ts";
import { NOT_PASTED, prove } from "./prove.ts";

const RUNS = 10;
const SEED = 1;

describe("a transcript says what its bundle says", () => {
  test.each(readSamples().filter(({ id }) => !NOT_PASTED.has(id)))(
    "of $id",
    async ({ id }) => {
      const { whole, fewer, failures } = await prove(id, await readFiles(bundleOf(id)), {
        runs: RUNS,
        seed: SEED,
        linesEach: 5,
      });
      expect(failures).toEqual([]);
      expect(whole + fewer).toBe(RUNS);
    },
    120_000,
  );
});
