import { describe, expect, it } from "vitest";
import { matchCauses } from "../../src/causes/match.ts";
import { causeOf, EXCLUDING, REQUIRED, readingsOf } from "./readings.ts";

describe("evidence", () => {
  it("holds the place of a value, and what is wanted instead of a missing one", () => {
    const cause = causeOf({ requires: [REQUIRED, EXCLUDING] });
    const readings = readingsOf({ [REQUIRED[0]]: 7, [EXCLUDING[0]]: null });
    const [known, missing] = matchCauses([cause], readings)[0]!.evidence;
    expect(known).toMatchObject({
      signal: "listen.overflows",
      value: 7,
      unit: "connections",
      test: "> 0",
      holds: true,
      source: { entry: "entry.txt", line: 1 },
      missing: null,
    });
    expect(missing).toMatchObject({
      value: null,
      holds: null,
      source: null,
      missing: { source: "netstat", reason: "it is not in the bundle" },
    });
  });

  it("names each test once, though two lists of a cause ask it", () => {
    const cause = causeOf({ supports: [REQUIRED] });
    const readings = readingsOf({ [REQUIRED[0]]: 7 });
    expect(matchCauses([cause], readings)[0]!.evidence).toHaveLength(1);
  });
});
