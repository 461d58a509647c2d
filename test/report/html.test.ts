import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze, renderHtml } from "../../src/index.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { hostileBundle } from "./hostile.ts";

const CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/** Every element of our pages; anything else came out of a bundle. */
const ELEMENTS = new Set(
  (
    "html head meta title style body main h1 h2 h3 p ul ol li strong em code pre blockquote hr br " +
    "div table thead tbody tr th td details summary svg g path rect line text polyline circle desc " +
    "defs use figure figcaption span section nav header footer"
  ).split(" "),
);
const tags = (html: string) => [...html.matchAll(/<\/?([a-zA-Z][\w-]*)([^>]*)>/g)];

function expectSafe(html: string): void {
  expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${CSP}">`);
  // the policy holds only for what comes after it
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<title>"));
  for (const [whole, name, attributes] of tags(html.replace(/<style>[\s\S]*?<\/style>/, ""))) {
    expect(ELEMENTS, whole).toContain(name!.toLowerCase());
    expect(attributes, whole).not.toMatch(/\s(?:on\w+|href|src|srcset|action|formaction)\s*=/i);
    expect(attributes, whole).not.toMatch(/javascript:|url\(/i);
  }
  expect(/<style>([\s\S]*?)<\/style>/.exec(html)![1]).not.toMatch(/url\(|@import|https?:/);
}

/** Elements that are opened and not closed, or closed out of order. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [whole, name, attributes] of tags(html)) {
    if (/^(?:meta|br|hr)$/.test(name!) || attributes!.endsWith("/")) continue;
    if (!whole.startsWith("</")) open.push(name!);
    else if (open.pop() !== name) wrong.push(whole);
  }
  return [...wrong, ...open];
}

describe.each(SAMPLE_IDS)("the page of %s", (id) => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(bundleOf(id));
  });

  it("is one file without script, link, or anything that is fetched", () => {
    const html = renderHtml(analysis);
    expectSafe(html);
    expect(unbalanced(html.replace(/<style>[\s\S]*?<\/style>/, ""))).toEqual([]);
    expect(html).toContain(`<body class="state-${analysis.state}">`);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  it("has the same tables as the Markdown, none of which is left as text", () => {
    const html = renderHtml(analysis);
    expect(html.match(/<table>/g)!.length).toBeGreaterThan(3);
    expect(html).not.toMatch(/^\|/m);
    expect(html.match(/<th /g)!.length).toBe(html.match(/scope="col"/g)!.length);
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
