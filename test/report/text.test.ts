import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze, renderText } from "../../src/index.ts";
import { wrap } from "../../src/report/text.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { hostileBundle } from "./hostile.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe.each(SAMPLE_IDS)("the summary of %s", (id) => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(bundleOf(id));
  });

  it("fits a terminal: at most 40 lines of 80 columns, no control characters", () => {
    const text = renderText(analysis);
    const lines = text.replace(/\n$/, "").split("\n");
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(text).not.toMatch(CONTROL);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
    expect(text).not.toMatch(/`|\*\*|undefined|NaN|\\[`|<]/);
  });

  it("begins with the state and names the primary cause's first remedy", () => {
    const text = renderText(analysis);
    expect(text.split("\n")[0]).toBe(
      `CONNECTION TRACKING: ${analysis.state.replace("-", " ").toUpperCase()}`,
    );
    const primary = analysis.findings[0]!;
    const found = /^(?:confirmed|likely|possible)$/.test(primary.verdict);
    expect(text.includes("What to do")).toBe(found);
  });
});

describe("a hostile bundle", () => {
  it("steers no terminal by its host's name, its reasons or its entries' names", async () => {
    const text = renderText(await analyzeTexts(hostileBundle()));
    expect(text).toContain("<script>");
    expect(text).not.toMatch(CONTROL);
  });
});

describe("wrapping", () => {
  it("breaks at blanks, behind an indent, and leaves a longer word whole", () => {
    const long = "x".repeat(100);
    expect(wrap(`${"a".repeat(40)} ${"b".repeat(39)} c`, "- ", "  ")).toEqual([
      `- ${"a".repeat(40)}`,
      `  ${"b".repeat(39)} c`,
    ]);
    expect(wrap(`a ${long} b`)).toEqual(["a", long, "b"]);
    expect(wrap("  a   b ")).toEqual(["a b"]);
    expect(wrap("")).toEqual([]);
    expect(wrap(`${"a".repeat(40)} ${"b".repeat(39)}`)).toHaveLength(1);
  });
});
