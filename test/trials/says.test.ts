import { describe, expect, it } from "vitest";
import { whatSays } from "./says.ts";

describe("what says what is missing", () => {
  it("is a line of the first fault of tsc, though it should stand below its head", () => {
    const output = `src/a.ts(1,2): error TS2769: No overload matches this call.
      Property 'what' is missing in type '{}'.
src/b.ts(1,2): error TS1: Another.`;
    expect(whatSays(output, /'what' is missing/)).toEqual({
      faults: 2,
      line: "src/a.ts: Property 'what' is missing in type '{}'.",
    });
  });

  it("is no line of a later fault, and none where nothing failed", () => {
    const output =
      "AssertionError: expected false to be true\nAssertionError: a lacks its sample\n";
    expect(whatSays(output, /lacks/)).toEqual({ faults: 2, line: null });
    expect(whatSays("Tests 3 passed", /./)).toEqual({ faults: 0, line: null });
  });

  it("is read through the colours of vitest and of dependency-cruiser's rules", () => {
    const coloured = "\u001b[31m\u001b[1mAssertionError\u001b[22m: cause x lacks y\u001b[39m";
    expect(whatSays(coloured, /cause x lacks y/).line).toBe("AssertionError: cause x lacks y");
    expect(whatSays("\n  error no orphans: src/x.ts\n", /orphans: src\/x/).faults).toBe(1);
  });
});
