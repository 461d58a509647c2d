import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/index.ts";
import { renderIndex } from "./index-page.ts";
import { analyzeSample, REPORTS, renderSample, sampleIds } from "./render.ts";

/** A boolean, since the difference of two pages of HTML tells nobody anything. */
function expectKept(file: string, content: string): void {
  const kept = existsSync(`${REPORTS}${file}`) ? readFileSync(`${REPORTS}${file}`, "utf8") : "";
  expect(kept === content, `reports/${file} is out of date: run npm run reports`).toBe(true);
}

describe("reports/ are those of samples/ (npm run reports renews them)", () => {
  const known = new Map<string, Promise<Analysis>>();
  const sample = (id: string): Promise<Analysis> => {
    if (!known.has(id)) known.set(id, analyzeSample(id));
    return known.get(id)!;
  };
  const indexPage = async () => {
    const samples = new Map<string, Analysis>();
    for (const id of sampleIds()) samples.set(id, await sample(id));
    return renderIndex(samples);
  };

  it.each(sampleIds())("%s", async (id) => {
    for (const [file, content] of renderSample(id, await sample(id))) expectKept(file, content);
  });

  it("holds no report of a sample that is gone", () => {
    const ids = new Set(sampleIds());
    const named = readdirSync(REPORTS).filter((file) => file.endsWith(".json"));
    expect(named.filter((file) => !ids.has(file.slice(0, -5)))).toEqual([]);
  });

  it("has an index page of all samples, as they are now", async () => {
    expectKept("README.md", await indexPage());
  }, 120_000);

  it("links from the index page to files that are there, each report of the folder among them", async () => {
    const index = await indexPage();
    const links = [...index.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(`${REPORTS}${link}`))).toEqual([]);
    const reports = readdirSync(REPORTS).filter((file) => /\.(?:md|html|json)$/.test(file));
    expect(reports.filter((file) => file !== "README.md" && !links.includes(file))).toEqual([]);
  }, 120_000);
});
