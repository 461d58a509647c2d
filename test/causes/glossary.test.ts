import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze, renderMarkdown, renderText } from "../../src/index.ts";
import { ROOT } from "../cli/built.ts";
import { bundleOf, SAMPLE_IDS } from "./sample.ts";

/** Words that no reader of the kernel's or Kubernetes's documentation expects, and what stands in their place. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bfor want of\b/i, "without room"],
  [/\b(?:not|be|is|are) told\b/i, "unknown; cannot be distinguished"],
  [/\bfault is shown\b/i, "is confirmed"],
  [/\bnot (?:there|in the bundle) twice\b/i, "two samples are needed"],
  [/\bstands? for\b/i, "is, represents"],
  [/\bso that it does not happen again\b/i, "Prevention"],
  [/\bwhere the table went\b/i, "Table usage"],
  [/\bnearly full: up to\b|: up to [\d{]/i, "at its peak"],
  [/\bmend(?:s|ed|ing)?\b/i, "fix"],
  [/\bfor looking\b/i, "this only reads"],
  [/\bby the second\b/i, "per second"],
  [/\bseldom\b/i, "rarely"],
  [/\bto blame\b/i, "the cause"],
  [/\b(?:can|must) bear\b/i, "carry the load; its memory allows"],
  [/\bare such\b/i, "such as"],
  [/\bunwell\b/i, "unhealthy"],
  [/\bof most\b/i, "main"],
  [/\b(?:begin|begins|began|made) anew\b/i, "reset, recreated"],
  [/\bLook (?:whether|which)\b/, "Check"],
  [/\bin no count\b/i, "not counted"],
  [/\blargest groups?: (?:of|to)\b/i, "mostly from …, to …"],
  [/\blook-ups?\b/i, "lookup"],
  [/\bin force\b/i, "in effect"],
  [/\banew\b/i, "again"],
  [/\bover a restart\b/i, "across restarts"],
  [/\blook first\b/i, "check first"],
  [/\b(?:not|none) looked at\b/i, "skipped"],
];
const bannedIn = (text: string): string[] =>
  BANNED.flatMap(([words, instead]) => {
    const [found] = words.exec(text) ?? [];
    return found === undefined ? [] : [`“${found}” (${instead}) in: ${text.slice(0, 160)}`];
  });

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((one) => {
    const path = join(folder, one.name);
    return one.isDirectory() ? files(path) : path.endsWith(".ts") ? [path] : [];
  });

/** The texts in a program: what stands in quotes and has a blank, without comments. */
const literalsIn = (source: string): string[] => {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
  return [...code.matchAll(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)]
    .map(([text]) => text)
    .filter((text) => text.includes(" "));
};

describe("words that no report uses", () => {
  it("are found where they are", () => {
    for (const text of ["dropped for want of room", "Mend the routes", "when it was is not told"])
      expect(bannedIn(text)).toHaveLength(1);
    expect(literalsIn('// "for want of"\nconst a = "for want of"; /* `is not told` */')).toEqual([
      '"for want of"',
    ]);
  });

  it("stand in no text of the program", () => {
    const texts = files(join(ROOT, "src")).flatMap((path) =>
      literalsIn(readFileSync(path, "utf8")),
    );
    expect(texts.length).toBeGreaterThan(2000);
    expect(texts.flatMap(bannedIn)).toEqual([]);
  });

  it("stand in no message of the collector", () => {
    const lines = readFileSync(join(ROOT, "src/collector/collect.sh"), "utf8").split("\n");
    expect(
      lines
        .filter((line) => !/^\s*#/.test(line))
        .flatMap((line) => (/\bup to \d/.test(line) ? [] : bannedIn(line))),
    ).toEqual([]);
  });

  it.each(SAMPLE_IDS)("stand in no report: %s", async (id) => {
    const analysis = await analyze(bundleOf(id));
    for (const text of [renderText(analysis).replace(/\s+/g, " "), renderMarkdown(analysis)])
      expect(text.split(/(?<=[.:]) |\n/).flatMap(bannedIn)).toEqual([]);
  });
});

describe("a share", () => {
  it("is never all of a table that has room, nor nothing of one that has entries", async () => {
    const undelivered = renderText(await analyze(bundleOf("undelivered-entries")));
    expect(undelivered).toContain("4,990 of 5,000 entries (99.8 %)");
    expect(undelivered).not.toContain("100 %");
    const oversized = renderText(await analyze(bundleOf("table-oversized")));
    expect(oversized).toContain("1,220 of 20,000,000 entries (under 0.1 %)");
  });
});

it("a kernel's version is written as the kernel writes it", async () => {
  const text = renderMarkdown(await analyze(bundleOf("dns-insert-race")));
  expect(text).toContain("kernel version: **5.4** (test: less than 5.9)");
});
