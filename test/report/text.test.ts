import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze, renderText } from "../../src/index.ts";
import { commandLines } from "../../src/report/text/command.ts";
import { widthOf } from "../../src/report/text/width.ts";
import { headingOf } from "../../src/report/words.ts";
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

  it("fits a terminal: at most 40 lines of 80 columns with one cause, no control characters", () => {
    const text = renderText(analysis);
    const lines = text.replace(/\n$/, "").split("\n");
    // a word of a command is never broken
    const isWord = (line: string) =>
      commandLines(line, "").length === 1 && line.startsWith("       ");
    expect(lines.filter((line) => widthOf(line) > 80 && !isWord(line))).toEqual([]);
    const found = analysis.findings.filter(({ mechanism }) => mechanism !== "");
    expect(lines.length).toBeLessThanOrEqual(found.length > 1 ? 70 : 40);
    expect(text).not.toMatch(CONTROL);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
    // a number stands on the line of its unit
    expect(lines.filter((line) => /^\s*(?:%|s|min|h|[KMGT]iB)(?: |$)/.test(line))).toEqual([]);
    expect(text).not.toMatch(/`|\*\*|undefined|NaN|\\[`|<]/);
  });

  it("begins with the state and names the primary cause's first remedy", () => {
    const text = renderText(analysis);
    expect(text.split("\n")[0]).toBe(
      `CONNECTION TRACKING: ${headingOf(analysis).title.toUpperCase()}`,
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

/** The largest report that there is: a full table with names of the bundle in every place. */
const evil = () => analyzeTexts(hostileBundle());

describe("the tables", () => {
  it("hold every signal, all evidence, what was ruled out, talkers, states and coverage", async () => {
    const analysis = await analyze(bundleOf("mix-stale-retry"));
    const summary = renderText(analysis);
    const text = renderText(analysis, { verbose: true });
    expect(text.startsWith(summary)).toBe(true);
    const words = text.slice(summary.length).replace(/\s+/g, " ");
    const found = analysis.findings.filter(({ mechanism }) => mechanism !== "");
    expect(found.length).toBeGreaterThan(1);
    for (const { rank, title, verdict } of found)
      expect(words).toContain(`Evidence ${rank}: ${title} (${verdict})`);
    const count = (pattern: RegExp) => text.match(pattern)?.length;
    const rowsOf = (title: string) => {
      const part = text.slice(text.indexOf(`\n${title}\n`) + title.length + 2).split("\n\n")[0]!;
      // a row's further lines begin below the first column's text or with none
      return part.split("\n").slice(1);
    };
    const of = (verdict: string) => analysis.findings.filter((one) => one.verdict === verdict);
    for (const verdict of ["ruled-out", "unknown"] as const) {
      const title = verdict === "unknown" ? "Could not be judged" : "Ruled out";
      const ids = rowsOf(title).flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []);
      expect(ids).toEqual(of(verdict).map(({ cause }) => cause));
    }
    for (const level of ["critical", "ok"])
      expect(count(new RegExp(` ${level} {2,}\\S`, "g"))).toBe(
        analysis.signals.filter((one) => one.level === level).length,
      );
    expect(rowsOf("TCP states")).toHaveLength(Object.keys(analysis.table.byTcpState).length);
    expect(rowsOf("Time since the last packet")).toHaveLength(analysis.table.idle.bands.length);
    expect(rowsOf("Top talkers: sources")).toHaveLength(analysis.table.topSources.length);
    expect(rowsOf("Top talkers: destinations").join()).toContain("data/sessions:redis");
    for (const { entry } of analysis.coverage.read)
      expect(text).toContain(entry.split("/").at(-1)!);
  });

  it.each([80, 100, 160])("take at most %i columns of a terminal that has them", async (width) => {
    for (const analysis of [await analyze(bundleOf("mix-stale-retry")), await evil()]) {
      const lines = renderText(analysis, { verbose: true, width }).split("\n");
      expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
      expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
    }
  });
});

describe("colours", () => {
  it("are the only control characters, and change nothing else", async () => {
    for (const analysis of [await evil(), await analyze(bundleOf("healthy"))]) {
      const plain = renderText(analysis, { verbose: true });
      const coloured = renderText(analysis, { verbose: true, colour: true });
      expect(plain).not.toMatch(CONTROL);
      expect(coloured).toMatch(CONTROL);
      expect(stripVTControlCharacters(coloured)).toBe(plain);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes themselves
      expect(coloured.replace(/\u001b\[(?:1|2|22|31|32|33|39)m/g, "")).not.toMatch(CONTROL);
    }
  });

  it("mark the state by how bad it is", async () => {
    const first = async (id: string) =>
      renderText(await analyze(bundleOf(id)), { colour: true }).split("\n")[0];
    expect(await first("healthy")).toContain("\u001b[32mHEALTHY\u001b[39m");
    expect(await first("mix-stale-retry")).toContain("\u001b[31mEXHAUSTED\u001b[39m");
  });
});

describe("what is found beside the primary cause", () => {
  it("is listed once, the largest first, and the rest is counted", async () => {
    const analysis = await analyze(bundleOf("mix-stale-retry"));
    expect(renderText(analysis).match(/Also found/g)).toHaveLength(1);
    const [first, second, ...rest] = analysis.findings;
    const findings = [first!, ...Array.from({ length: 5 }, () => second!), ...rest];
    expect(renderText({ ...analysis, findings })).toMatch(/\n {2}- and [2-4] more\n/);
  });

  it("evidence names a value once, also where two tests are held against it", async () => {
    const text = renderText(await analyze(bundleOf("listen-queue-overflow")));
    expect(text.match(/^ {2}- .*ListenOverflows/gm)).toHaveLength(1);
  });
});

describe("a summary that would be too long", () => {
  it("gives up details, not its 40 lines, and keeps the state and the remedy", async () => {
    const analysis = await analyze(bundleOf("time-wait-churn"));
    const long = "a note of many words that says the same ".repeat(20);
    const noted = { ...analysis, notes: [long, long] };
    const text = renderText(noted);
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
    expect(text).toContain("What to do\n  Stop the loss now\n  1. ");
    const node = { ...analysis.node, hostname: long };
    const findings = analysis.findings.map((one) => ({
      ...one,
      remedies: [{ ...one.remedies[0]!, title: long }],
    }));
    const endless = renderText({ ...analysis, node, findings, summary: long });
    expect(endless.trimEnd().split("\n")).toHaveLength(40);
    expect(endless.endsWith("\n…\n")).toBe(true);
  });
});
