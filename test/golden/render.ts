import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { analyze, renderHtml, renderMarkdown } from "../../src/index.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const REPORTS = `${ROOT}reports/`;
export const SAMPLES = `${ROOT}samples/`;

/** The ids of the shipped samples: the folders that hold a bundle. */
export const sampleIds = (): string[] =>
  readdirSync(SAMPLES, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .sort();

/** The reports of one sample, by file name in `reports/`. */
export async function renderSample(id: string): Promise<Map<string, string>> {
  const analysis = await analyze(`${SAMPLES}${id}/bundle.tar.gz`);
  return new Map([
    [`${id}.md`, renderMarkdown(analysis)],
    [`${id}.html`, renderHtml(analysis)],
    [`${id}.json`, `${JSON.stringify(analysis, null, 2)}\n`],
  ]);
}
