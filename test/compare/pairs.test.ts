import { expect, test } from "vitest";
import { compare } from "../../src/index.ts";
import { claimsOfDrawn, claimsOfSteady } from "./chance.ts";
import { FIXES, faultsOfFix } from "./fixes.ts";
import { capturesOf } from "./support.ts";

const DRAWN = 20;

test.each(FIXES)("$id: $title", async (fix) => {
  expect(await faultsOfFix(fix)).toEqual([]);
});

test.each(FIXES)("$id, the other way round, is a regression", async ({ id }) => {
  const comparison = await compare(capturesOf(id).reverse());
  expect(comparison.outcome).toBe("worse");
  expect(comparison.notes.join("\n")).toContain("they are compared in the order");
});

test("no difference is claimed between 105 pairs of captures of a node under steady load", async () => {
  const { pairs, wrong } = await claimsOfSteady();
  expect(pairs).toBeGreaterThanOrEqual(100);
  expect(wrong).toEqual([]);
});

/** `npm run proof -- compare` draws hundreds. */
test(`no difference is claimed between two moments of ${DRAWN} drawn nodes`, async () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= DRAWN; seed++) wrong.push(...(await claimsOfDrawn(seed)));
  expect(wrong).toEqual([]);
});
