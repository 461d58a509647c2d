import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze, renderMarkdown } from "../../src/index.ts";
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
const OWN_HTML = /^<details><summary>[\w ]+<\/summary>$|^<\/details>$/;

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

  it("can be copied: the pipes of its commands are pipes, escaped for the table alone", async () => {
    const markdown = renderMarkdown(await analyzeTexts(hostileBundle()));
    const rows = markdown.split("\n").filter((line) => /^\|.*`[^`]*grep/.test(line));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/[^\\]\\\| grep/);
    expect(markdown).not.toContain("¦");
  });
});
