import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze, renderHtml } from "../../src/index.ts";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder } from "../support/folders.ts";
import { violations } from "./accessibility.ts";
import { launch, missing, type Watched, watch } from "./browser.ts";
import { outside, unreached } from "./layout.ts";

describe.skipIf(missing)(`subjects as tabs${missing === null ? "" : ` (${missing})`}`, () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let analysis: Analysis;
  let html: string;
  let strict: Watched;
  beforeAll(async () => {
    browser = await launch();
    analysis = await analyze([bundleOf("stale-endpoints"), bundleOf("time-wait-churn")]);
    html = renderHtml(analysis);
    strict = await watch(browser, folder, { viewport: { width: 1200, height: 900 } });
  }, 60_000);
  afterAll(() => browser?.close());

  /** The subjects that are to be seen, by their headings. */
  const seen = (): Promise<string[]> =>
    strict.page.evaluate(() =>
      [...document.querySelectorAll("h1")]
        .filter((one) => one.checkVisibility())
        .map((one) => one.closest(".subject")!.id),
    );
  const follow = (name: string) => strict.page.locator(`.tabs a >> nth=${name}`);

  it("show one at a time, the worst first, by mouse, by keyboard and by the way back", async () => {
    await strict.show(html);
    expect(analysis.others).toHaveLength(1);
    expect(await seen()).toEqual(["subject-1"]);
    await follow("1").click();
    expect(await seen()).toEqual(["subject-2"]);
    expect(await strict.page.locator("#subject-2 .why .lead").isVisible()).toBe(true);
    // the tabs stay in sight
    expect(await follow("0").evaluate((one) => one.getBoundingClientRect().top)).toBeGreaterThan(0);
    await follow("0").focus();
    await strict.page.keyboard.press("Enter");
    expect(await seen()).toEqual(["subject-1"]);
    await strict.page.goBack();
    expect(await seen()).toEqual(["subject-2"]);
    expect(strict.noise()).toEqual([]);
  });

  it("stay open for what is within them, and open by a link to a cause", async () => {
    await strict.show(html);
    const cause = `subject-2-${analysis.others[0]!.findings[0]!.cause}`;
    await strict.page.evaluate((to) => {
      location.hash = to;
    }, cause);
    expect(await seen()).toEqual(["subject-2"]);
    const top = await strict.page.locator(`#${cause}`).evaluate((one) => {
      return one.getBoundingClientRect().top;
    });
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(900);
    await strict.page.locator("#subject-2 nav a >> nth=1").click();
    expect(await seen()).toEqual(["subject-2"]);
  });

  it("are all printed", async () => {
    await strict.show(html);
    await strict.page.emulateMedia({ media: "print" });
    expect(await seen()).toEqual(["subject-1", "subject-2"]);
    await strict.page.emulateMedia({ media: "screen" });
  });

  it.each([0, 1])(
    "tab %i: nothing for axe-core to find, no sideways scroll, all in reach",
    async (at) => {
      const lax = await watch(browser, folder, { bypassCSP: true });
      for (const [width, colorScheme] of [
        [360, "light"],
        [1200, "dark"],
      ] as const) {
        await lax.page.setViewportSize({ width, height: 900 });
        await lax.page.emulateMedia({ colorScheme });
        await lax.show(html);
        await lax.page.locator(`.tabs a >> nth=${at}`).click();
        expect(await outside(lax.page)).toEqual([]);
        expect(await violations(lax.page)).toEqual([]);
        await lax.show(html);
        await lax.page.locator(`.tabs a >> nth=${at}`).focus();
        await lax.page.keyboard.press("Enter");
        expect(await unreached(lax.page)).toEqual([]);
      }
      await lax.page.close();
    },
    60_000,
  );

  it("a click on a command selects it whole, and it alone", async () => {
    await strict.show(html);
    await strict.page.evaluate(() => {
      for (const one of document.querySelectorAll("details")) one.open = true;
    });
    const commands = strict.page.locator("#subject-1 pre code");
    const count = await commands.count();
    expect(count).toBeGreaterThan(3);
    for (let at = 0; at < count; at++) {
      await commands.nth(at).click({ position: { x: 12, y: 8 } });
      const selected = await strict.page.evaluate(() => String(getSelection()));
      expect(selected.trim()).toBe((await commands.nth(at).textContent())!.trim());
    }
  });
});
