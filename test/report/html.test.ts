import { beforeAll, describe, expect, it } from "vitest";
import { CAUSES } from "../../src/causes/index.ts";
import { type Analysis, analyze, renderHtml } from "../../src/index.ts";
import { plain } from "../../src/report/document/inline.ts";
import { linked } from "../../src/report/document/links.ts";
import { stepsOf } from "../../src/report/document/remedies.ts";
import { nameOfSubject } from "../../src/report/document/subjects.ts";
import { unbroken } from "../../src/report/html/unbroken.ts";
import { headingOf } from "../../src/report/words.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { hostileBundle } from "./hostile.ts";

const CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/** Every element of our pages; anything else came out of a bundle. */
const ELEMENTS = new Set(
  (
    "html head meta title style body main h1 h2 h3 p ul ol li strong em code pre blockquote hr br " +
    "div table thead tbody tr th td details summary svg g path rect line text circle desc " +
    "figure figcaption span section nav header footer a dl dt dd wbr"
  ).split(" "),
);
/** The pages that causes refer to. */
const SOURCES = new Set(
  CAUSES.flatMap(({ references }) => references)
    .flatMap(linked)
    .flatMap((one) => (one.kind === "link" ? one.to : [])),
);
const tags = (html: string) => [...html.matchAll(/<\/?([a-zA-Z][\w-]*)([^>]*)>/g)];

function expectSafe(html: string): void {
  expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${CSP}">`);
  // the policy holds only for what comes after it
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<title>"));
  for (const [whole, name, attributes] of tags(html.replace(/<style>[\s\S]*?<\/style>/, ""))) {
    expect(ELEMENTS, whole).toContain(name!.toLowerCase());
    expect(attributes, whole).not.toMatch(/\s(?:on\w+|src|srcset|action|formaction)\s*=/i);
    expect(attributes, whole).not.toMatch(/javascript:|url\(/i);
    // a link leads within the page, or to a source that a cause names, and no text of a bundle becomes an id
    for (const [, to] of attributes!.matchAll(/href\s*=\s*(\S*)/gi)) {
      expect(name, whole).toBe("a");
      if (!SOURCES.has(to!.slice(1, -1)))
        expect(to, whole).toMatch(/^"#(?:(?:subject-\d+-)?(?:report|section-\d+)|subject-\d+)"$/);
    }
    for (const [, id] of attributes!.matchAll(/\sid\s*=\s*(\S*)/gi))
      if (!CAUSES.some((cause) => cause.id === id!.slice(1, -1).replace(/^subject-\d+-/, "")))
        expect(id, whole).toMatch(
          /^"(?:(?:subject-\d+-)?(?:report|section-\d+|chart-[a-z]+(?:-title|-desc)?)|subject-\d+)"$/,
        );
  }
  expect(/<style>([\s\S]*?)<\/style>/.exec(html)![1]).not.toMatch(/url\(|@import|https?:/);
}

const escaped = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** Elements that are opened and not closed, or closed out of order. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [whole, name, attributes] of tags(html)) {
    if (/^(?:meta|br|hr|wbr)$/.test(name!) || attributes!.endsWith("/")) continue;
    if (!whole.startsWith("</")) open.push(name!);
    else if (open.pop() !== name) wrong.push(whole);
  }
  return [...wrong, ...open];
}

/** What a reader copies: no tags, and blanks as they are in a shell. */
const copied = (html: string) => html.replace(/<[^>]*>/g, "");

const withoutStyle = (html: string) => html.replace(/<style>[\s\S]*?<\/style>/, "");
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((one) => one[1]!);

