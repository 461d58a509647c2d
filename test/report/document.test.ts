import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze, renderMarkdown, renderText } from "../../src/index.ts";
import type { Block, ChartName, Inline, Words } from "../../src/report/document/document.ts";
import { documentOf, SECTIONS, type SectionKind } from "../../src/report/document/index.ts";
import { code, number, plain, quote, text } from "../../src/report/document/inline.ts";
import { prose } from "../../src/report/document/prose.ts";
import { blocks as htmlBlocks } from "../../src/report/html/blocks.ts";
import { CHARTS } from "../../src/report/html/charts/index.ts";
import { renderPage } from "../../src/report/html/index.ts";
import { inlines as htmlInlines } from "../../src/report/html/inline.ts";
import { blocks as markdownBlocks } from "../../src/report/markdown/blocks.ts";
import { section as textSection } from "../../src/report/text/blocks.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { renderGfm, textOf } from "./gfm.ts";
import { EVIL, hostileBundle } from "./hostile.ts";

let sample: Analysis;
const hearing = {
  from: "2026-11-26T12:00:00.000Z",
  to: "2026-11-26T12:00:10.000Z",
  seconds: 10,
  gaps: 1,
  lost: { births: 7, ends: 9 },
  heard: { births: 0.99, ends: 0.98 },
};
const party = { name: "192.0.2.7", service: null, pod: null, process: null, entries: 31 };
beforeAll(async () => {
  const alone = await analyze(bundleOf("mix-stale-retry"));
  const { subjects, others: _, ...lead } = alone;
  const subject = { host: "worker-1", namespace: "qrouter-7" };
  sample = {
    ...alone,
    subjects: [...subjects, { ...subjects[0]!, ...subject, state: "critical" }],
    others: [{ ...lead, subject, summary: "The table is full elsewhere." }],
    unread: [
      {
        entry: "notes.txt",
        lines: 2,
        of: 9,
        first: { line: 3, text: "they-said" },
        looksLike: "prose of they-said",
      },
    ],
    filled: {
      source: "events/conntrack-E.txt.gz",
      hearing,
      births: 700,
      perSecond: 70,
      ended: 400,
      stillThere: null,
      ofTable: null,
      lifetimeSeconds: 2,
      sustained: 140,
      destinations: [{ ...party, perSecond: 70, stillThere: null, lifetimeSeconds: 2 }],
      sources: [party],
    },
    evicted: {
      source: "events/conntrack-E.txt.gz",
      by: "events",
      hearing,
      entries: 31,
      bound: "at least",
      kernel: { counted: 30, heard: 31, from: hearing.from, to: hearing.to },
      uses: [{ use: "udp", meaning: "evicted-use", entries: 31, share: 1 }],
      destinations: [party],
      sources: [party],
    },
  };
});

/** What each section shows, on pages and in a terminal's tables; null where it is not shown at all. */
const SHOWN = {
  evidence: { pages: null, terminal: "Evidence 1: Entries still lead to endpoints" },
  "to-do": { pages: "Delete the entries of these endpoints", terminal: null },
  uses: {
    pages: "flows to endpoints not in the rules",
    terminal: "flows to endpoints not in the rules",
  },
  window: { pages: "Failed inserts", terminal: null },
  states: { pages: "Share of TCP", terminal: "10 s to 30 s" },
  talkers: { pages: "10.96.66.40:6379/tcp", terminal: "10.96.66.40:6379/tcp" },
  filled: { pages: "lost 7 births and heard 99", terminal: "700 entries were born" },
  evicted: { pages: "evicted-use", terminal: "The kernel counted 30 evictions" },
  causes: { pages: "Check each by hand", terminal: null },
  "ruled-out": { pages: "needed: more than 80", terminal: "connection-scan" },
  "not-judged": { pages: "The neighbour table is full", terminal: "neighbour-table-overflow" },
  signals: { pages: "use of the limit", terminal: "use of the limit" },
  prevention: { pages: "Alert before the table is full", terminal: null },
  subjects: { pages: "qrouter-7", terminal: "qrouter-7" },
  "other-subjects": { pages: "full elsewhere", terminal: "full elsewhere" },
  unread: { pages: "they-said", terminal: "they-said" },
  coverage: { pages: "53 read", terminal: "53 inputs of layout" },
} as const satisfies Record<SectionKind, { pages: string | null; terminal: string | null }>;

