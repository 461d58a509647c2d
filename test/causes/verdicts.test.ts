import { describe, expect, it } from "vitest";
import type { Cause } from "../../src/causes/cause.ts";
import { matchCauses, pressureOf, type Verdict } from "../../src/causes/match.ts";
import { causeOf, EXCLUDING, PRESSURES, REQUIRED, readingsOf, SUPPORTING } from "./readings.ts";

/** yes: the test holds; no: it fails; ?: its signal is unknown; –: the cause has no such test. */
type Answer = "yes" | "no" | "?" | "–";
const answered = (answer: Answer) => (answer === "yes" ? 1 : answer === "no" ? 0 : null);

function verdictOf(
  gate: Cause["gate"],
  pressure: keyof typeof PRESSURES,
  [requires, supports, excludes]: readonly [Answer, Answer, Answer],
): Verdict {
  const cause = causeOf({
    gate,
    requires: requires === "–" ? [] : [REQUIRED],
    supports: supports === "–" ? [] : [SUPPORTING],
    excludes: excludes === "–" ? [] : [EXCLUDING],
  });
  const readings = readingsOf({
    ...PRESSURES[pressure],
    [REQUIRED[0]]: answered(requires),
    [SUPPORTING[0]]: answered(supports),
    [EXCLUDING[0]]: answered(excludes),
  });
  return matchCauses([cause], readings)[0]!.verdict;
}

describe("a cause without a gate", () => {
  it.each<[Answer, Answer, Answer, Verdict]>([
    // requires, supports, excludes
    ["yes", "–", "–", "confirmed"],
    ["yes", "yes", "–", "confirmed"],
    ["yes", "yes", "no", "confirmed"],
    ["yes", "no", "no", "possible"],
    ["yes", "?", "no", "likely"],
    ["yes", "yes", "?", "likely"],
    ["yes", "no", "?", "likely"],
    ["yes", "yes", "yes", "ruled-out"],
    ["yes", "?", "yes", "ruled-out"],
    ["no", "yes", "no", "ruled-out"],
    ["no", "?", "?", "ruled-out"],
    ["?", "yes", "no", "unknown"],
    ["?", "yes", "?", "unknown"],
    ["?", "yes", "yes", "ruled-out"],
  ])("requires %s, supports %s, excludes %s → %s", (requires, supports, excludes, verdict) => {
    for (const pressure of ["none", "exhausted", "unknown"] as const)
      expect(verdictOf("none", pressure, [requires, supports, excludes])).toBe(verdict);
  });
});

describe("an exhaustion cause", () => {
  it.each<[keyof typeof PRESSURES, Answer, Answer, Answer, Verdict]>([
    ["exhausted", "yes", "yes", "no", "confirmed"],
    ["exhausted", "yes", "–", "–", "confirmed"],
    ["exhausted", "yes", "no", "no", "likely"],
    ["exhausted", "yes", "?", "no", "likely"],
    ["exhausted", "yes", "yes", "?", "likely"],
    ["exhausted", "yes", "yes", "yes", "ruled-out"],
    ["exhausted", "no", "yes", "no", "ruled-out"],
    ["exhausted", "?", "yes", "no", "unknown"],
    ["high", "yes", "yes", "no", "likely"],
    ["high", "no", "yes", "no", "ruled-out"],
    ["high", "?", "yes", "no", "unknown"],
    ["raised", "yes", "yes", "no", "possible"],
    ["unknown", "yes", "yes", "no", "possible"],
    ["unknown", "?", "yes", "no", "unknown"],
    ["none", "yes", "yes", "no", "ruled-out"],
    ["none", "?", "?", "?", "ruled-out"],
  ])("under pressure %s: requires %s, supports %s, excludes %s → %s", (pressure, ...rest) => {
    const [requires, supports, excludes, verdict] = rest;
    expect(verdictOf("exhaustion", pressure, [requires, supports, excludes])).toBe(verdict);
  });

  it("shows its gate first, as evidence", () => {
    const cause = causeOf({ gate: "exhaustion" });
    const readings = readingsOf({ ...PRESSURES.high, "listen.overflows": 3 });
    const [finding] = matchCauses([cause], readings);
    expect(finding!.evidence.map(({ signal, holds }) => [signal, holds])).toEqual([
      ["table.exhausted", false],
      ["table.utilization.peak", true],
      ["listen.overflows", true],
    ]);
  });
});

describe("pressure", () => {
  it.each(Object.entries(PRESSURES))("is %s where its two signals say so", (pressure, values) => {
    expect(pressureOf(readingsOf(values))).toBe(pressure);
  });

  it.each([
    [0.699, "none"],
    [0.7, "raised"],
    [0.849, "raised"],
    [0.85, "high"],
  ])("with %f of the limit in use is %s", (peak, pressure) => {
    const readings = readingsOf({ "table.exhausted": false, "table.utilization.peak": peak });
    expect(pressureOf(readings)).toBe(pressure);
  });

  it("is known from the use alone when the counters are missing, and the other way round", () => {
    const use = { "table.exhausted": null, "table.utilization.peak": 0.9 };
    expect(pressureOf(readingsOf(use))).toBe("high");
    const drops = { "table.exhausted": true, "table.utilization.peak": null };
    expect(pressureOf(readingsOf(drops))).toBe("exhausted");
  });
});

describe("a requirement of which one test is enough", () => {
  const cause = causeOf({ requires: [{ any: [REQUIRED, SUPPORTING] }] });
  it.each<[number | null, number | null, Verdict]>([
    [1, 0, "confirmed"],
    [null, 1, "confirmed"],
    [0, 0, "ruled-out"],
    [null, 0, "unknown"],
    [null, null, "unknown"],
  ])("%s or %s → %s", (one, other, verdict) => {
    const readings = readingsOf({ [REQUIRED[0]]: one, [SUPPORTING[0]]: other });
    expect(matchCauses([cause], readings)[0]!.verdict).toBe(verdict);
  });
});
