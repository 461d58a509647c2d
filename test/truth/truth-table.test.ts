/**
 * The truth table: every cause with a bundle that shows it, one just on the other side of a threshold,
 * and one without an input that it needs; and no sample blamed on a cause that is not its own.
 *
 * A case is data: `samples/<cause>/{bundle.tar.gz,expected.json,variants.json}`.
 */
import { describe, expect, test } from "vitest";
import { CAUSES } from "../../src/causes/index.ts";
import {
  decidingSignals,
  distances,
  explain,
  findingOf,
  heldOf,
  isHeld,
  judgeEdited,
  judgeSample,
  required,
  signalsOf,
} from "./judge.ts";
import { readSamples, type Sample } from "./samples.ts";

const SAMPLES = readSamples();
const sampleOf = (cause: string): Sample | undefined => SAMPLES.find(({ id }) => id === cause);

/** A near miss is near: within a tenth of its threshold, or one of what is counted. */
const isNear = ({ than, distance }: { than: number; distance: number }): boolean =>
  distance <= (than > 0 && than < 1 ? than / 10 : Math.max(1, than / 10));

describe.each(CAUSES)("$id", (cause) => {
  const { id } = cause;
  const sample = sampleOf(id);

  test("has a positive, a near miss and an absent input", () => {
    const lacks = [
      ...(sample === undefined ? [`samples/${id}/bundle.tar.gz`] : []),
      ...(sample?.nearMisses.length ? [] : [`a near-miss in samples/${id}/variants.json`]),
      ...(sample?.absent.length ? [] : [`an absent in samples/${id}/variants.json`]),
    ];
    expect(lacks, `cause ${id} lacks ${lacks.join(" and ")}`).toEqual([]);
  });
  if (sample === undefined) return;

  test("has a near miss for each of its requirements", () => {
    const decided = new Set(sample.nearMisses.flatMap((one) => one.expect.by));
    const uncut = signalsOf(required(cause)).filter(
      (one) => !one.some((name) => decided.has(name)),
    );
    expect(uncut, `${id}: no near miss is decided by ${uncut.join(" or ")}`).toEqual([]);
  });

  test("is found in its sample", async () => {
    const finding = findingOf(await judgeSample(id), id);
    expect(isHeld(finding), explain(id, finding)).toBe(true);
    expect(sample.expected.primary).toBe(id);
  });

  test.each(sample.nearMisses)("$name: $why", async ({ name, of = id, edits, expect: wanted }) => {
    const judged = await judgeEdited(of, edits);
    const finding = findingOf(judged, id);
    const story = explain(`${of} ${name}`, finding);
    expect(finding.verdict, story).toBe(wanted.verdict);
    const deciding = decidingSignals(finding);
    const others = deciding.filter((signals) => !signals.some((one) => wanted.by.includes(one)));
    expect(others, story).toEqual([]);
    expect(deciding.flat(), story).toEqual(expect.arrayContaining(wanted.by));
    const far = wanted.by.filter((signal) => {
      const thresholds = distances(cause, finding.evidence, signal);
      return thresholds.length > 0 && !thresholds.some(isNear);
    });
    expect(far, story).toEqual([]);
    // the threshold decides, not the gate
    if (cause.gate === "exhaustion") expect(judged.state).toBe(sampleOf(of)?.expected.state);
  });

  test.each(sample.absent)("$name: $why", async ({ name, of = id, edits, expect: wanted }) => {
    const finding = findingOf(await judgeEdited(of, edits), id);
    const story = explain(`${of} ${name}`, finding);
    expect(finding.verdict, story).toBe("unknown");
    const wants = finding.evidence.flatMap(({ missing }) => missing?.source ?? []);
    expect(wants, story).toContain(wanted.wants);
  });
});

describe.each(SAMPLES)("sample $id", ({ id, expected, others }) => {
  test("is blamed on its causes and on no other", async () => {
    const judged = await judgeSample(id);
    const named = [expected.primary, ...expected.also].filter((one) => one !== null);
    const story = judged.findings
      .filter((one) => isHeld(one) !== named.includes(one.cause.id))
      .map((one) => explain(id, one))
      .join("\n");
    expect(heldOf(judged), story).toEqual(named);
    expect(judged.state).toBe(expected.state);
  });

  test.each(others)("$name: $why", async ({ of = id, edits, expect: wanted }) => {
    const judged = await judgeEdited(of, edits);
    expect(judged.state).toBe(wanted.state);
    expect(heldOf(judged)[0] ?? null).toBe(wanted.primary);
    for (const [use, share] of Object.entries(wanted.uses))
      expect(judged.shares.get(use), use).toBeCloseTo(share, 2);
  });
});