/** One of each kind of block, with `WORD` in it. */
const WORD = "marmalade";
const words: Words = [text(WORD)];
const BLOCKS: { [K in Block["kind"]]: Extract<Block, { kind: K }> } = {
  heading: { kind: "heading", words, verdict: "likely" },
  paragraph: { kind: "paragraph", words },
  list: { kind: "list", items: [words] },
  table: { kind: "table", columns: [{ title: "x", type: "text" }], rows: [[words]] },
  commands: { kind: "commands", lines: [WORD] },
  fold: { kind: "fold", title: "More of it", blocks: [{ kind: "paragraph", words }] },
  facts: { kind: "facts", facts: [{ name: "Fact", words, onFirstScreen: false }] },
  notes: { kind: "notes", notes: [words] },
  chart: { kind: "chart", chart: "uses", tables: [{ kind: "paragraph", words }] },
};

const paint = (_: string, text: string) => text;
const inText = (block: Block, width = 80): string =>
  textSection({ kind: "uses", title: "Title", blocks: [block] }, { paint, width }).join("\n");
/** Tabs for several subjects are another test's: here each section is shown as one of a single subject. */
const pageOf = (analysis: Analysis): string =>
  renderPage(documentOf(analysis), { ...analysis, others: [] });
const inHtml = (block: Block): string =>
  htmlBlocks([block], { analysis: sample, prefix: "", heading: "", names: new Map() });
const inMarkdown = (block: Block): string => markdownBlocks([block]);

/** What is wrong with a section in a format, by its row in `SHOWN`; null where nothing is. */
function faultOf(format: string, shown: string, wanted: string | null): string | null {
  if (wanted === null) return shown === "" ? null : `${format} shows it, and SHOWN says null`;
  if (shown === "") return `${format} shows nothing of it`;
  return shown.includes(wanted) ? null : `${format} does not show “${wanted}”, which SHOWN wants`;
}

/** Every inline of a document, however deep it lies. */
function inlinesOf(value: unknown): Inline[] {
  if (Array.isArray(value)) return value.flatMap(inlinesOf);
  if (typeof value !== "object" || value === null) return [];
  const kinds = /^(?:text|quote|code|number|place|strong|verdict|level|bar|break)$/;
  const own = "kind" in value && kinds.test(String(value.kind)) ? [value as Inline] : [];
  return [...own, ...Object.values(value).flatMap(inlinesOf)];
}

describe("every section", () => {
  const kinds = Object.keys(SHOWN) as SectionKind[];

  it.each(kinds)("%s is shown in all formats", (kind) => {
    const contents = SECTIONS[kind](sample);
    expect(contents, `section ${kind} says nothing of the sample here`).not.toEqual([]);
    const { pages, terminal } = SHOWN[kind];
    const faults = contents.flatMap((content) => {
      const lines = textSection({ kind, ...content }, { paint, width: 200 });
      return [
        faultOf("Markdown", content.blocks.map(inMarkdown).join("\n"), pages),
        faultOf("HTML", textOf(content.blocks.map(inHtml).join("\n")), pages),
        faultOf("the terminal's text", lines.join("\n"), terminal),
      ].flatMap((fault) => fault ?? []);
    });
    expect(faults, `section ${kind}: ${faults.join("; ")}`).toEqual([]);
  });

  it("stands in the report under its title", () => {
    const [markdown, html] = [renderMarkdown(sample), pageOf(sample)];
    const verbose = renderText(sample, { verbose: true });
    for (const { kind, title } of documentOf(sample).sections) {
      const wanted = SHOWN[kind].pages !== null;
      const told = `section ${kind}, “${title}”, has its title in`;
      expect(markdown.includes(`\n## ${title}\n`), `${told} Markdown`).toBe(wanted);
      expect(html.includes(`>${title}</h2>`), `${told} HTML`).toBe(wanted);
      // a terminal has each part of it under a heading
      const first = title.split(", ")[0]!;
      if (SHOWN[kind].terminal !== null) expect(verbose).toContain(`\n${first}`);
    }
  });

  it("needs no renderer of its own: a terminal shows its blocks where it has no other form", () => {
    for (const block of Object.values(BLOCKS).filter(({ kind }) => kind !== "chart")) {
      expect(inText(block), block.kind).toContain(WORD);
      expect(inText(block)).toMatch(/^\nTitle\n {2}/);
      expect(inMarkdown(block), block.kind).toContain(WORD);
      expect(inHtml(block), block.kind).toContain(WORD);
    }
    expect(inHtml(BLOCKS.heading)).toContain('<span class="chip likely">likely</span></h3>');
    expect(inMarkdown(BLOCKS.heading)).toBe(`### ${WORD} (likely)`);
  });
});

