import { isFound } from "../causes/finding.ts";
import { formatNumber } from "../format.ts";
import type { Difference } from "../report/comparison.ts";
import type { AnalysisFinding } from "../report/contract.ts";
import { VERDICT_WORDS } from "../report/words.ts";
import { chanceOf } from "./chance.ts";
import { type Named, PLAIN, swingIn, unknownDifference } from "./numbers.ts";
import { notKnown, type Side, scaleOf } from "./side.ts";
import { differs } from "./tests.ts";
import { partedOtherwise } from "./uses.ts";

type Verdict = AnalysisFinding["verdict"];

/** From what is ruled out to what is sure. */
const ORDER: readonly Verdict[] = ["ruled-out", "unknown", "possible", "likely", "confirmed"];
const isSure = (verdict: Verdict): boolean => verdict === "likely" || verdict === "confirmed";

/** Of each cause that either side finds: whether it came, went, or holds more or less. */
export function causeDifferences(before: Side, after: Side, isOther: boolean): Difference[] {
  const ids = [before, after].flatMap(({ analysis: { findings } }) =>
    findings.filter(({ verdict }) => isFound(verdict)).map(({ cause }) => cause),
  );
  const apart = partedOtherwise(before, after);
  return [...new Set(ids)].map((id) => causeDifference(id, before, after, isOther, apart));
}

/**
 * @param isOther whether the state differs by more than chance gives
 * @param apart why the same entries count for other uses on one side; null where they do not
 */
function causeDifference(
  id: string,
  before: Side,
  after: Side,
  isOther: boolean,
  apart: string | null,
): Difference {
  const [a, b] = [before, after].map(({ analysis }) =>
    analysis.findings.find(({ cause }) => cause === id),
  );
  const named: Named = { what: "cause", name: id, title: (b ?? a)!.title, unit: "" };
  const [from, to] = [a, b].map(said);
  const [noA, noB] = [a, b].map(whyUnknown);
  if (a === undefined || b === undefined || noA != null || noB != null)
    return unknownDifference(named, notKnown(noA ?? null, noB ?? null), from, to);
  const isByState = isOther && turnedOf(a, b).some(([{ role }]) => role === "gate");
  if (apart !== null && (a.entries || b.entries) && !isByState)
    return unknownDifference(named, apart, from, to);
  const row = { ...named, ...PLAIN, before: from!, after: to! };
  const level = ORDER.indexOf(b.verdict) - ORDER.indexOf(a.verdict);
  const held = heldBy(a, b, before, after);
  const isNew = !isFound(a.verdict);
  const isGone = !isFound(b.verdict);
  if (!isNew && !isGone && level === 0 && held === "same") return { ...row, change: "same" };
  const effect = (level || (held === "more" ? 1 : -1)) > 0 ? "worse" : "better";
  const isClaimed =
    isNew || isGone || level !== 0
      ? isMoreThanChance(a, b, before, after, held, isOther)
      : held === "more" || held === "less";
  if (!isClaimed)
    return {
      ...row,
      change: "within chance",
      reason: "the signals that confirm it differ no more than chance gives",
    };
  const change = isNew ? "new" : isGone ? "gone" : effect;
  // what only fits is named, and is no regression
  return {
    ...row,
    change,
    effect: isSure(isNew ? b.verdict : a.verdict) || isSure(b.verdict) ? effect : null,
  };
}

const said = (finding: AnalysisFinding | undefined): string | null =>
  finding === undefined
    ? null
    : finding.entries && isFound(finding.verdict)
      ? `${VERDICT_WORDS[finding.verdict]}, ${formatNumber(finding.entries)} entries`
      : VERDICT_WORDS[finding.verdict];

/** Why it is not known of one side whether a cause is there; null where it is. */
function whyUnknown(finding: AnalysisFinding | undefined): string | null {
  if (finding === undefined) return "this cause was not looked for";
  if (finding.verdict !== "unknown") return null;
  const missing = finding.evidence.find((one) => one.role !== "supports" && one.missing !== null);
  return missing?.missing?.replace(/; wanted: .*$/s, "") ?? "an input is missing";
}

/** What it holds of the table, or where it holds nothing, how strong what it requires is. */
function heldBy(
  a: AnalysisFinding,
  b: AnalysisFinding,
  before: Side,
  after: Side,
): "more" | "less" | "same" | "within chance" {
  if (a.entries !== null && b.entries !== null) {
    if (a.entries === b.entries) return "same";
    const limit = chanceOf(
      { value: a.entries, scale: scaleOf(before) ?? 1, swing: swingIn(before) },
      { value: b.entries, scale: scaleOf(after) ?? 1, swing: swingIn(after) },
    );
    if (Math.abs(b.entries - a.entries) > limit) return b.entries > a.entries ? "more" : "less";
    return "within chance";
  }
  for (const one of a.evidence) {
    const other = b.evidence.find(({ signal, test }) => signal === one.signal && test === one.test);
    if (one.role !== "requires" || !/^>/.test(one.test) || other === undefined) continue;
    if (one.value === other.value) continue;
    if (differs(one, other, before, after) !== true) return "within chance";
    return Number(other.value) > Number(one.value) ? "more" : "less";
  }
  return "same";
}

/** Whether a test that came out otherwise rests on values that differ by more than chance gives. */
function isMoreThanChance(
  a: AnalysisFinding,
  b: AnalysisFinding,
  before: Side,
  after: Side,
  held: string,
  isOther: boolean,
): boolean {
  const turned = turnedOf(a, b);
  // no test of its own: another cause, or the state, has the better claim on the same entries
  if (turned.length === 0) return held === "more" || held === "less" || isOther;
  return turned.some(([one, other]) =>
    // this one stands for losses, which the state is judged by
    one.signal === "table.exhausted" ? isOther : differs(one, other, before, after) === true,
  );
}

/** The tests that came out otherwise. */
const turnedOf = (a: AnalysisFinding, b: AnalysisFinding) =>
  a.evidence.flatMap((one) => {
    const other = b.evidence.find(({ signal, test }) => signal === one.signal && test === one.test);
    return other === undefined || other.holds === one.holds ? [] : [[one, other] as const];
  });
