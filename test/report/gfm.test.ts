import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";

import { codeSpan, formatNumber, formatShare } from "../../src/format.ts";
import { type Analysis, analyze, renderMarkdown } from "../../src/index.ts";
import { AIMS, MAKE_ROOM } from "../../src/report/document/remedies.ts";
import { plain } from "../../src/report/markdown/inline.ts";
import { table } from "../../src/report/markdown/table.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { renderGfm, type Section, sectionsOf, textOf } from "./gfm.ts";
import { causeHeading, code, expectedOf, isFound, place, said, unmarked } from "./gfm-expected.ts";
import { hostileBundle } from "./hostile.ts";

const HOSTILE = "a hostile bundle";
/** A table dump and nothing else: nearly everything is unknown. */
const BARE = "a bare dump";
const BARE_DUMP =
  "tcp      6 86390 ESTABLISHED src=10.244.1.2 dst=10.96.0.20 sport=40000 dport=80 src=10.244.1.7 dst=10.244.1.2 sport=8080 dport=40000 [ASSURED] mark=0 use=1\n";

const OWN_TAGS = new Set(
  "h1 h2 h3 p ul li strong code pre table thead tbody tr th td details summary blockquote".split(
    " ",
  ),
);

const analysisOf = (id: string): Promise<Analysis> => {
  if (id === HOSTILE) return analyzeTexts(hostileBundle());
  if (id === BARE) return analyzeTexts({ "dump/conntrack-L-ipv4.txt.gz": BARE_DUMP });
  return analyze(bundleOf(id));
};

/** Headings that are no cause's. */
const HEADINGS: ReadonlySet<string> = new Set([...Object.values(AIMS), MAKE_ROOM]);

