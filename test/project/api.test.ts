import { expect, test } from "vitest";
import {
  type AnalyzeOptions,
  AnalyzerError,
  analysisSchema,
  analyze,
  type Bundle,
  CAUSES,
  type Cause,
  openBundle,
  openInThread,
  readCauses,
  withCauses,
} from "../../src/index.ts";
import { bundleOf } from "../causes/sample.ts";

const OWN = `causes:
  - id: own
    title: Our own
    gate: none
    mechanism: "{table.rows} entries. They are ours."
    requires: [[table.rows, ">", 1]]
`;
const noInput = () => {
  throw new AnalyzerError("BUNDLE_UNREADABLE", "no standard input");
};

test("a library's user opens a bundle as it pleases, and adds causes of its own", async () => {
  const causes: Cause[] = withCauses(CAUSES, readCauses(OWN, "own.yaml"));
  const open = async (path: string): Promise<Bundle> => ({
    ...(await openBundle(path, noInput)),
    name: "renamed",
  });
  const options: AnalyzeOptions = { causes, open };
  const analysis = await analyze(bundleOf("healthy"), options);
  expect(analysis.bundle.name).toBe("renamed");
  expect(analysis.findings.find(({ cause }) => cause === "own")?.verdict).toBe("confirmed");
  expect(analysisSchema.parse(analysis)).toEqual(analysis);
  const inThread = await analyze(bundleOf("healthy"), { open: openInThread, causes });
  expect(inThread.findings).toEqual(analysis.findings);
});
