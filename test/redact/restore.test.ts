import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { restorer } from "../../src/redact/restore.ts";
import type { Analysis } from "../../src/report/contract.ts";
import { renderHtml } from "../../src/report/html/index.ts";
import { renderMarkdown } from "../../src/report/markdown/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder } from "../support/folders.ts";
import { comparable } from "./compare.ts";
import { keyOf, redactTo } from "./redacting.ts";

const folder = temporaryFolder();
const IDS = ["stale-endpoints", "listen-queue-overflow", "snat-port-exhaustion", "namespace-fault"];
const FORMATS: Readonly<Record<string, (analysis: Analysis) => string>> = {
  text: (analysis) => renderText(analysis, { verbose: true }),
  markdown: renderMarkdown,
  html: (analysis) => withoutPlaces(renderHtml(analysis)),
};
/** Without what a chart has for the length of its labels, where they stand and how much of them. */
const withoutPlaces = (page: string): string =>
  page
    .replace(/<text class="label"[^>]*>[^<]*<\/text>/g, "")
    .replace(/ (?:x|y|x1|x2|y1|y2|width|height|d|viewBox)="[^"]*"/g, "");

/** Without blanks, line breaks, and the rules of tables, which are as wide as their cells. */
const without = (text: string): string => text.replace(/-{3,}|[\s│─]+/g, "");

describe.each(IDS)("a report of the redacted %s", (id) => {
  it("is that of the bundle once the names are back", async () => {
    const copy = await redactTo(bundleOf(id), join(folder, `${id}.tar.gz`), keyOf(5));
    const restore = restorer(copy.map);
    const analysis = await analyze(copy.path);
    const restored = JSON.parse(restore(JSON.stringify(analysis))) as Analysis;
    expect(JSON.stringify(comparable(restored))).toBe(
      JSON.stringify(comparable(await analyze(bundleOf(id)))),
    );
    // a renderer's own line breaks and padding fit the names that it was given
    for (const [format, render] of Object.entries(FORMATS))
      expect(without(restore(render(analysis))), format).toBe(without(render(restored)));
  });
});
