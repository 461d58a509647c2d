import { statSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze } from "../../src/index.ts";
import { LAYOUTS } from "../../src/layouts/index.ts";
import { lacking, readLayoutSamples } from "./sample-folders.ts";

const SAMPLES = readLayoutSamples();
const NAMES = LAYOUTS.map(({ name }) => name);
/** Bytes of an archive: reduced reports of sosreport, and what the lab lays out. */
const MOST = { sosreport: 300_000, others: 60_000 };

describe("samples/layouts/", () => {
  it("has a sample of every layout, and none of another", () => {
    const lacks = lacking(NAMES, SAMPLES);
    expect(lacks, lacks.join("; ")).toEqual([]);
  });

  it.each(NAMES)("without the line of %s in the index, the lack is named", (name) => {
    const said = lacking(
      NAMES.filter((one) => one !== name),
      SAMPLES,
    );
    expect(said.length).toBeGreaterThan(0);
    for (const line of said) {
      expect(line).toContain(`layout ${name},`);
      expect(line).toContain("src/layouts/index.ts");
    }
    expect(lacking([...NAMES, "another"], SAMPLES)).toEqual([
      "layout another has no sample: add samples/layouts/<name>/",
    ]);
  });

  it.each(SAMPLES)("$id says how it was made, and is small", ({ archive, hasReadme, expected }) => {
    expect(hasReadme).toBe(true);
    const most = expected.layout === "sosreport" ? MOST.sosreport : MOST.others;
    expect(statSync(archive).size).toBeLessThan(most);
  });
});

describe.each(SAMPLES)("$id", ({ archive, expected }) => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(archive);
  });

  it("is recognized", () => {
    expect(analysis.bundle.layout).toBe(expected.layout);
  });

  it("is diagnosed as its expected.json says, each machine and namespace for itself", () => {
    expect(analysis.subjects.map(({ utilization, ...one }) => one)).toEqual(expected.subjects);
    expect(analysis).toMatchObject({
      state: expected.state,
      table: { count: expected.count, max: expected.max },
    });
    expect(analysis.subjects[0]!.primary).toBe(expected.primary);
  });

  it("has no input that is not read, and none that fails", () => {
    const read = new Set(analysis.coverage.read.map(({ entry }) => entry));
    expect([...read].sort()).toEqual(expected.read);
    expect(analysis.coverage.failed).toEqual([]);
  });
});
