/** The tests of the lab on one kernel: a fresh capture of every scenario, each with a shape that nobody chose. */
import { beforeAll, describe, expect, test } from "vitest";
import { build } from "../cli/built.ts";
import { drawGroups, type Group } from "./cases.ts";
import { KERNELS, type KernelName, whyNot } from "./kernels.ts";
import { liveRun, type Outcome } from "./live-run.ts";
import { SCENARIOS } from "./scenarios/index.ts";

/** Far above what a run takes; another lab on this machine may have to end first. */
const PATIENCE_MS = 1_200_000;

/**
 * What a test run draws on user-mode Linux: the faults that it alone can show, and one of each way to fill a
 * table. A case takes it half a minute of a processor, so that all of them would take a gate's time twice;
 * `npm run lab` draws them all.
 */
const ON_UML: ReadonlySet<string> = new Set([
  "table-too-small",
  "time-wait-churn",
  "generic-protocol",
  "neighbour-table-overflow",
]);

/** The seed is in the title: `npm run lab -- --kernel … --seed N` draws the same cases again. */
export function testLab(kernel: KernelName): void {
  const { title, missing, groupSize } = KERNELS[kernel];
  const seed = Number(process.env["LAB_SEED"] ?? Date.now() % 1_000_000);
  const lack = missing();
  const unable = SCENARIOS.filter((one) => whyNot(one, kernel) !== null);
  const able = SCENARIOS.filter(
    (one) => !unable.includes(one) && (kernel === "host" || ON_UML.has(one.id)),
  );

  describe.skipIf(lack)(`on ${title}, seed ${seed}${lack ? `: ${lack}` : ""}`, () => {
    const outcomes = new Map<string, Outcome>();
    /** What was wrong, alone and in the same shape: of two captures both must be wrong to fail. */
    const wrong = (group: Group): Group[] =>
      group.cases
        .filter(({ scenario: { id } }) => outcomes.get(id)?.mismatches.length !== 0)
        .map((one) => ({ ...group, cases: [one] }));

    beforeAll(async () => {
      await build();
      const groups = drawGroups(able, able.length, seed, groupSize);
      await liveRun(groups, kernel, (outcome) => outcomes.set(outcome.id, outcome));
      const again = groups.flatMap(wrong);
      await liveRun(again, kernel, (outcome) => {
        console.warn(
          `wrong at first: ${outcomes.get(outcome.id)?.summary}; now: ${outcome.summary}`,
        );
        outcomes.set(outcome.id, outcome);
      });
    }, PATIENCE_MS);

    test.each(able)("$id is recognised: $title", ({ id }) => {
      const outcome = outcomes.get(id);
      expect(outcome?.mismatches, outcome?.summary).toEqual([]);
    });

    test("whatever it cannot show, the other kernel can", () => {
      const other = kernel === "uml" ? "host" : "uml";
      expect(unable.filter((one) => whyNot(one, other) !== null)).toEqual([]);
    });
  });
}
