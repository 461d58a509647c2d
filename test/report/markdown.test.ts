import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze, renderMarkdown } from "../../src/index.ts";
import { table } from "../../src/report/markdown/table.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { hostileBundle } from "./hostile.ts";

/** The blocks of a report that are no code, each line by itself. */
function proseOf(markdown: string): string[] {
  let fenced = false;
  return markdown.split("\n").filter((line) => {
    if (line.startsWith("```")) fenced = !fenced;
    return !fenced && !line.startsWith("```");
  });
}
/** A line without its code spans, which show what is in them as it is. */
const bare = (line: string): string => line.replace(/`[^`]*`/g, "");
const cells = (row: string): number => row.replace(/\\\|/g, "").split("|").length - 2;
const OWN_HTML = /^<details><summary>[\w :,-]+<\/summary>$|^<\/details>$/;

function expectSound(markdown: string): void {
  const lines = proseOf(markdown);
  for (const [at, line] of lines.entries()) {
    if (OWN_HTML.test(line)) continue;
    expect(bare(line).replace(/\\</g, ""), line).not.toMatch(/<[a-zA-Z/!]/);
    expect(bare(line), line).not.toMatch(/(?<!\\)\]\(|(?<!\\)!\[|@\w|www\.|[a-z]:\/\//);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    if (!/^\|(?: ?-+:? ?\|)+$/.test(line.replaceAll(" ", ""))) continue;
    const width = cells(line);
    expect(cells(lines[at - 1]!), lines[at - 1]).toBe(width);
    for (let row = at + 1; lines[row]?.startsWith("|"); row++)
      expect(cells(lines[row]!), lines[row]).toBe(width);
  }
  expect(lines.filter((line) => /^\|[-: |]+\|$/.test(line)).length).toBeGreaterThan(2);
  expect(lines.filter((line) => line.startsWith("# "))).toHaveLength(1);
}

describe.each(SAMPLE_IDS)("the Markdown of %s", (id) => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(bundleOf(id));
  });

  it("has tables of even rows, no HTML but its own, and no live link", () => {
    expectSound(renderMarkdown(analysis));
  });

  it("leaves no template unfilled, and no value that JavaScript made up", () => {
    const text = renderMarkdown(analysis);
    expect(text).not.toMatch(/\{[a-z][\w]*\.[\w.-]+(?::\w+)?\}/i);
    expect(proseOf(text).map(bare).join("\n")).not.toMatch(/undefined|NaN|\[object|Infinity/);
    expect(text.endsWith("\n") && !text.endsWith("\n\n")).toBe(true);
    expect(text).not.toContain("\n\n\n");
  });
});

describe("the Markdown of a hostile bundle", () => {
  it("shows its text as code, never as markup", async () => {
    const markdown = renderMarkdown(await analyzeTexts(hostileBundle()));
    expect(markdown).toContain("<script>");
    expectSound(markdown);
  });

  it("can be copied: the pipes of its commands are pipes", async () => {
    const markdown = renderMarkdown(await analyzeTexts(hostileBundle()));
    const commands = markdown.split("\n").filter((line) => /^ {2}`.*\| (?:grep|awk)/.test(line));
    expect(commands.length).toBeGreaterThan(0);
    for (const line of commands) expect(line).toMatch(/[^\\] \| (?:grep|awk)/);
    expect(markdown).not.toContain("¦");
  });
});

describe("a table read raw", () => {
  const COLUMNS = [{ title: "Use" }, { title: "Entries", right: true }];

  it("is lined up, numbers to the right, as long as it fits a terminal", () => {
    expect(
      table(COLUMNS, [
        ["DNS", "1,111"],
        ["漢", "5"],
      ]),
    ).toBe("| Use | Entries |\n| --- | ------: |\n| DNS |   1,111 |\n| 漢  |       5 |");
  });

  it("is left narrow when it does not", () => {
    const long = "x".repeat(100);
    expect(table(COLUMNS, [[long, "1"]])).toBe(`| Use | Entries |\n| --- | --: |\n| ${long} | 1 |`);
  });
});

describe.each(SAMPLE_IDS)("the sections of %s", (id) => {
  it("put the cause of the summary first, and tell other faults from causes of a full table", async () => {
    const analysis = await analyze(bundleOf(id));
    const lines = proseOf(renderMarkdown(analysis));
    const at = (line: string) => lines.indexOf(line);
    const found = analysis.findings.filter(({ mechanism }) => mechanism !== "");
    // other subjects have headings of their own
    if (analysis.others.length > 0) return;
    const headings = lines.filter((line) => /^### \d/.test(line));
    expect(headings).toHaveLength(found.length);
    if (found.length > 0) expect(headings[0]).toContain(`1. ${found[0]!.title} (`);
    for (const { rank, title, verdict, gate, entries } of found) {
      const fills = gate === "exhaustion" || (analysis.state === "exhausted" && entries! > 0);
      const own = fills ? "## Causes" : "## Other findings";
      const before = lines.slice(0, at(`### ${rank}. ${title} (${verdict})`));
      expect(before.findLast((line) => line.startsWith("## "))).toBe(own);
    }
  });
});

describe("causes and other faults of one node", () => {
  it.each([
    { first: "Other findings", second: "Causes", gates: ["none", "exhaustion"] as const },
    { first: "Causes", second: "Other findings", gates: ["exhaustion", "none"] as const },
  ])("begin with $first where the primary cause is one", async ({ first, second, gates }) => {
    const analysis = await analyze(bundleOf("mix-udp-leak"));
    for (const [at, gate] of gates.entries())
      Object.assign(analysis.findings[at]!, { gate, entries: gate === "none" ? 0 : 9 });
    const headings = renderMarkdown(analysis)
      .split("\n")
      .filter((line) => /^##+ (?:\d|Causes|Other findings)/.test(line))
      .map((line) => line.replace(/^#+ (\d?).*/, (whole, rank) => rank || whole));
    expect(headings).toEqual([`## ${first}`, "1", `## ${second}`, "2"]);
  });
});
