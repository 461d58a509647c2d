import { describe, expect, it } from "vitest";
import { SAMPLE_IDS } from "../causes/sample.ts";
import { FAULTS, judge } from "../lab/peers/judge.ts";

const of = (id: string) => FAULTS.find((fault) => fault.id === id)!;

describe("the words by which the peers are judged", () => {
  it("are of twenty faults and a node that is well, each a sample", () => {
    expect(FAULTS).toHaveLength(21);
    expect(FAULTS.at(-1)!.id).toBe("healthy");
    for (const { id } of FAULTS) expect(SAMPLE_IDS).toContain(id);
    expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
  });

  it("are regular expressions, and no one of them holds of an empty line", () => {
    for (const fault of FAULTS) expect(judge(fault, [""]).named).toBe("nothing");
  });

  it("take a cause before a symptom, whatever the order", () => {
    const lines = ["nf_conntrack: table full", "86 % of entries are TIME_WAIT", "a disk is old"];
    for (const order of [lines, lines.toReversed()])
      expect(judge(of("time-wait-churn"), order)).toEqual({
        named: "cause",
        line: "86 % of entries are TIME_WAIT",
        others: 1,
      });
  });

  it("call a full table a symptom of what filled it, and of nothing else", () => {
    const line = "20 reports of 'nf_conntrack: table full' detected in kern.log - please check.";
    expect(judge(of("stale-endpoints"), [line])).toEqual({ named: "symptom", line, others: 0 });
    expect(judge(of("socket-memory"), [line])).toEqual({ named: "nothing", line: null, others: 1 });
  });

  it("name nothing where nothing is said, and nothing of a node that is well", () => {
    expect(judge(of("fd-exhaustion"), [])).toEqual({ named: "nothing", line: null, others: 0 });
    expect(judge(of("healthy"), ["table full", "leak"]).others).toBe(2);
  });
});
