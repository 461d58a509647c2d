import { mkdirSync, writeFileSync } from "node:fs";
import { REPORTS, renderSample, sampleIds } from "./render.ts";

// Renews reports/ from samples/: `npm run reports`.
mkdirSync(REPORTS, { recursive: true });
for (const id of sampleIds())
  for (const [file, content] of await renderSample(id)) writeFileSync(`${REPORTS}${file}`, content);
