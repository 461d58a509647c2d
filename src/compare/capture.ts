import { buildAnalysis } from "../report/build.ts";
import type { Results } from "../report/results.ts";
import { detailsOf } from "./details.ts";
import type { Capture } from "./pairs.ts";

/** What was examined, as one side of a comparison. */
export const captureFrom = (results: readonly [Results, ...Results[]]): Capture => ({
  name: results[0].bundle.name,
  from: "bundle",
  truncated: results.some(({ bundle }) => bundle.truncated),
  sides: results.map((one) => ({ analysis: buildAnalysis(one), details: detailsOf(one) })),
});