describe.each([...SAMPLE_IDS, HOSTILE, BARE])("the rendered Markdown of %s", (id) => {
  let analysis: Analysis;
  let html: string;
  let sections: Section[];
  const named = (title: string): Section => sections.find((one) => one.title === title)!;
  beforeAll(async () => {
    analysis = await analysisOf(id);
    html = renderGfm(renderMarkdown(analysis));
    sections = sectionsOf(html);
  });

  it("has the headings and the tables of the analysis, cell by cell, and no others", () => {
    // several subjects have sections of their own: see document.test.ts
    if (analysis.subjects.length > 1) return;
    const [first, ...others] = sections;
    expect(first!.level).toBe(1);
    expect(first!.tables).toEqual([]);
    expect(others.map(({ title, tables }) => [title, tables])).toEqual(expectedOf(analysis));
    expect(html.match(/<table>/g)?.length ?? 0).toBe(
      expectedOf(analysis).reduce((sum, [, tables]) => sum + tables.length, 0),
    );
  });

  it("begins with what happened, the primary cause with its share, and what to do", () => {
    const { listed, paragraphs } = sections[0]!;
    expect(paragraphs[0]).toBe(unmarked(analysis.summary));
    const row = (name: string) => listed.find((one) => one.startsWith(`${name}: `));
    const primary = analysis.findings.find(isFound);
    expect(row("Primary cause")).toContain(primary?.title ?? "none was found");
    const held = primary?.entries ? primary : null;
    if (held !== null) {
      expect(row("Primary cause")).toContain(`${formatNumber(held.entries!)} entries`);
      // rows that are an excerpt tell no share
      if (held.share !== null)
        expect(row("Primary cause")).toContain(`${formatShare(held.share)} of the table`);
    }
    const remedies = [analysis, ...analysis.findings.filter(isFound)].flatMap((one) =>
      "firstSteps" in one ? one.firstSteps : one.remedies,
    );
    const soonest = Object.keys(AIMS).find((aim) => remedies.some((one) => one.class === aim));
    const first = remedies.find(
      (one) => one.class === soonest && row("Do now")?.startsWith(`Do now: ${unmarked(one.title)}`),
    );
    expect(first !== undefined || row("Do now") === undefined).toBe(true);
    expect(row("Do now") === undefined).toBe(remedies.length === 0);
    const ofOneLine = (first?.commands ?? []).filter((command) => !command.includes("\n"));
    for (const command of ofOneLine) expect(row("Do now")).toContain(code(command));
    const { count, max, utilization, rows } = analysis.table;
    for (const number of [count ?? rows, max])
      expect(row("Table")).toContain(number === null ? "unknown" : formatNumber(number));
    if (utilization !== null && count !== null)
      expect(row("Table")).toContain(`${formatShare(utilization)} in use`);
    // the first cause that is told of is that of the summary
    const told = sections.filter(({ level, title }) => level === 3 && !HEADINGS.has(title));
    expect(told[0]?.title).toBe(primary && causeHeading(primary));
  });

  it("shows of each cause what it holds and each reading with its place and its command", () => {
    for (const finding of analysis.findings.filter(isFound)) {
      const { listed, paragraphs } = named(causeHeading(finding));
      expect(paragraphs[0]).toContain(unmarked(finding.mechanism));
      if (finding.entries)
        expect(paragraphs[0]).toContain(
          `It holds ${formatNumber(finding.entries)} entries${finding.share === null ? "" : `, ${formatShare(finding.share)} of the table`}.`,
        );
      for (const one of finding.evidence) {
        const rows = listed.filter((row) => row.startsWith(`${one.title}: `));
        const value =
          one.value === null ? unmarked(one.missing!) : `: ${said(one.value, one.unit)}`;
        expect(
          rows.some((row) => row.includes(value)),
          one.title,
        ).toBe(true);
        expect(rows).toContain(`${one.title}: ${code(one.command)}`);
        if (one.value !== null)
          expect(rows.some((row) => row.endsWith(`, ${place(one.source)}.`))).toBe(true);
      }
    }
  });

  it("says of each remedy what it frees, its risk and its commands", () => {
    // what several causes want is said once
    const told = new Set<string>();
    for (const finding of analysis.findings.filter(isFound)) {
      for (const { title, class: of, frees, risk, commands } of finding.remedies) {
        const set = /^sysctl -w ([^=]+)=/m.exec(commands.join("\n"))?.[1];
        const key = set ?? [title, ...commands].join("\n");
        // what another cause brings about is not fixed by itself
        if (told.has(key) || (finding.broughtAboutBy !== null && of === "fix")) continue;
        told.add(key);
        const isRoom = of === "now" && sections.some(({ title }) => title === MAKE_ROOM);
        const shown = named(isRoom ? MAKE_ROOM : AIMS[of]);
        const text = shown.paragraphs.find((one) =>
          one.replace(/^\d+\. /, "").startsWith(`${unmarked(title)}.`),
        );
        expect(text, title).toContain(unmarked(risk));
        const isNever = frees?.when === "never";
        const freed = frees === null ? "" : `${formatNumber(frees.entries)} entries`;
        if (frees !== null && frees.entries > 0)
          expect(text).toContain(isNever ? `Frees none of the ${freed} early` : `free ${freed}`);
        if (frees !== null && frees.utilizationAfter !== null && !isNever)
          expect(text).toContain(
            frees.utilizationAfter >= 1
              ? "fterwards the table fills again"
              : `fterwards ${formatShare(frees.utilizationAfter)} of the limit`,
          );
        const blocks = shown.codeBlocks.map(textOf);
        if (commands.length > 0) expect(blocks).toContain(textOf(commands.join("\n")).trim());
      }
    }
  });

  it("names each cause that was not found, with a reading that decided it or what is missing", () => {
    for (const [verdict, heading] of [
      ["ruled-out", "Ruled out"],
      ["unknown", "Could not be judged"],
    ] as const) {
      const findings = analysis.findings.filter((one) => one.verdict === verdict);
      if (findings.length === 0) continue;
      const { listed, paragraphs } = named(heading);
      expect(paragraphs[0]).toContain(`${formatNumber(findings.length)} of the known causes`);
      for (const { title, evidence } of findings) {
        const row = listed.find((one) => one.includes(title));
        const told = evidence.some((one) =>
          verdict === "unknown"
            ? one.missing !== null && row?.includes(unmarked(one.missing))
            : one.holds === (one.role === "excludes") &&
              row?.includes(said(one.value, one.unit)) &&
              row.includes(place(one.source)),
        );
        expect(told, `${title}: ${row}`).toBe(true);
      }
    }
  });

  it("counts the signals and the inputs, and says why an unknown one is unknown", () => {
    const { signals, coverage } = analysis;
    const unknown = signals.filter(({ value }) => value === null);
    const { listed, paragraphs } = named("Signals");
    expect(paragraphs[0]).toMatch(
      new RegExp(`^Of ${signals.length} .* ${unknown.length} (?:is|are) un`),
    );
    for (const { title, missing } of unknown)
      expect(listed.some((row) => row.includes(title) && row.includes(unmarked(missing!)))).toBe(
        true,
      );
    const holds = named("Coverage");
    expect(holds.paragraphs[0]).toContain(
      `${coverage.read.length} read, ${coverage.missing.length} not in the bundle, ${coverage.failed.length} read in part; ${coverage.skipped.length} other entries`,
    );
    expect(holds.listed).toHaveLength(
      coverage.missing.length +
        coverage.notTaken.length +
        coverage.failed.length +
        Math.min(50, coverage.skipped.length),
    );
    for (const { reason, get } of coverage.missing)
      expect(holds.listed).toContain(`${unmarked(reason)} By hand: ${code(get)}`);
  });

  it("holds no link, no image, and no HTML but a fold", () => {
    const strange = [...html.matchAll(/<\/?([a-zA-Z][\w-]*)([^>]*)>/g)]
      .filter(
        ([, name, attributes]) =>
          !OWN_TAGS.has(name!) || !/^(?: align="right"| class="language-sh")?$/.test(attributes!),
      )
      .map(([whole]) => whole);
    expect(strange).toEqual([]);
    expect(html).not.toMatch(/<!|<\?/);
    expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
  });

  it("reads on without its folds, for trackers that strip them", () => {
    const stripped = renderMarkdown(analysis).replace(/<\/?(?:details|summary)>/g, "");
    expect(sectionsOf(renderGfm(stripped)).map(({ title, tables }) => [title, tables])).toEqual(
      sections.map(({ title, tables }) => [title, tables]),
    );
  });
});

