import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { launch, missing } from "./browser.ts";
import { type Desk, type Faults, inspect, openDesk } from "./inspect.ts";

const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";
const documentOf = (body: string, style = "", head = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title>
<style>figure { break-inside: avoid } ${style}</style></head>
<body><main><h1>A page</h1>${body}</main></body></html>`;

const chart = (title = "<title>Uses</title>", desc = "<desc>Most is free.</desc>") =>
  `<figure><svg role="img" aria-label="Uses" viewBox="0 0 10 1">${title}${desc}</svg></figure>`;
const LONG_ROW = "<table><tr><td>one<td><div style='width: 900px'>wide</div></table>";

/** A figure for which the first sheet has not enough room left. */
const atTheEdge = (breakInside: string) =>
  documentOf(
    `<div style="height: 700px"></div>${chart()}`,
    `figure { height: 400px; break-inside: ${breakInside} }`,
  );

/** A page with all that ours have, and nothing wrong: its regions scroll, its details are closed. */
const SOUND = documentOf(
  `${chart()}<div role="region" aria-label="uses" tabindex="0" style="overflow-x: auto">${LONG_ROW}</div>
<details><summary>More</summary><pre tabindex="0" style="overflow-x: auto">${"x".repeat(900)}</pre></details>`,
  "@media (prefers-color-scheme: dark) { body { background: #000; color: #fff } }",
  POLICY,
);

type Look = (faults: Faults) => readonly string[];
const noise: Look = (faults) => faults.noise;
const lax: Look = (faults) => faults.noiseWithoutPolicy;
const light: Look = (faults) => faults.violations.light;
const dark: Look = (faults) => faults.violations.dark;
const narrow: Look = (faults) => faults.outside[360];

/** What is wrong, a page where it is, who has to see it, and what they have to say. */
const WRONG: readonly [string, string, Look, RegExp][] = [
  ["a console message", documentOf("<script>console.log('hello')</script>"), noise, /log: hello/],
  ["a script's error", documentOf("<script>throw new Error('no')</script>"), noise, /error: .*no/],
  ["a dialog", documentOf("<script>alert('hello')</script>"), noise, /dialog: hello/],
  ["an image", documentOf("<img alt='' src='http://a.example/x.png'>"), noise, /request: .*x\.png/],
  ["a file beside it", documentOf("<img alt='' src='x.png'>"), noise, /request: file:.*x\.png/],
  ["a frame", documentOf("<iframe title='x' src='about:blank'></iframe>"), noise, /^frame: /m],
  [
    "a script that only its policy stops, as the policy's complaint",
    documentOf("<script>console.log('hello')</script>", "", POLICY),
    noise,
    /console\.error: .*Content Security Policy/,
  ],
  [
    "the same without the policy, running",
    documentOf("<script>console.log('hello')</script>", "", POLICY),
    lax,
    /log: hello/,
  ],
  [
    "an element that makes the document scroll",
    documentOf("<p style='width: 500px'>wide</p>"),
    narrow,
    /the document: \d+ px in 360 px[\s\S]*<p style/,
  ],
  [
    "an element that sticks out where nothing scrolls",
    documentOf("<p style='width: 500px'>wide</p>", "html { overflow-x: clip }"),
    narrow,
    /^\d+ to 508 px: <p style/m,
  ],
  ["text that sticks out", documentOf(`<p>${"x".repeat(90)}</p>`), narrow, /the document: \d+ px/],
  [
    "an element that sticks out to the left",
    documentOf("<p style='margin-left: -50px'>left</p>"),
    narrow,
    /^-42 to/m,
  ],
  [
    "a region wider than the window",
    documentOf(`<div tabindex="0" style="overflow-x: auto; width: 700px">${LONG_ROW}</div>`),
    narrow,
    /<div tabindex/,
  ],
  [
    "an option that is cut behind its hyphen",
    documentOf(`<p style="width: 3.4em"><code>curl -silent x</code></p>`),
    (faults) => faults.cutWords,
    /^-silent: <code/,
  ],
  [
    "a number that is cut from its unit",
    documentOf(`<p style="width: 3.5em">1,200 entries</p>`),
    (faults) => faults.cutWords,
    /^1,200 entries: <p/,
  ],
  [
    "a summary without a tab stop",
    documentOf("<details><summary tabindex='-1'>More</summary>text</details>"),
    (faults) => faults.unreached,
    /<summary/,
  ],
  [
    "a region that lets nobody in",
    documentOf(
      `<div tabindex="-1" role="region" aria-label="uses" style="overflow-x: auto">${LONG_ROW}</div>`,
    ),
    (faults) => faults.unreached,
    /<div tabindex/,
  ],
  ["an image without words", documentOf("<img src='data:,'>"), light, /^image-alt: .*\(img\)/m],
  ["pale text", documentOf("<p style='color: #ccc'>pale</p>"), light, /^color-contrast: /m],
  [
    "text that is pale in the dark alone",
    documentOf(
      "<p>text</p>",
      "@media (prefers-color-scheme: dark) { body { background: #000; color: #222 } }",
    ),
    dark,
    /^color-contrast: /m,
  ],
  [
    "pale text within closed details",
    documentOf("<details><summary>More</summary><p style='color: #ccc'>pale</p></details>"),
    light,
    /^color-contrast: /m,
  ],
  ["a chart without a title", documentOf(chart("")), (f) => f.unnamedCharts, /^no title: <svg/],
  [
    "a chart with an empty description",
    documentOf(chart(undefined, "<desc> </desc>")),
    (f) => f.unnamedCharts,
    /^no desc: <svg/,
  ],
  [
    "a figure without a chart",
    documentOf("<figure><p>text</p></figure>"),
    (f) => f.unnamedCharts,
    /^not one chart: <figure/,
  ],
  [
    "a picture outside of a figure",
    documentOf("<svg viewBox='0 0 10 1'></svg>"),
    (f) => f.unnamedCharts,
    /^not in a figure: <svg/,
  ],
  [
    "a figure higher than the paper",
    documentOf(chart(), "figure { height: 1200px }"),
    (f) => f.brokenFigures,
    /^1200 px high: <figure/,
  ],
  [
    "a figure that may be broken",
    documentOf(chart(), "figure { break-inside: auto }"),
    (f) => f.brokenFigures,
    /^break-inside auto: <figure/,
  ],
  ["a figure over two sheets", atTheEdge("auto"), (f) => f.figuresOverTwoSheets, /^<figure/],
];

describe.skipIf(missing)(`the tests of the page${missing === null ? "" : ` (${missing})`}`, () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let desk: Desk;
  beforeAll(async () => {
    browser = await launch();
    desk = await openDesk(browser, folder);
  }, 60_000);
  afterAll(() => browser?.close());

  it("find nothing wrong with a sound page", async () => {
    expect(await inspect(desk, SOUND)).toEqual({
      noise: [],
      noiseWithoutPolicy: [],
      outside: { 360: [], 768: [], 1440: [] },
      cutWords: [],
      unreached: [],
      unnamedCharts: [],
      violations: { light: [], dark: [] },
      brokenFigures: [],
      figuresOverTwoSheets: [],
    });
  });

  it.each(WRONG)("find %s", async (_, html, look, words) => {
    expect(look(await inspect(desk, html)).join("\n")).toMatch(words);
  });

  it("find nothing wrong with a figure that goes to the next sheet whole", async () => {
    expect((await inspect(desk, atTheEdge("avoid"))).figuresOverTwoSheets).toEqual([]);
  });

  it("carry nothing over from one page to the next", async () => {
    await inspect(desk, documentOf("<script>console.log('hello'); alert(1)</script>"));
    const { noise, noiseWithoutPolicy } = await inspect(desk, SOUND);
    expect([...noise, ...noiseWithoutPolicy]).toEqual([]);
  });
});
