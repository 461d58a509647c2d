// for what runs within the page; the build of src/ does not see it
/// <reference lib="dom" />
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyze, renderHtml } from "../../src/index.ts";
import { hostileBundle } from "../report/hostile.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { openEvidence } from "../support/evidence.ts";
import { temporaryFolder } from "../support/folders.ts";
import { HOSTILE_BUNDLE } from "../support/hostile-bundle.ts";
import { launch, missing, type Watched, watch } from "./browser.ts";

/** Wants every sink of scripts to be given a trusted type, and lets nothing be done but shown; it only tells. */
const TELLS =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"require-trusted-types-for 'script'; trusted-types 'none'\">";
/** Our own policy, in whose place the other stands: nothing else may protect the page here. */
const OWN = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

/** What a bundle's text may try, one at a time. */
const PAYLOADS = [
  "<script>alert(1)</script>",
  "<img src=http://evil.example/x onerror=alert(2)>",
  "<svg/onload=alert(3)><animate onbegin=alert(4) attributeName=x>",
  "</title></style></script></textarea><script>alert(5)</script>",
  "\"'><iframe srcdoc='<script>alert(6)</script>'>",
  '" onmouseover="alert(7)" autofocus onfocus="alert(8)" x="',
  "[x](javascript:alert(9)) <a href=javascript:alert(10)>x</a>",
  "<base href=http://evil.example/><link rel=stylesheet href=x><meta http-equiv=refresh content='0;url=http://evil.example/'>",
  "--><math><mtext></form><form action=http://evil.example><input name=nodeName>",
  "<style>@import 'http://evil.example/x';*{background:url(http://evil.example/y)}</style>",
  "&lt;script&gt;alert(11)&lt;/script&gt; &#60;img src=x&#62; %3Cscript%3E",
  "<details open ontoggle=alert(12)><template shadowrootmode=open><slot>",
];

/** The same bundle with each of its hostile texts exchanged for one payload. */
const withPayload = (payload: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(HOSTILE_BUNDLE).map(([name, text]) => {
      const marker = "<img/src=x/onerror=alert(1)>";
      const json = JSON.stringify(payload).slice(1, -1);
      return [name, text.replaceAll(marker, name.endsWith(".json") ? json : payload)];
    }),
  );

describe.skipIf(missing)(
  `a hostile bundle's page${missing === null ? "" : ` (${missing})`}`,
  () => {
    const folder = temporaryFolder();
    let browser: Browser;
    let page: Watched;
    beforeAll(async () => {
      browser = await launch();
      page = await watch(browser, folder);
    }, 60_000);
    afterAll(() => browser?.close());

    /** What a page has that is of no report, and what was told of it while it was shown, opened and pointed at. */
    async function faultsOf(html: string): Promise<string[]> {
      expect(html).toMatch(OWN);
      await page.page.addInitScript(`
        globalThis.told = [];
        document.addEventListener("securitypolicyviolation", (one) =>
          told.push(one.violatedDirective + " " + one.blockedURI + " " + one.sample));
      `);
      await page.show(html.replace(OWN, TELLS));
      const found = await page.page.evaluate(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
        for (const one of document.querySelectorAll("*"))
          for (const kind of ["mouseover", "focus", "toggle", "load", "error"])
            one.dispatchEvent(new Event(kind));
        const alive =
          "script, iframe, object, embed, form, input, link, base, img, image, template, math, animate, meta[http-equiv=refresh], style ~ style";
        return [
          ...[...document.querySelectorAll(alive)].map((one) => one.outerHTML.slice(0, 120)),
          ...[...document.querySelectorAll("*")].flatMap((one) =>
            [...one.attributes]
              .filter(
                ({ name, value }) => /^on/.test(name) || /^\s*(?:javascript|data):/i.test(value),
              )
              .map(({ name, value }) => `${name}=${value.slice(0, 80)}`),
          ),
          ...[...document.querySelectorAll("a")]
            .map((one) => one.getAttribute("href") ?? "")
            .filter((href) => /evil|alert/.test(href)),
          ...(globalThis as unknown as { told: string[] }).told,
        ];
      });
      return [...found, ...page.noise()];
    }

    it.each(PAYLOADS)("shows %s as text, and does nothing else", async (payload) => {
      const files = withPayload(payload);
      const analysis = await analyze("evidence", { open: () => openEvidence(files) });
      const html = renderHtml(analysis);
      expect(await faultsOf(html)).toEqual([]);
      // it is there, or this would say nothing
      const words = /[a-z]{4,}/i.exec(payload)![0];
      expect(await page.page.evaluate("document.body.textContent")).toContain(words);
    });

    it("with hostile text wherever a bundle has text", async () => {
      expect(await faultsOf(renderHtml(await analyzeTexts(hostileBundle())))).toEqual([]);
    });

    it("would be told of, if it did something", async () => {
      const body = "<p>x<script>alert(1)</script><img src=x onerror=alert(2)></p>";
      const faults = await faultsOf(
        `<!doctype html><meta http-equiv="Content-Security-Policy" content=""><body>${body}<script>document.body.innerHTML = "<b>x</b>"</script>`,
      );
      expect(faults.join("\n")).toMatch(/<script>/);
      expect(faults.join("\n")).toMatch(/onerror=alert/);
      expect(faults.join("\n")).toMatch(/require-trusted-types-for/);
      expect(faults.join("\n")).toMatch(/dialog: 1/);
      expect(faults.join("\n")).toMatch(/request: .*x/);
    });
  },
);
