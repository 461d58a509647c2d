import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Analysis, analyze, renderHtml, renderMarkdown } from "../../src/index.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const REPORTS = `${ROOT}reports/`;
export const SAMPLES = `${ROOT}samples/`;

/** The ids of the shipped samples: the folders that hold a bundle. */
export const sampleIds = (): string[] =>
  readdirSync(SAMPLES)
    .filter((id) => existsSync(`${SAMPLES}${id}/bundle.tar.gz`))
    .sort();

export const analyzeSample = (id: string): Promise<Analysis> =>
  analyze(`${SAMPLES}${id}/bundle.tar.gz`);

/** The reports of one sample, by file name in `reports/`. */
export const renderSample = (id: string, analysis: Analysis): Map<string, string> =>
  new Map([
    [`${id}.md`, renderMarkdown(analysis)],
    [`${id}.html`, renderHtml(analysis)],
    [`${id}.json`, `${JSON.stringify(analysis, null, 2)}\n`],
  ]);
