// for what runs within the page; the build of src/ does not see it
/// <reference lib="dom" />
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "../browser/accessibility.ts";
import { launch } from "../browser/browser.ts";
import { outside, unreached } from "../browser/layout.ts";
import { bundleOf } from "../causes/sample.ts";
import { build } from "../cli/built.ts";
import { ADDRESS, MISSING } from "./tab.ts";

/** Pictures for a person to look at; nothing compares them. */
const PICTURES = fileURLToPath(new URL("../../out/screens/page/", import.meta.url));

/** What stands on the screen, by how one comes to it. */
const SCREENS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  start: async () => undefined,
  report: (page) => give(page, [bundleOf("time-wait-churn"), bundleOf("stale-endpoints")]),
  compare: async (page) => {
    await give(page, [bundleOf("time-wait-churn"), bundleOf("stale-endpoints")]);
    await page.click("#bundles button >> nth=-1");
    await page.waitForSelector(".overview");
  },
  fault: async (page) => {
    await page.setInputFiles("#bundle", { name: "x.txt", mimeType: "", buffer: Buffer.of() });
    await page.waitForSelector("#fault:not(:empty)");
  },
};

async function give(page: Page, paths: readonly string[]): Promise<void> {
  await page.setInputFiles("#bundle", [...paths]);
  await page.waitForFunction(() => document.documentElement.dataset["state"]);
}

describe.skipIf(MISSING.chromium)("the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    await build();
    mkdirSync(PICTURES, { recursive: true });
    browser = await launch();
  }, 180_000);
  afterAll(() => browser?.close());

  it.each(Object.keys(SCREENS))(
    "%s: nothing for axe-core to find, no sideways scroll, all in reach of the Tab key",
    async (name) => {
      // axe-core is a script that the policy refuses
      const context = await browser.newContext({ offline: true, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(ADDRESS);
      await SCREENS[name]!(page);
      expect(await unreached(page)).toEqual([]);
      for (const [width, colorScheme] of [
        [1200, "light"],
        [360, "dark"],
        [360, "light"],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        expect(await violations(page)).toEqual([]);
        expect(await outside(page)).toEqual([]);
        await page.evaluate(() => scrollTo(0, 0));
        await page.screenshot({ path: join(PICTURES, `${name}-${width}-${colorScheme}.png`) });
      }
      await context.close();
    },
  );

  it("is worked by keyboard alone, and says what it does", async () => {
    const page = await (await browser.newContext({ offline: true })).newPage();
    // asked for before the key: a request that the browser still has before it when the key is pressed is lost
    const chosen = page.waitForEvent("filechooser");
    await page.goto(ADDRESS);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("bundle");
    await page.keyboard.press("Space");
    await (await chosen).setFiles([bundleOf("healthy"), bundleOf("mtu")]);
    await page.waitForFunction(() => document.documentElement.dataset["state"]);
    expect(await page.evaluate(() => document.getElementById("said")!.getAttribute("role"))).toBe(
      "status",
    );
    await page.focus("#bundles button >> nth=1");
    await page.keyboard.press("Enter");
    expect(await page.title()).toMatch(/^worker-1: connection tracking/);
    await page.focus("#what-if summary");
    await page.keyboard.press("Enter");
    const before = await page.inputValue("#set-nf_conntrack_max");
    await page.focus("#slide-nf_conntrack_max");
    for (let n = 0; n < 20; n++) await page.keyboard.press("ArrowRight");
    const value = await page.inputValue("#set-nf_conntrack_max");
    expect(Number(value)).toBeGreaterThan(Number(before));
    expect(await page.locator("#slide-nf_conntrack_max").getAttribute("aria-valuetext")).toBe(
      Number(value).toLocaleString("en"),
    );
    await page.context().close();
  });
});
