/** Measures the page beside the command and `zcat`, in a browser of its own each time: `npm run bench -- --page`. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type Browser as Firefox, launch as launchFirefox } from "puppeteer-core";
import { launch as launchChromium } from "../browser/browser.ts";
import { SINGLE } from "../cli/built.ts";
import { ADDRESS, PAGE } from "../page/tab.ts";
import { findCommand } from "../support/needs.ts";
import type { DataSet } from "./data-set.ts";

/** What one reading in a tab took. */
export interface Reading {
  /** Milliseconds from the choice of the file to the report on the screen. */
  wall: number;
  /** Milliseconds between two pictures, while it was read. */
  gaps: number[];
  /** Milliseconds that a moved slider took to its answer, drawn. */
  slider: number;
  /** The largest resident set of the tab's process, in MiB; null where that is not known. */
  peak: number | null;
}

/** Watches the choice, the pictures and the end, from within. */
const WATCH = `
  globalThis.seen = { from: 0, to: 0, gaps: [] };
  addEventListener("change", () => {
    seen.from = performance.now();
    let before = seen.from;
    const step = (now) => {
      if (seen.to > 0) return;
      if (now > before) seen.gaps.push(now - before);
      before = now;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }, true);
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      if (document.documentElement.dataset.state && seen.from > 0) seen.to ||= performance.now();
    }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-state"] });
  });
`;
const SLIDE = `(() => {
  const slider = document.querySelector("#sliders input[type=range]");
  if (slider === null) return 0;
  document.getElementById("what-if").open = true;
  const took = [];
  for (let at = 0; at < 400; at += 20) {
    const from = performance.now();
    slider.value = at;
    slider.dispatchEvent(new Event("input"));
    document.body.offsetHeight;
    took.push(performance.now() - from);
  }
  return Math.max(...took);
})()`;
const SEEN = "({ wall: seen.to - seen.from, gaps: seen.gaps })";
/** Milliseconds that a person needs before a file is chosen, in which the threads have started. */
const BEFORE = 1000;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function inChromium(path: string): Promise<Reading> {
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext({ offline: true })).newPage();
    await page.addInitScript(WATCH);
    await page.goto(ADDRESS);
    await wait(BEFORE);
    await page.setInputFiles("#bundle", path);
    await page.waitForFunction(() => document.documentElement.dataset["state"], null, {
      timeout: 600_000,
      polling: 200,
    });
    const seen = await page.evaluate<Pick<Reading, "wall" | "gaps">>(SEEN);
    return { ...seen, slider: await page.evaluate<number>(SLIDE), peak: peakOfRenderers() };
  } finally {
    await browser.close();
  }
}

export async function inFirefox(path: string): Promise<Reading> {
  const browser: Firefox = await launchFirefox({
    browser: "firefox",
    executablePath: findCommand(["firefox-esr", "firefox"])!,
    headless: true,
  });
  try {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(WATCH);
    await page.goto(ADDRESS);
    await wait(BEFORE);
    const input = (await page.$("#bundle")) as unknown as {
      uploadFile(one: string): Promise<void>;
    };
    await input.uploadFile(path);
    while ((await page.evaluate("seen.to")) === 0) await wait(200);
    const seen = (await page.evaluate(SEEN)) as Pick<Reading, "wall" | "gaps">;
    return { ...seen, slider: (await page.evaluate(SLIDE)) as number, peak: null };
  } finally {
    await browser.close();
  }
}

/** The most that any process of a tab below this one has held. */
function peakOfRenderers(): number {
  const peaks = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        const [words, status] = ["cmdline", "status"].map((file) =>
          readFileSync(`/proc/${id}/${file}`, "utf8"),
        );
        if (!words!.includes("--type=renderer") || !isBelow(Number(id), process.pid)) return [];
        return Number(/VmHWM:\s+(\d+)/.exec(status!)?.[1] ?? 0) / 1024;
      } catch {
        return []; // it has ended
      }
    });
  return Math.max(...peaks);
}

function isBelow(id: number, ancestor: number): boolean {
  for (let at = id; at > 1; ) {
    if (at === ancestor) return true;
    at = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${at}/status`, "utf8"))![1]);
  }
  return false;
}

/** Milliseconds of a program from its start to its end. */
export function timed(program: string, args: readonly string[]): number {
  const from = performance.now();
  const { status } = spawnSync(program, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return performance.now() - from;
}

export const zcat = ({ gz }: DataSet): number => timed("sh", ["-c", 'exec zcat "$1"', "sh", gz]);
export const command = (path: string): number =>
  timed(process.execPath, [SINGLE, "analyze", path, "-f", "json", "--quiet"]);

export const sizes = (): { raw: number; gzip: number } => {
  const text = readFileSync(PAGE);
  return { raw: text.length, gzip: gzipSync(text, { level: 9 }).length };
};

export const versions = (): string =>
  [
    ["chromium", "chromium-browser", "google-chrome"],
    ["firefox-esr", "firefox"],
  ]
    .map((names) => execFileSync(findCommand(names)!, ["--version"], { encoding: "utf8" }).trim())
    .join(", ");
