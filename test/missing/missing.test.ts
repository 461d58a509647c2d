import { expect, test } from "vitest";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { heldBy, isFirmer, saidWithout, sourcesOf } from "./without.ts";

// a few samples, and of each a few of its sources; npm run proof -- missing has all of both
const SOME = SAMPLE_IDS.filter((_, at) => at % 10 === 0);

test.each(SOME)("%s: no cause is ruled out or found for want of an input", async (id) => {
  const held = await heldBy(bundleOf(id));
  const turn = SOME.indexOf(id);
  for (const subject of held.subjects) {
    const sources = sourcesOf(subject).filter((_, at) => at % 6 === turn % 6);
    expect(saidWithout(subject, held, sources)).toEqual([]);
  }
});

test("what is unknown or possible says less than what is ruled out or found", () => {
  expect(isFirmer("unknown", "ruled-out")).toBe(true);
  expect(isFirmer("confirmed", "ruled-out")).toBe(true);
  expect(isFirmer("possible", "likely")).toBe(true);
  expect(isFirmer("confirmed", "likely")).toBe(false);
  expect(isFirmer("ruled-out", "unknown")).toBe(false);
});
