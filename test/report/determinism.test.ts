import { describe, expect, it, vi } from "vitest";
import { analyze, renderHtml, renderMarkdown, renderText } from "../../src/index.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";

/** All that is written of one analysis. */
async function everything(id: string): Promise<string> {
  const analysis = await analyze(bundleOf(id));
  const json = JSON.stringify(analysis, null, 2);
  return [json, renderText(analysis), renderMarkdown(analysis), renderHtml(analysis)].join("\n");
}

describe("the same bundle gives the same report, to the byte", () => {
  it.each(SAMPLE_IDS)("%s, as JSON, from which all else is made", async (id) => {
    const [first, second] = [await analyze(bundleOf(id)), await analyze(bundleOf(id))];
    expect(JSON.stringify(first) === JSON.stringify(second)).toBe(true);
  });

  it("whatever the clock, the locale, the time zone or chance say", async () => {
    const id = SAMPLE_IDS[0]!;
    const before = await everything(id);
    vi.spyOn(Math, "random").mockReturnValue(0.123);
    vi.spyOn(Date, "now").mockReturnValue(0);
    vi.stubEnv("TZ", "Pacific/Kiritimati");
    vi.stubEnv("LC_ALL", "de_DE.UTF-8");
    try {
      expect((await everything(id)) === before).toBe(true);
    } finally {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    }
  });
});
