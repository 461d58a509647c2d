import { describe, expect, it } from "vitest";
import type { Cause } from "../../src/causes/cause.ts";
import { matchCauses } from "../../src/causes/match.ts";
import { stateOf } from "../../src/causes/state.ts";
import type { SignalOf } from "../../src/signals/index.ts";
import { causeOf, PRESSURES, readingsOf } from "./readings.ts";

/** Three signals of counts, by which causes hold entries here. */
const A: SignalOf<"entries"> = "use.time-wait.entries";
const B: SignalOf<"entries"> = "use.unanswered-syn.entries";
const C: SignalOf<"entries"> = "use.close-wait.entries";
const holding = (id: string, holds: SignalOf<"entries">, changes: Partial<Cause> = {}) =>
  causeOf({ id, holds: [holds], requires: [[holds, ">", 0]], ...changes });

const order = (causes: readonly Cause[], values: Parameters<typeof readingsOf>[0]) =>
  matchCauses(causes, readingsOf(values)).map(({ cause }) => cause.id);

describe("ranking", () => {
  it("puts the surer cause first, however little it holds", () => {
    const unsure = holding("unsure", A, { supports: [["tcp.timeouts", ">", 0]] });
    expect(order([unsure, holding("sure", B)], { [A]: 900, [B]: 1, "tcp.timeouts": 0 })).toEqual([
      "sure",
      "unsure",
    ]);
  });

  it("puts the one that holds more first among equals, and keeps the table's order in a tie", () => {
    const causes = [holding("a", A), holding("b", B), holding("c", C)];
    expect(order(causes, { [A]: 5, [B]: 9, [C]: 7 })).toEqual(["b", "c", "a"]);
    expect(order(causes, { [A]: 5, [B]: 5, [C]: 5 })).toEqual(["a", "b", "c"]);
  });

  it("ends with the unknown ones and, last of all, those ruled out", () => {
    const causes = [holding("out", A), holding("unknown", B), holding("sure", C)];
    expect(order(causes, { [A]: 0, [B]: null, [C]: 1 })).toEqual(["sure", "unknown", "out"]);
  });

  it("adds up what a cause holds, and does not know it when a part is unknown", () => {
    const both = causeOf({ id: "both", requires: [], holds: [A, B] });
    expect(matchCauses([both], readingsOf({ [A]: 3, [B]: 4 }))[0]!.entries).toBe(7);
    expect(matchCauses([both], readingsOf({ [A]: 3, [B]: null }))[0]!.entries).toBeNull();
  });
});

describe("a cause that brings another about", () => {
  const effect = holding("effect", A);
  const root = holding("root", B, { explains: ["effect"] });

  it("goes first when it accounts for at least half of what the other holds", () => {
    expect(order([effect, root], { [A]: 100, [B]: 50 })).toEqual(["root", "effect"]);
    expect(order([effect, root], { [A]: 100, [B]: 49 })).toEqual(["effect", "root"]);
  });

  it("goes before its effect only, not before what else holds more", () => {
    const other = holding("other", C);
    expect(order([effect, root, other], { [A]: 100, [B]: 60, [C]: 500 })).toEqual([
      "other",
      "root",
      "effect",
    ]);
  });

  it("explains nothing while it is only possible, or ruled out", () => {
    const weak = { ...root, supports: [["tcp.timeouts", ">", 0]] as const };
    expect(order([effect, weak], { [A]: 100, [B]: 90, "tcp.timeouts": 0 })).toEqual([
      "effect",
      "root",
    ]);
    expect(order([effect, root], { [A]: 100, [B]: 0 })).toEqual(["effect", "root"]);
  });
});

describe("the state", () => {
  const stateAt = (peak: number | null, more: Parameters<typeof readingsOf>[0] = {}) =>
    stateOf(readingsOf({ "table.exhausted": false, "table.utilization.peak": peak, ...more }));

  it.each([
    [0.699, "healthy"],
    [0.7, "elevated"],
    [0.849, "elevated"],
    [0.85, "at-risk"],
    [0.949, "at-risk"],
    [0.95, "critical"],
    [1.2, "critical"],
    [null, "unknown"],
  ] as const)("with %s of the limit in use is %s", (peak, state) => {
    expect(stateAt(peak)).toBe(state);
  });

  it("is exhausted as soon as drops are shown within the window, whatever is in use", () => {
    expect(stateOf(readingsOf(PRESSURES.exhausted))).toBe("exhausted");
    expect(stateAt(0.1, { "table.exhausted": true })).toBe("exhausted");
    expect(stateAt(null, { "table.exhausted": true })).toBe("exhausted");
  });

  it("is recovered where the log tells of a full table and there is room now", () => {
    expect(stateAt(0.2, { "table.fullMessages.ever": 3 })).toBe("recovered");
    expect(stateAt(0.2, { "table.fullMessages.ever": 0 })).toBe("healthy");
    expect(stateAt(0.2, { "table.fullMessages.ever": null })).toBe("healthy");
    expect(stateAt(0.96, { "table.fullMessages.ever": 3 })).toBe("critical");
  });
});
