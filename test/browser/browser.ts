import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findCommand, needs } from "../support/needs.ts";

/** Any of these will do; playwright-core brings none of its own. */
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

/** Why this machine cannot run the tests of the pages, or null. */
export const missing = needs({ commands: [BROWSERS] });

/** The machine's browser, without anything that would call home. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findCommand(BROWSERS)!,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** A page that is used again and again, and what the document in it did beyond being shown. */
export interface Watched {
  page: Page;
  /** Shows a document, as a person does who opens the report's file. */
  show(html: string): Promise<void>;
  /** What happened since the document was shown; none of it should. */
  noise(): string[];
}

/**
 * Opens a page without network, whose documents are files in `folder`. Console messages, errors, dialogs,
 * windows, frames, sockets, workers and requests for anything but the document itself are noise.
 */
export async function watch(
  browser: Browser,
  folder: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const heard: string[] = [];
  const file = join(folder, options.bypassCSP === true ? "without-policy.html" : "page.html");
  const address = pathToFileURL(file).href;
  page.on("console", (message) => heard.push(`console.${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${error}`));
  page.on("dialog", (dialog) => {
    heard.push(`dialog: ${dialog.message()}`);
    // it may be gone already with its document
    dialog.dismiss().catch(() => undefined);
  });
  page.on("popup", (window) => heard.push(`window: ${window.url()}`));
  page.on("websocket", (socket) => heard.push(`socket: ${socket.url()}`));
  page.on("worker", (worker) => heard.push(`worker: ${worker.url()}`));
  page.on("download", (download) => heard.push(`download: ${download.url()}`));
  page.on("frameattached", () => heard.push("frame: a document within the document"));
  page.on("request", (request) => {
    if (request.url() !== address) heard.push(`request: ${request.url()}`);
  });
  return {
    page,
    async show(html) {
      writeFileSync(file, html);
      heard.length = 0;
      await page.goto(address);
    },
    noise: () => [...heard],
  };
}