describe("a chart", () => {
  it("is referred to by exactly one section, and is drawn with its tables folded below", () => {
    const { sections } = documentOf(sample);
    const html = pageOf(sample);
    for (const chart of Object.keys(CHARTS) as ChartName[]) {
      const of = sections.flatMap(({ blocks }) =>
        blocks.filter((one) => one.kind === "chart" && one.chart === chart),
      );
      expect(of).toHaveLength(1);
      const folded = "<details><summary>Show as a table</summary>";
      expect(html).toContain(
        `<div class="drawn ${chart}">${CHARTS[chart](sample, "")}${folded}<div class="table`,
      );
    }
  });

  it("stays when headings and columns are renamed, as do numbers, chips and the first screen", () => {
    const document = documentOf(sample);
    const renamed = (block: Block): Block => {
      if (block.kind === "fold")
        return { ...block, title: WORD, blocks: block.blocks.map(renamed) };
      if (block.kind !== "table") return block;
      return { ...block, columns: block.columns.map((one) => ({ ...one, title: WORD })) };
    };
    const sections = document.sections.map((section) => ({
      ...section,
      title: WORD,
      blocks: section.blocks.map(renamed),
    }));
    const marks = (html: string) =>
      ["<figure ", 'class="chip', 'class="right"', "<td", "<dt>", "<section "].map(
        (mark) => html.split(mark).length,
      );
    const page = renderPage({ ...document, sections }, { ...sample, others: [] });
    expect(page).not.toContain("Table usage</h2>");
    expect(marks(page)).toEqual(marks(pageOf(sample)));
  });
});

describe("text of a bundle in a document", () => {
  it("is code, a place or a quotation, and as it is", async () => {
    const list = inlinesOf(documentOf(await analyzeTexts(hostileBundle())));
    const strange = /<script|<img|evil\.example|javascript:|onerror|@everyone|\[2J/;
    const holds = list.filter((one) => strange.test(JSON.stringify(one)));
    expect(holds.some(({ kind }) => kind === "code")).toBe(true);
    const own = list.filter(({ kind }) => kind === "text") as { text: string }[];
    expect(own.map((one) => one.text).filter((one) => strange.test(one))).toEqual([]);
    expect(own.map((one) => one.text).filter((one) => /`|\*\*|\\[`*_<]/.test(one))).toEqual([]);
    // neither cut, nor escaped for any format
    expect(list).toContainEqual({ kind: "code", text: EVIL });
  });

  const nasty = fc.string({
    unit: fc.constantFrom(
      ..."`|\\*_[](){}<>!#@~&:/.+-=1\n\t aéw漢".split(""),
      "www.",
      "://",
      "&lt;",
    ),
    maxLength: 30,
  });
  const asParagraph = (...words: Inline[]): Block => ({ kind: "paragraph", words });

  it("is shown as text by every format, whatever it is and in whichever inline", () => {
    fc.assert(
      fc.property(nasty, fc.constantFrom(text, quote, code), (evil, made) => {
        const one = made(evil);
        for (const words of [[one], [text("x "), one, text(" y")]]) {
          const gfm = renderGfm(inMarkdown(asParagraph(...words)));
          expect(gfm.replace(/<\/?(?:p|code)>/g, "")).not.toMatch(/<[a-zA-Z/!]/);
          const ours = /<\/?code>|<span class="(?:whole|long)">|<\/span>|<wbr>/g;
          expect(htmlInlines(words).replace(ours, "")).not.toMatch(/[<>]/);
        }
        const cell: Block = {
          kind: "table",
          columns: [
            { title: "a", type: "text" },
            { title: "b", type: "number" },
          ],
          rows: [[[one], [number(1)]]],
        };
        const table = renderGfm(inMarkdown(cell));
        expect(table.match(/<td/g)).toHaveLength(2);
        expect(table).not.toMatch(/<(?!\/?(?:table|thead|tbody|tr|th|td|code)\b)/);
      }),
    );
  });
});

