// for what runs within the page; the build of src/ does not see it
/// <reference lib="dom" />
import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { launch } from "../browser/browser.ts";
import { bundleOf } from "../causes/sample.ts";
import { ADDRESS } from "../page/tab.ts";
import { REPORTS } from "./render.ts";

// Takes the pictures of README.md from a report's page, its first screen in both colour schemes:
// `npm run pictures`.
const SAMPLE = "stale-endpoints";
const FOLDER = `${REPORTS}pictures/`;
const SCREEN = { width: 1200, height: 900 };
/** A picture of a README is fetched by everybody who looks at it. */
const LARGEST_BYTES = 200_000;
const browser = await launch();
try {
  mkdirSync(FOLDER, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({ viewport: SCREEN, colorScheme, offline: true });
    await page.goto(pathToFileURL(`${REPORTS}${SAMPLE}.html`).href);
    const picture = await page.screenshot({ type: "png" });
    if (picture.length > LARGEST_BYTES)
      throw new Error(`report-${colorScheme}.png has ${picture.length} bytes`);
    writeFileSync(`${FOLDER}report-${colorScheme}.png`, picture);
    await page.close();
  }
  const page = await browser.newPage({ viewport: SCREEN, colorScheme: "light", offline: true });
  await page.goto(ADDRESS);
  await page.setInputFiles("#bundle", [bundleOf(SAMPLE), bundleOf("time-wait-churn")]);
  await page.waitForFunction(() => document.documentElement.dataset["state"]);
  await page.focus("#save-html");
  writeFileSync(`${FOLDER}page.png`, await page.screenshot({ type: "png" }));
} finally {
  await browser.close();
}
