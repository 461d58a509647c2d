import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyze, renderHtml } from "../../src/index.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { hostileBundle } from "../report/hostile.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { temporaryFolder } from "../support/folders.ts";
import { launch, missing, watch } from "./browser.ts";
import { type Desk, type Faults, inspect, openDesk, WIDTHS } from "./inspect.ts";

/** Pictures for a person to look at, whom CI has not; nothing compares them. */
const PICTURES = fileURLToPath(new URL("../../out/screens/", import.meta.url));
const picturesOf = (id: string) => (process.env["CI"] === "true" ? undefined : join(PICTURES, id));

const DOCUMENTS = [
  ...SAMPLE_IDS.map((id) => ({ id, load: () => analyze(bundleOf(id)) })),
  { id: "hostile-bundle", load: () => analyzeTexts(hostileBundle()) },
];

const expectNone = (faults: readonly string[]) => expect(faults.join("\n")).toBe("");

describe.skipIf(missing)(`the page in a browser${missing === null ? "" : ` (${missing})`}`, () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let desk: Desk;
  beforeAll(async () => {
    rmSync(PICTURES, { recursive: true, force: true });
    mkdirSync(PICTURES, { recursive: true });
    browser = await launch();
    desk = await openDesk(browser, folder);
  }, 60_000);
  afterAll(() => browser?.close());

  it.each([
    [1200, 6000],
    [390, 9000],
  ])(
    "is short with all folded, also with two causes: at %i px wide at most %i px",
    async (width, most) => {
      const { page, show } = await watch(browser, folder, { viewport: { width, height: 900 } });
      await show(renderHtml(await analyze(bundleOf("mix-stale-retry"))));
      expect(await page.evaluate("document.documentElement.scrollHeight")).toBeLessThanOrEqual(
        most,
      );
      await page.close();
    },
  );

  describe.each(DOCUMENTS)("$id", ({ id, load }) => {
    let faults: Faults;
    beforeAll(async () => {
      faults = await inspect(desk, renderHtml(await load()), picturesOf(id));
    }, 60_000);

    it("says nothing to the console, asks for nothing, opens nothing", () => {
      expectNone(faults.noise);
    });

    it("runs nothing even where no content policy protects it", () => {
      expectNone(faults.noiseWithoutPolicy);
    });

    it.each(WIDTHS)("fits a window of %i px", (width) => {
      expectNone(faults.outside[width]);
    });

    it("ends no line within a number, an option or a short word of a command", () => {
      expectNone(faults.cutWords);
    });

    it("is reached with the Tab key wherever it opens or scrolls", () => {
      expectNone(faults.unreached);
    });

    it.each(["light", "dark"] as const)("has nothing for axe-core to find in %s", (scheme) => {
      expectNone(faults.violations[scheme]);
    });

    it("says in words what its charts show", () => {
      expectNone(faults.unnamedCharts);
    });

    it("prints every figure whole on A4", () => {
      expectNone(faults.brokenFigures);
      expectNone(faults.figuresOverTwoSheets);
    });
  });
});