describe.each(SAMPLE_IDS)("the page of %s", (id) => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(bundleOf(id));
  });

  it("is one file without script, link, or anything that is fetched", () => {
    const html = renderHtml(analysis);
    expectSafe(html);
    expect(unbalanced(withoutStyle(html))).toEqual([]);
    expect(html).toContain(`<body class="state-${headingOf(analysis).looks}">`);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  it("has the same tables as the Markdown, none of which is left as text", () => {
    const html = renderHtml(analysis);
    expect(html.match(/<table>/g)!.length).toBeGreaterThan(3);
    expect(html).not.toMatch(/^\|/m);
    expect(html.match(/<th /g)!.length).toBe(html.match(/scope="col"/g)!.length);
  });

  it("says the state, the primary cause with its verdict, and the first remedy before all else", () => {
    const html = renderHtml(analysis);
    const first = /<header>[\s\S]*<\/header>/.exec(html)![0];
    expect(html.slice(0, html.indexOf("<header>"))).not.toContain("<h1");
    expect(first).toMatch(/<svg class="sign"/);
    expect(first).toContain(`<strong>${headingOf(analysis).title}</strong></h1>`);
    const [primary] = analysis.findings;
    if (!["confirmed", "likely", "possible"].includes(primary!.verdict)) return;
    expect(first).toContain(`>${primary!.verdict}</span>`);
    expect(first).toContain(`<p class="lead">${escaped(primary!.title)}</p>`);
    expect(first).toContain("What now");
    const command = stepsOf(analysis).find(({ commands }) => commands.length > 0)?.commands[0];
    if (command !== undefined) expect(copied(first)).toContain(escaped(command));
  });

  it("has one h1, no skipped heading level, and contents that lead to every section", () => {
    // a page of several subjects has a heading for each
    const html = withoutStyle(renderHtml({ ...analysis, others: [] }));
    const levels = all(html, /<h(\d)/g).map(Number);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [at, level] of levels.entries())
      expect(level - (levels[at - 1] ?? 0), levels.join()).toBeLessThanOrEqual(1);
    const ids = all(html, / id="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const sections = all(html, /<h2 id="([^"]*)"/g);
    expect(sections.length).toBeGreaterThan(3);
    expect(all(html, /href="#([^"]*)"/g)).toEqual(["report", ...sections]);
  });

  it("names every table that scrolls after its heading, each otherwise", () => {
    const html = renderHtml(analysis);
    const names = all(
      html,
      /<div class="table[^"]*" tabindex="0" role="region" aria-label="([^"]+)"/g,
    );
    expect(names).toHaveLength(html.match(/<table>/g)!.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it("has a chart of the table's usage right behind its heading, and stays small", () => {
    const html = renderHtml(analysis);
    // rows that are an excerpt are not the table
    if (analysis.table.excerpt === null)
      expect(html).toMatch(
        />Table usage<\/h2>\n<div class="drawn uses"><figure class="chart" id="chart-uses">/,
      );
    expect(html.length).toBeLessThan(300_000);
  });
});

describe("the page of a hostile bundle", () => {
  it("shows what the bundle says and runs nothing of it", async () => {
    const html = renderHtml(await analyzeTexts(hostileBundle()));
    expectSafe(html);
    expect(html).toContain("&lt;script&gt;alert(1)");
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<img");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe("the page's first screen", () => {
  it("splits the summary at the cause, whose title stands above, and loses nothing of it", async () => {
    const analysis = await analyze(bundleOf("stale-endpoints"));
    const html = renderHtml(analysis);
    const part = (name: string) => new RegExp(`<p class="${name}">(.*?)</p>`).exec(html)![1]!;
    const title = analysis.findings[0]!.title;
    expect(/<section class="why">.*?<p class="lead">(.*?)<\/p>/s.exec(html)![1]).toBe(title);
    const text = `${part("what")} The cause: ${title}. ${part("more")}`;
    expect(copied(text).replaceAll("\u00a0", " ")).toBe(
      escaped(analysis.summary.replaceAll("`", "")),
    );
  });

  it("says unknown for figures that the bundle does not hold, never zero", async () => {
    const analysis = await analyze(bundleOf("stale-endpoints"));
    const table = { ...analysis.table, count: null, rows: null, max: null, utilization: null };
    const html = renderHtml({ ...analysis, table, signals: [], timeline: [] });
    const figures = /<ul class="figures">.*?<\/ul>/.exec(html)![0];
    expect(figures.match(/<strong class="none">unknown<\/strong>/g)).toHaveLength(3);
    expect(figures).toContain("unknown of an unknown limit");
  });

  it.each([
    { entries: 0, label: "Another finding" },
    { entries: 9, label: "Why" },
  ])("heads a fault of a full table with $label, as its section", async ({ entries, label }) => {
    const analysis = await analyze(bundleOf("mix-udp-leak"));
    expect(analysis.state).toBe("exhausted");
    Object.assign(analysis.findings[0]!, { gate: "none", entries });
    expect(renderHtml(analysis)).toContain(`<section class="why"><h2>${label} <`);
  });

  it("has no green tick where the table has room and another fault is confirmed", async () => {
    const analysis = await analyze(bundleOf("neighbour-table-overflow"));
    expect(analysis.state).toBe("healthy");
    const html = renderHtml(analysis);
    expect(html).toContain('<body class="state-elevated">');
    expect(html).toContain("<strong>table has room, another fault is confirmed</strong></h1>");
  });

  it("has no cards where no cause is found", async () => {
    const html = renderHtml(await analyze(bundleOf("healthy")));
    expect(html).not.toContain('<div class="cards">');
    expect(html).toContain(">healthy</strong></h1>");
  });
});

describe("the page of several subjects", () => {
  const several = (count: number): Promise<Analysis> =>
    analyze(bundleOf("namespace-fault")).then((analysis) => ({
      ...analysis,
      others: Array.from({ length: count }, () => analysis.others[0]!),
      subjects: Array.from({ length: count + 1 }, (_, at) => analysis.subjects[Math.min(at, 1)]!),
    }));

  it("has a tab for each, by its name and state, that leads to all that is said of it", async () => {
    const analysis = await analyze(bundleOf("namespace-fault"));
    const html = withoutStyle(renderHtml(analysis));
    expectSafe(renderHtml(analysis));
    expect(unbalanced(html)).toEqual([]);
    const [tabs] = /<nav class="tabs".*?<\/nav>/s.exec(html)!;
    expect(all(tabs, /href="#([^"]*)"/g)).toEqual(["subject-1", "subject-2"]);
    const ids = all(html, / id="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const parts = html.split(/<div class="subject /).slice(1);
    for (const [at, one] of [analysis, ...analysis.others].entries()) {
      const name = escaped(plain(nameOfSubject(one.subject)));
      expect(tabs).toContain(name);
      expect(parts[at]).toContain(
        `<h1>${name}: connection tracking: <strong>${headingOf(one).title}</strong>`,
      );
      expect(parts[at]).toContain("Ruled out</h2>");
      // what is of the whole case stands once
      expect(parts[at]!.includes(">Coverage</h2>")).toBe(at === 0);
    }
    expect(html).not.toContain(">Subject: ");
  });

  it("has a dozen tabs at most; further subjects are sections of the first", async () => {
    const html = withoutStyle(renderHtml(await several(14)));
    expect(html.match(/<div class="subject /g)).toHaveLength(12);
    expect(html.match(/>Subject: [^<]*<\/h2>/g)).toHaveLength(3);
    expect(html).toContain("3 more at the end of the first");
  });

  it("has no tabs where there is one subject", async () => {
    expect(renderHtml(await analyze(bundleOf("healthy")))).not.toMatch(/subject-|class="tabs"/);
  });
});

describe("a command on the page", () => {
  it("stands in an element of its own, as it is typed: whole, without a prompt or a number", async () => {
    for (const id of ["table-too-small", "gateway-snat-exhaustion", "mix-stale-retry"]) {
      const analysis = await analyze(bundleOf(id));
      const html = renderHtml(analysis);
      const shown = all(html, /<code class="language-sh[^"]*">(.*?)<\/code>/gs).map(copied);
      const wanted = stepsOf(analysis).flatMap(({ commands }) => commands.map(escaped));
      expect(wanted.length).toBeGreaterThan(0);
      expect(shown).toEqual(expect.arrayContaining(wanted));
    }
  });

  it("is broken at blanks only, a long word between its parts, and nothing of that is copied", () => {
    const command = "curl -s http://127.0.0.1:10249/metrics/of/kube-proxy --max-time 3";
    const html = unbroken(command);
    expect(copied(html)).toBe(command);
    expect(html.split(/ (?!class)|<wbr>/g).map(copied)).toEqual(
      ["curl", "-s", "http://", "127.0.0.1:", "10249/", "metrics/", "of/", "kube-", "proxy"].concat(
        ["--max-time", "3"],
      ),
    );
    expect(html).toContain('<span class="whole">--max-time</span>');
    expect(unbroken("2026-11-26T00:24:00Z")).not.toContain("<wbr>");
  });
});
