import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analysis } from "../../src/index.ts";
import { difference } from "./difference.ts";
import { renderIndex } from "./index-page.ts";
import { analyzeSample, REPORTS, renderSample, sampleIds } from "./render.ts";

/**
 * Pages that are held to what they are; the others are made by the same code from what their JSON is held to,
 * and are there to be looked at.
 */
const PAGES: readonly string[] = ["healthy", "mix-stale-retry", "cilium-ct-map", "ovs-zones"];
const isHeld = (file: string) => !file.endsWith(".html") || PAGES.includes(file.slice(0, -5));

const isKept = (file: string, content: string): boolean =>
  existsSync(`${REPORTS}${file}`) && readFileSync(`${REPORTS}${file}`, "utf8") === content;

/** How a kept report differs; the lines of a page tell nobody anything. */
function differenceOf(file: string, content: string): string {
  if (file.endsWith(".html")) return "";
  const kept = existsSync(`${REPORTS}${file}`) ? readFileSync(`${REPORTS}${file}`, "utf8") : "";
  return `\n${difference(kept, content)}`;
}

describe("reports/ are those of samples/ (npm run reports renews them)", () => {
  const analyses = new Map<string, Analysis>();
  let indexPage = "";
  beforeAll(async () => {
    for (const id of sampleIds()) analyses.set(id, await analyzeSample(id));
    indexPage = renderIndex(analyses);
  }, 300_000);

  // one test for all: a new cause or section changes every report, and one difference tells it
  it("are as they were when they were renewed", () => {
    const reports = [...analyses].flatMap(([id, analysis]) => [...renderSample(id, analysis)]);
    const held = [...reports.filter(([file]) => isHeld(file)), ["README.md", indexPage] as const];
    const stale = held.filter(([file, content]) => !isKept(file, content));
    if (stale[0] === undefined) return;
    const [file, content] = stale[0];
    const others = stale.length > 1 ? ` (${stale.length - 1} more are, too)` : "";
    expect.fail(
      `reports/${file} is stale: run npm run reports${others}${differenceOf(file, content)}`,
    );
  }, 120_000);

  it("hold a page of each kind of sample", () => {
    expect(sampleIds()).toEqual(expect.arrayContaining([...PAGES]));
  });

  it("have a page beside each JSON, held or not", () => {
    const files = readdirSync(REPORTS);
    const without = sampleIds().filter((id) => !files.includes(`${id}.html`));
    expect(without, `no page of ${without.join(", ")}: run npm run reports`).toEqual([]);
  });

  it("hold no report of a sample that is gone", () => {
    const ids = new Set(sampleIds());
    const named = readdirSync(REPORTS).filter((file) => file.endsWith(".json"));
    expect(named.filter((file) => !ids.has(file.slice(0, -5)))).toEqual([]);
  });

  it("are linked to from the index page, each report of the folder among them", () => {
    const links = [...indexPage.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(`${REPORTS}${link}`))).toEqual([]);
    const reports = readdirSync(REPORTS).filter((file) => /\.(?:md|html|json)$/.test(file));
    expect(reports.filter((file) => file !== "README.md" && !links.includes(file))).toEqual([]);
  });
});
