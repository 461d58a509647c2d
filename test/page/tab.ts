// for what runs within the page; the build of src/ does not see it
/// <reference lib="dom" />
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { launch as launchFirefox } from "puppeteer-core";
import { launch as launchChromium, missing as noChromium } from "../browser/browser.ts";
import { ROOT } from "../cli/built.ts";
import { findCommand, needs } from "../support/needs.ts";

export const PAGE = join(ROOT, "dist/conntriage.html");
export const ADDRESS = pathToFileURL(PAGE).href;

/** The page in some browser, without a network. What is saved is kept in the page instead of a folder. */
export interface Tab {
  /** Chooses files, or one folder, by an input's id. */
  give(id: string, paths: readonly string[]): Promise<void>;
  run<T>(expression: string): Promise<T>;
  click(id: string): Promise<void>;
  /** What was asked for over any network, what the policy refused, and what was said to the console. */
  noise(): Promise<string[]>;
  close(): Promise<void>;
}

/** Keeps what is saved, by name, and tells of what the policy refuses. Runs before the page's own script. */
const KEEPS = `
  globalThis.refused = [];
  globalThis.saved = [];
  addEventListener("securitypolicyviolation", (event) =>
    refused.push(event.effectiveDirective + " " + event.blockedURI));
  const blobs = new Map();
  const made = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    const url = made.call(URL, blob);
    blobs.set(url, blob);
    return url;
  };
  const clicked = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (blobs.has(this.href)) saved.push({ name: this.download, blob: blobs.get(this.href) });
    else clicked.call(this);
  };
`;

/** Why this machine cannot run them, or null. */
export const MISSING = {
  chromium: noChromium,
  firefox: needs({ commands: [["firefox-esr", "firefox"]] }),
};
export type Name = keyof typeof MISSING;
export const NAMES = Object.keys(MISSING) as Name[];

/** Requests that are none: the page itself, what it made, and what a browser draws its own parts with. */
const isOwn = (url: string): boolean => url === ADDRESS || /^(?:blob|data):/.test(url);

/** Opens the page in a tab of a Chromium that runs already. */
export async function chromiumTab(browser: Browser, hasNetwork = false): Promise<Tab> {
  const context = await browser.newContext({ offline: !hasNetwork });
  await context.addInitScript(KEEPS);
  const page = await context.newPage();
  const heard: string[] = [];
  page.on("console", (message) => heard.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${error.stack}`));
  page.on("request", (request) => {
    if (!isOwn(request.url())) heard.push(`request: ${request.url()}`);
  });
  await page.goto(ADDRESS);
  return {
    give: (id, paths) => page.setInputFiles(`#${id}`, [...paths]),
    run: (expression) => page.evaluate(expression),
    click: (id) => page.click(`#${id}`),
    noise: async () => [...heard, ...(await page.evaluate<string[]>("refused"))],
    close: () => context.close(),
  };
}

async function firefox(): Promise<Tab> {
  const browser = await launchFirefox({
    browser: "firefox",
    executablePath: findCommand(["firefox-esr", "firefox"])!,
    headless: true,
    protocol: "webDriverBiDi",
  });
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(KEEPS);
  const heard: string[] = [];
  page.on("console", (message) => heard.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${String(error)}`));
  page.on("request", (request) => {
    if (!isOwn(request.url())) heard.push(`request: ${request.url()}`);
  });
  await page.goto(ADDRESS);
  return {
    async give(id, paths) {
      const input = (await page.$(`#${id}`))!;
      await (input as unknown as { uploadFile(...all: string[]): Promise<void> }).uploadFile(
        ...paths,
      );
    },
    run: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    click: (id) => page.click(`#${id}`),
    noise: async () => [...heard, ...((await page.evaluate("refused")) as string[])],
    close: () => browser.close(),
  };
}

/** A browser of its own with the page in it; only what tries the policy needs a network. */
export async function openTab(name: Name, hasNetwork = false): Promise<Tab> {
  if (name === "firefox") return firefox();
  const browser = await launchChromium();
  const tab = await chromiumTab(browser, hasNetwork);
  return { ...tab, close: () => browser.close() };
}

/** Waits until an expression is true in the page. */
export async function until(tab: Tab, expression: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await tab.run<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > end) throw new Error(`never: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** Gives files and waits for the end; answers the state, and what is said of a fault. */
export async function read(tab: Tab, paths: readonly string[], id = "bundle"): Promise<string> {
  await tab.run("document.documentElement.removeAttribute('data-state')");
  await tab.give(id, paths);
  await until(tab, "document.documentElement.dataset.state");
  return tab.run("document.documentElement.dataset.state");
}

/** What the buttons of that id save, as texts by their ending. */
export async function savedBy(tab: Tab, ...ids: readonly string[]): Promise<string[]> {
  return tab.run(`(async () => {
    saved.length = 0;
    for (const id of ${JSON.stringify(ids)}) document.getElementById(id).click();
    return Promise.all(saved.map(({ blob }) => blob.text()));
  })()`);
}
