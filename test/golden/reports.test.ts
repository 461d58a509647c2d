import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REPORTS, renderSample, sampleIds } from "./render.ts";

describe("reports/ are those of samples/ (npm run reports renews them)", () => {
  it.each(sampleIds())("%s", async (id) => {
    for (const [file, content] of await renderSample(id)) {
      const kept = existsSync(`${REPORTS}${file}`) ? readFileSync(`${REPORTS}${file}`, "utf8") : "";
      // a boolean, since the difference of two pages of HTML tells nobody anything
      expect(kept === content, `reports/${file} is out of date: run npm run reports`).toBe(true);
    }
  });

  it("holds no report of a sample that is gone", () => {
    const ids = new Set(sampleIds());
    const named = readdirSync(REPORTS).filter((file) => file.endsWith(".json"));
    expect(named.filter((file) => !ids.has(file.slice(0, -5)))).toEqual([]);
  });
});
