import type { Browser, Page } from "playwright-core";
import { unnamedCharts, violations } from "./accessibility.ts";
import { type Watched, watch } from "./browser.ts";
import { cutWords, outside, unreached } from "./layout.ts";
import { brokenFigures, figuresOverTwoSheets, PAPER } from "./paper.ts";

/** A phone, a tablet and a desk, in CSS pixels. */
export const WIDTHS = [360, 768, 1440] as const;
type Width = (typeof WIDTHS)[number];
const HEIGHT = 800;

/** What is wrong with a document, by what looked; every list is empty when nothing is. */
export interface Faults {
  noise: string[];
  /** Noise of the same document when its content policy does not protect it. */
  noiseWithoutPolicy: string[];
  outside: Record<Width, string[]>;
  /** What a line's end cuts on a phone. */
  cutWords: string[];
  unreached: string[];
  unnamedCharts: string[];
  violations: Record<"light" | "dark", string[]>;
  brokenFigures: string[];
  figuresOverTwoSheets: string[];
}

/** The two pages that look at every document at once: as a reader opens it, and without its policy. */
export interface Desk {
  strict: Watched;
  lax: Watched;
}

export const openDesk = async (browser: Browser, folder: string): Promise<Desk> => ({
  strict: await watch(browser, folder),
  lax: await watch(browser, folder, { bypassCSP: true }),
});

/** Looks at one document in every way; with `pictures`, the start of their paths, takes some too. */
export async function inspect(desk: Desk, html: string, pictures?: string): Promise<Faults> {
  const [asRead, asAudited] = await Promise.all([
    read(desk.strict, html, pictures),
    audit(desk.lax, html),
  ]);
  return { ...asRead, ...asAudited };
}

const turnTo = async (page: Page, colorScheme: "light" | "dark", width: Width) => {
  await page.emulateMedia({ media: "screen", colorScheme });
  await page.setViewportSize({ width, height: HEIGHT });
};

async function read(strict: Watched, html: string, pictures: string | undefined) {
  const { page } = strict;
  await turnTo(page, "light", 360);
  await strict.show(html);
  if (pictures !== undefined) await takePictures(page, pictures);
  await turnTo(page, "light", 360);
  // first, since this opens what is closed, and the rest is to be seen open
  const notReached = await unreached(page);
  const tooWide: Faults["outside"] = { 360: [], 768: [], 1440: [] };
  for (const width of WIDTHS) {
    await turnTo(page, "light", width);
    tooWide[width] = await outside(page);
  }
  await turnTo(page, "light", 360);
  const cut = await cutWords(page);
  const unnamed = await unnamedCharts(page);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(PAPER);
  return {
    unreached: notReached,
    outside: tooWide,
    cutWords: cut,
    unnamedCharts: unnamed,
    brokenFigures: await brokenFigures(page),
    figuresOverTwoSheets: await figuresOverTwoSheets(page),
    noise: strict.noise(),
  };
}

/** Rules of axe-core that another colour scheme may break. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** In light on a phone and in dark on a desk: both colours, the narrowest and the widest layout. */
async function audit(lax: Watched, html: string) {
  const { page } = lax;
  await turnTo(page, "light", 360);
  await lax.show(html);
  const light = await violations(page);
  await turnTo(page, "dark", 1440);
  const dark = await violations(page, OF_COLOURS);
  return { violations: { light, dark }, noiseWithoutPolicy: lax.noise() };
}

/** For a person to look at: nothing compares these. */
async function takePictures(page: Page, pictures: string): Promise<void> {
  for (const [scheme, width] of [
    ["light", 360],
    ["dark", 768],
    ["light", 1440],
  ] as const) {
    await turnTo(page, scheme, width);
    const path = `${pictures}-${scheme}-${width}.png`;
    await page.screenshot({ path, fullPage: true });
  }
}