describe("text in a report", () => {
  const wrong = "\u001b[2J\u202e";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a reader
  const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

  it("has no control characters, though the analysis should have been written by another", () => {
    const named = { ...sample.table.uses[0]!, meaning: `${wrong}use` };
    const unknown = { ...sample.findings[0]!, verdict: "unknown" as const, cause: `${wrong}id` };
    const strange: Analysis = {
      ...sample,
      table: { ...sample.table, uses: [named] },
      findings: [{ ...sample.findings[0]!, title: `${wrong}title` }, unknown],
    };
    const verbose = renderText(strange, { verbose: true });
    for (const report of [verbose, renderMarkdown(strange), pageOf(strange)])
      expect(CONTROL.exec(report)).toBeNull();
    expect(verbose).toContain("?[2J?use");
    expect(verbose).toContain("?[2J?id");
  });

  it("quotes a program's lines as one sentence, and not without end", () => {
    const words = [quote(`one\ntwo ${"x".repeat(5000)}`)];
    const block: Block = { kind: "list", items: [words] };
    for (const report of [inMarkdown(block), inHtml(block), inText(block)]) {
      expect(report).toContain("one two");
      expect(report.length).toBeLessThan(1200);
    }
  });
});

describe("the contract's sentences", () => {
  it.each([
    [
      "to `a*b` and **`c` d**",
      [text("to "), code("a*b"), text(" and "), { kind: "strong", words: [code("c"), text(" d")] }],
    ],
    ["nf_conntrack_max \\* 2", [text("nf_conntrack_max "), text("*"), text(" 2")]],
    ["see [x](http://e.example)", [text("see "), text("x")]],
    ["![x](http://e.example/p.png)", [text("x")]],
    ["<b>x</b>", [text("<b>"), text("x"), text("</b>")]],
    ["two\n lines", [text("two lines")]],
    ["", []],
  ] as [string, Words][])("%j as words", (markdown, expected) => {
    expect(prose(markdown)).toEqual(expected);
  });

  it("lead nowhere in any format, though a cause of the reader's own should hold a link or HTML", () => {
    const words = prose(
      "[x](http://e.example) ![y](http://e.example) http://e.example www.e.example <script>z</script>",
    );
    const block: Block = { kind: "paragraph", words };
    expect(renderGfm(inMarkdown(block))).not.toMatch(/<(?:a|img|script)\b/);
    expect(inHtml(block)).not.toMatch(/<(?:a|img|script)\b/);
  });
});

describe.each(SAMPLE_IDS)("the summary of %s", (id) => {
  it("is its parts one behind the other, the cause in a part of its own", async () => {
    const analysis = await analyze(bundleOf(id));
    const { head } = documentOf(analysis);
    const { happened, cause, others } = head.summary;
    const parts = [happened, cause, others].map(plain).filter(Boolean);
    expect(parts.join(" ")).toBe(plain(prose(analysis.summary)));
    expect(cause.length > 0).toBe(head.found.length > 0);
    const also = head.found.slice(1).some(({ verdict }) => verdict !== "possible");
    expect(others.length > 0).toBe(also);
  });
});

describe("a summary of other words than ours", () => {
  it("is left whole, though it should name the cause and say “Also found”", () => {
    const summary = `${sample.summary} Also found: nothing.`;
    const { head } = documentOf({ ...sample, summary });
    expect(head.summary).toEqual({
      happened: prose(summary),
      cause: [],
      mechanism: [],
      others: [],
    });
    expect(renderText({ ...sample, summary }).replace(/\s+/g, " ")).toContain(
      "Also found: nothing.",
    );
  });
});
