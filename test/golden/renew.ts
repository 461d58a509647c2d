import { mkdirSync, writeFileSync } from "node:fs";
import type { Analysis } from "../../src/index.ts";
import { renderIndex } from "./index-page.ts";
import { analyzeSample, REPORTS, renderSample, sampleIds } from "./render.ts";

// Renews reports/ from samples/: `npm run reports`.
mkdirSync(REPORTS, { recursive: true });
const samples = new Map<string, Analysis>();
for (const id of sampleIds()) {
  const analysis = await analyzeSample(id);
  samples.set(id, analysis);
  for (const [file, content] of renderSample(id, analysis))
    writeFileSync(`${REPORTS}${file}`, content);
}
writeFileSync(`${REPORTS}README.md`, renderIndex(samples));
