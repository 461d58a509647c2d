// for what runs within the page; the build of src/ does not see it
/// <reference lib="dom" />
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyze, compare, whatIf } from "../../src/index.ts";
import { sayWhatIf } from "../../src/report/what-if-words.ts";
import { launch } from "../browser/browser.ts";
import { bundleOf, SAMPLES } from "../causes/sample.ts";
import { build } from "../cli/built.ts";
import { temporaryFolder } from "../support/folders.ts";
import { rows } from "../support/rows.ts";
import { ADDRESS, chromiumTab, MISSING, read, savedBy, type Tab, until } from "./tab.ts";

const STATE = "document.documentElement.dataset.state";
const textOf = (id: string): string => `document.getElementById("${id}").textContent`;
const bundles = "[...document.querySelectorAll('#bundles button')].map((one) => one.textContent)";

describe.skipIf(MISSING.chromium)("a person with the page", () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let tab: Tab;
  beforeAll(async () => {
    await build();
    browser = await launch();
    tab = await chromiumTab(browser);
  }, 180_000);
  afterAll(() => browser?.close());

  const closeAll = () => tab.run("document.getElementById('close').click()");

  /** Drops files or folders from the desktop, as the browser's own drag and drop does it. */
  async function drop(page: Page, files: readonly string[]): Promise<void> {
    const session = await page.context().newCDPSession(page);
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await session.send("Input.dispatchDragEvent", {
        type,
        x: 300,
        y: 300,
        data: { items: [], files: [...files], dragOperationsMask: 1 },
      });
  }

  it("drops a file and a folder, saves all three formats, and follows a link to a section", async () => {
    const context = await browser.newContext({ offline: true, acceptDownloads: true });
    const page = await context.newPage();
    await page.goto(ADDRESS);
    const unpacked = join(folder, "node-a");
    mkdirSync(join(unpacked, "end"), { recursive: true });
    writeFileSync(join(unpacked, "end/conntrack-L.txt"), rows(500));
    writeFileSync(join(unpacked, "sysctl.txt"), "net.netfilter.nf_conntrack_max = 500\n");
    writeFileSync(join(unpacked, "notes.bin"), Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1));
    await drop(page, [bundleOf("retry-storm"), unpacked]);
    await page.waitForFunction(() => document.documentElement.dataset["state"]);
    expect(await page.evaluate(bundles)).toHaveLength(3);
    const wanted = await analyze(bundleOf("retry-storm"));
    expect(await page.evaluate(STATE)).toBe(wanted.state);
    for (const [id, ending] of [
      ["save-json", "json"],
      ["save-html", "html"],
      ["save-markdown", "md"],
    ] as const) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#${id}`)]);
      expect(download.suggestedFilename()).toMatch(
        new RegExp(`^worker-1-\\d{8}T\\d{6}Z\\.${ending}$`),
      );
      if (ending === "json")
        expect(JSON.parse(await readFile(await download.path(), "utf8"))).toEqual(wanted);
    }
    await page.click("nav a[href='#section-2']");
    expect(await page.evaluate("location.hash")).toBe("#section-2");
    const top = await page.locator("#section-2").evaluate((one) => one.getBoundingClientRect().top);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(200);
    await page.click("#bundles button >> nth=1");
    expect(await page.evaluate(STATE)).toBe((await analyze(unpacked)).state);
    await page.click("#redact");
    await page.waitForSelector("#copy:not([hidden])");
    expect(await page.evaluate(textOf("left-out"))).toMatch(/^notes\.bin: /);
    expect(await page.evaluate(textOf("said"))).toMatch(
      /^Saved redacted-2-1\.tar\.gz: \d+ entries, 1 left out\.$/,
    );
    await context.close();
  });

  it("gives the same file twice, and has it once", async () => {
    expect(await read(tab, [bundleOf("healthy")])).toBe("healthy");
    expect(await read(tab, [bundleOf("healthy")])).toBe("healthy");
    expect(await tab.run("document.getElementById('bundles').hidden")).toBe(true);
    await closeAll();
  });

  it("gives three bundles, and compares those of one machine", async () => {
    const pair = ["before", "after"].map((one) => `${SAMPLES}compare/limit-raised/${one}.tar.gz`);
    await read(tab, [pair[1]!, pair[0]!, bundleOf("mtu")]);
    const buttons = await tab.run<string[]>(bundles);
    expect(new Set(buttons).size).toBe(4);
    await tab.run(`${STATE.replace("dataset.state", "removeAttribute('data-state')")}`);
    await tab.run("[...document.querySelectorAll('#bundles button')].at(-1).click()");
    await until(tab, STATE);
    expect(await tab.run("document.querySelectorAll('.overview tbody tr').length")).toBe(3);
    const [json] = await savedBy(tab, "save-json");
    const taken = new Map<string, string>();
    for (const path of [pair[1]!, pair[0]!, bundleOf("mtu")])
      taken.set(path, (await analyze(path)).bundle.capturedAt!);
    const byTime = [...taken.keys()].sort((a, b) => (taken.get(a)! < taken.get(b)! ? -1 : 1));
    expect(json).toBe(`${JSON.stringify(await compare(byTime), null, 2)}\n`);
    await closeAll();
  });

  it("takes several files as one case", async () => {
    const all = [join(folder, "count.txt"), join(folder, "table.txt")];
    writeFileSync(
      all[0]!,
      "net.netfilter.nf_conntrack_max = 400\nnet.netfilter.nf_conntrack_count = 400\n",
    );
    writeFileSync(all[1]!, rows(400));
    await tab.run("document.getElementById('one-case').click()");
    expect(await read(tab, all)).toBe((await analyze(all)).state);
    const [json] = await savedBy(tab, "save-json");
    expect(json).toBe(`${JSON.stringify(await analyze(all), null, 2)}\n`);
    await tab.run("document.getElementById('one-case').click()");
    await closeAll();
  });

  it("cancels, and reads the next one", async () => {
    const large = join(folder, "large.txt");
    writeFileSync(large, rows(1_500_000));
    await tab.give("bundle", [large]);
    await until(tab, "!document.getElementById('work').hidden");
    await tab.click("cancel");
    await until(tab, "document.getElementById('work').hidden");
    expect(await tab.run(textOf("said"))).toBe("Cancelled.");
    expect(await tab.run(`${STATE} ?? null`)).toBe(null);
    expect(await read(tab, [bundleOf("healthy")])).toBe("healthy");
    await closeAll();
  });

  it.each(["large.bin", "empty.txt"])(
    "is told in one sentence that %s is nothing that is read",
    async (name) => {
      const path = join(folder, name);
      writeFileSync(path, name === "empty.txt" ? "" : Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1));
      expect(await read(tab, [path])).toBe("failed");
      expect(await tab.run(textOf("fault"))).toMatch(new RegExp(`^${name}: .*give a bundle`));
    },
  );

  it.each(["time-wait-churn", "healthy", "syn-flood"])(
    "moves sliders on %s, and sees what what-if answers",
    async (id) => {
      await read(tab, [bundleOf(id)]);
      const settings = {
        max: 50_000,
        timeouts: new Map([["nf_conntrack_tcp_timeout_time_wait", 30]]),
      };
      const said = sayWhatIf(await whatIf(bundleOf(id), settings));
      await tab.run(`for (const [name, value] of [["nf_conntrack_max", 50000], ["nf_conntrack_tcp_timeout_time_wait", 30]]) {
      const input = document.getElementById("set-" + name);
      input.value = value;
      input.dispatchEvent(new Event("input"));
    }`);
      const shown = await tab.run<string[][]>(
        "[...document.querySelectorAll('#answer tbody tr')].map((row) => [...row.cells].map((one) => one.textContent))",
      );
      expect(shown).toEqual(said.figures.map(({ what, from, to }) => [what, from ?? "", to]));
      const sentences = await tab.run(
        "[...document.querySelectorAll('#answer p')].map((one) => one.textContent)",
      );
      expect(sentences).toEqual([...said.notes, ...said.changes, said.foot]);
      await tab.run("document.getElementById('reset').click()");
      const reset = sayWhatIf(await whatIf(bundleOf(id), { max: null, timeouts: new Map() }));
      expect(
        await tab.run("document.querySelector('#answer tbody tr td:last-child').textContent"),
      ).toBe(reset.figures[0]!.to);
      await closeAll();
    },
  );

  it("saves a copy without names that says the same, and hides another bundle alike", async () => {
    const bytes: string[] = [];
    for (const round of [1, 2]) {
      await read(tab, [bundleOf("stale-endpoints")]);
      await tab.run("saved.length = 0; document.getElementById('redact').click()");
      await until(tab, "saved.length > 0");
      const base64 = await tab.run<string>(`saved[0].blob.arrayBuffer().then((all) => {
        let text = ""; for (const byte of new Uint8Array(all)) text += String.fromCharCode(byte); return btoa(text);
      })`);
      const path = join(folder, `redacted-${round}.tar.gz`);
      writeFileSync(path, Buffer.from(base64, "base64"));
      const [copy, own] = [await analyze(path), await analyze(bundleOf("stale-endpoints"))];
      expect(copy.state).toBe(own.state);
      expect(copy.findings.map(({ cause, verdict, share }) => [cause, verdict, share])).toEqual(
        own.findings.map(({ cause, verdict, share }) => [cause, verdict, share]),
      );
      expect(copy.subject.host).toMatch(/^x/);
      expect(JSON.stringify(copy)).not.toContain("10.96.66.40");
      bytes.push(JSON.stringify(copy.findings));
    }
    expect(bytes[0]).toBe(bytes[1]);
    await closeAll();
  });

  it("asked for nothing in all that, and did nothing that its policy refuses", async () => {
    expect(await tab.noise()).toEqual([]);
  });
});
