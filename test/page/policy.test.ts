import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "../browser/browser.ts";
import { build } from "../cli/built.ts";
import { temporaryFolder } from "../support/folders.ts";
import { ADDRESS, MISSING, NAMES, openTab, PAGE, type Tab } from "./tab.ts";

/** What may be tried in a page and in a worker; `at` is where it would arrive. */
const ANYWHERE: Readonly<Record<string, string>> = {
  fetch: "await fetch(at)",
  "a request":
    "await new Promise((end, no) => { const x = new XMLHttpRequest(); x.onload = end; x.onerror = no; x.open('GET', at); x.send(); })",
  "a socket":
    "await new Promise((end, no) => { const s = new WebSocket(at.replace('http', 'ws')); s.onopen = end; s.onerror = no; })",
  "a stream of events":
    "await new Promise((end, no) => { const s = new EventSource(at); s.onopen = end; s.onerror = no; })",
  "an import": "await import(at)",
  eval: "(0, eval)('1')",
  "a function of text": "new Function('return 1')()",
};
const IN_PAGE: Readonly<Record<string, string>> = {
  ...ANYWHERE,
  "a beacon": "navigator.sendBeacon(at, 'x'); throw 0",
  "an image":
    "await new Promise((end, no) => { const i = new Image(); i.onload = end; i.onerror = no; i.src = at; })",
  "a style sheet": "await put('link', { rel: 'stylesheet', href: at })",
  "a script": "await put('script', { src: at })",
  "a script in the page":
    "globalThis.ran = false; document.body.append(Object.assign(document.createElement('script'), { textContent: 'ran = true' })); if (!ran) throw 0",
  "a frame": "put('iframe', { src: at }).catch(() => 0); await wait(); throw 0",
  "an object": "put('object', { data: at }).catch(() => 0); await wait(); throw 0",
  "a font": "await new FontFace('x', 'url(' + at + ')').load()",
  "a form":
    "const f = Object.assign(document.createElement('form'), { action: at }); document.body.append(f); f.submit(); await wait(); throw 0",
  "a worker from elsewhere":
    "await new Promise((end, no) => { const w = new Worker(at); w.onerror = no; w.onmessage = end; })",
  "another base":
    "document.head.append(Object.assign(document.createElement('base'), { href: at })); if (!document.baseURI.startsWith('http')) throw 0",
  "going elsewhere": "location.href = at; await wait(); throw 0",
};
const IN_WORKER: Readonly<Record<string, string>> = {
  ...ANYWHERE,
  importScripts: "importScripts(at)",
};

const HELPERS = `
  const wait = () => new Promise((end) => setTimeout(end, 150));
  const put = (tag, properties) => new Promise((end, no) => {
    const one = Object.assign(document.createElement(tag), properties, { onload: end, onerror: no });
    document.body.append(one);
  });
`;
/** Tries one thing; answers whether it was done. */
const done = (code: string, at: string): string =>
  `(async () => { ${HELPERS} const at = ${JSON.stringify(at)}; try { ${code}; return true; } catch { return false; } })()`;
/** The same in a task of the page's own: what a driver evaluates may use eval. */
const tried = (code: string, at: string): string =>
  `new Promise((end) => setTimeout(() => ${done(code, at)}.then(end)))`;
/** Whether a request comes, which a beacon or a frame sends when it has time. */
async function hasArrived(ending: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (arrived.some((url) => url.endsWith(ending))) return true;
    await setTimeout(50);
  }
  return false;
}
/** The same within a worker that the page makes, as it makes its own. */
const triedInWorker = (code: string, at: string): string => {
  const source = `${done(code, at)}.then(postMessage)`;
  return `new Promise((end) => {
    const url = URL.createObjectURL(new Blob([${JSON.stringify(source)}]));
    new Worker(url).onmessage = ({ data }) => end(data);
  })`;
};

let server: Server;
let origin: string;
const arrived: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    arrived.push(request.url!);
    response.writeHead(200, {
      "access-control-allow-origin": "*",
      "content-type": "text/javascript",
    });
    response.end("0");
  });
  server.on("upgrade", (request, socket) => {
    arrived.push(request.url!);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe.each(NAMES)("the policy in %s", (name) => {
  let tab: Tab;
  beforeAll(async () => {
    if (MISSING[name] !== null) return;
    await build();
    tab = await openTab(name, true);
  }, 180_000);
  afterAll(() => tab?.close());

  it.skipIf(MISSING[name]).each(Object.entries(IN_PAGE))(
    "refuses the page %s",
    async (what, code) => {
      expect(await tab.run(tried(code, `${origin}/page/${encodeURIComponent(what)}`))).toBe(false);
      expect(await tab.run("location.href")).toBe(ADDRESS);
      expect(arrived).toEqual([]);
    },
  );

  it.skipIf(MISSING[name]).each(Object.entries(IN_WORKER))(
    "refuses its workers %s",
    async (what, code) => {
      expect(
        await tab.run(triedInWorker(code, `${origin}/worker/${encodeURIComponent(what)}`)),
      ).toBe(false);
      expect(arrived).toEqual([]);
    },
  );
});

describe.skipIf(MISSING.chromium)("the same page without a policy", () => {
  const folder = temporaryFolder();
  let browser: Browser;
  beforeAll(async () => {
    await build();
    browser = await launch();
  }, 180_000);
  afterAll(() => browser?.close());

  it("does what was refused, so that the tests of it can fail", async () => {
    const file = join(folder, "open.html");
    writeFileSync(file, readFileSync(PAGE, "utf8").replace(/<meta http-equiv[^>]*>/, ""));
    const page = await (await browser.newContext()).newPage();
    await page.goto(pathToFileURL(file).href);
    const able: string[] = [];
    for (const [what, code] of Object.entries(IN_PAGE)) {
      // these leave the page, which it keeps from by itself, or tell of nothing
      if (/elsewhere|form/.test(what)) continue;
      const at = `${origin}/open/${encodeURIComponent(what)}`;
      const isDone = await page.evaluate<boolean>(tried(code, at));
      if (isDone || (await hasArrived(encodeURIComponent(what)))) able.push(what);
    }
    const expected = Object.keys(IN_PAGE).filter((what) => !/elsewhere|form/.test(what));
    expect(able).toEqual(expected);
  });
});