describe("text of a bundle", () => {
  const nasty = fc.string({
    unit: fc.constantFrom(..."`|\\*_[](){}<>!#@~&:/.\n\t aéw漢1-".split("")),
    maxLength: 30,
  });

  it("fills one cell of a table and no more, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, nasty), { minLength: 1, maxLength: 4 }), (rows) => {
        const shown = rows.map((row) => row.map(codeSpan));
        const columns = [{ title: "Entry" }, { title: "Entries", right: true }];
        const [section] = sectionsOf(renderGfm(`# x\n\n${table(columns, shown)}`));
        expect(section!.tables).toEqual([
          [["Entry", "Entries"], ...rows.map((row) => row.map(code))],
        ]);
      }),
    );
  });

  it("is no markup within a sentence, either", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(renderGfm(`- x: ${plain(text)} y`)).toMatch(/^<ul>\n<li>[^<>]*<\/li>\n<\/ul>$/);
      }),
    );
  });

  it("refers to nobody and to no thread, since trackers look for that in the rendered text", () => {
    const text =
      "@everyone #12 a/b#3 !4 &5 ~bug %6 $7 GH-8 gh-9 http://evil.example www.evil.example ftp://x.example me@evil.example";
    const shown = textOf(renderGfm(plain(text)));
    expect(shown).not.toMatch(/@\w|[#!&~%$][\w"]|GH-\d/i);
    expect(renderGfm(plain(text))).not.toContain("<a");
  });
});
