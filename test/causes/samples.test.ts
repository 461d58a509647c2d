import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analysisSchema, analyze } from "../../src/index.ts";
import { temporaryFolder } from "../support/folders.ts";
import { wrongParties } from "../support/parties.ts";
import { bundleOf, expectedOf, linesOf, SAMPLE_IDS } from "./sample.ts";

/** Signals whose number stands as it is in the line that they name. */
const VERBATIM = new Set([
  "table.count",
  "table.max",
  "table.buckets",
  "timeout.established",
  "timeout.closeWait",
  "limit.configured",
]);

type Said = Pick<Analysis["signals"][number], "signal" | "value" | "source">;
const saidIn = (analysis: Analysis): Said[] => [
  ...analysis.findings.flatMap(({ evidence }) => evidence),
  ...analysis.signals,
];

it("there are samples", () => {
  expect(SAMPLE_IDS.length).toBeGreaterThan(5);
});

describe.each(SAMPLE_IDS)("the sample %s", (id) => {
  const folder = temporaryFolder();
  const expected = expectedOf(id);
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(bundleOf(id));
  });

  it("has its state and its primary cause", () => {
    const sure = analysis.findings.filter(({ verdict }) => /^(?:confirmed|likely)$/.test(verdict));
    expect(analysis.state).toBe(expected.state);
    expect(sure[0]?.cause ?? null).toBe(expected.primary);
    if (expected.primary !== null) expect(analysis.findings[0]!.cause).toBe(expected.primary);
  });

  it("names whoever is the party of its primary cause, and nobody else", () => {
    const [first] = analysis.findings.filter(({ cause }) => cause === expected.primary);
    expect(expected.party === null || expected.party.length > 0).toBe(true);
    expect(wrongParties(expected, first?.parties ?? [])).toEqual([]);
  });

  it("has no other cause confirmed or likely that it does not name", () => {
    const others = analysis.findings
      .slice(expected.primary === null ? 0 : 1)
      .filter(({ verdict }) => verdict === "confirmed" || verdict === "likely");
    const strays = others.map(({ cause }) => cause);
    expect(strays.filter((cause) => !(expected.also ?? []).includes(cause))).toEqual([]);
  });

  it("keeps to the JSON contract, also after a way through JSON", () => {
    expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
    expect(analysis.findings.map(({ rank }) => rank)).toEqual(
      analysis.findings.map((_, at) => at + 1),
    );
  });

  it("loses no row: rows = attributed + not read", () => {
    const { rows, rowsUnparsed, uses, byProtocol } = analysis.table;
    const attributed = uses.reduce((sum, { entries }) => sum + entries, 0);
    expect(attributed + rowsUnparsed!).toBe(rows);
    expect(Object.values(byProtocol).reduce((a, b) => a + b, 0)).toBe(attributed);
    expect(uses.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it("names for every value a line that is in the bundle, where the very number stands", () => {
    const lines = linesOf(id, folder);
    const { max } = analysis.table;
    let places = 0;
    let numbers = 0;
    for (const { signal, value, source } of saidIn(analysis)) {
      expect(source === null, signal).toBe(value === null);
      if (source === null) continue;
      const where = `${signal} = ${value} at ${source.entry}:${source.line}`;
      const entry = lines(source.entry);
      expect(entry, where).not.toBeNull();
      expect(source.line, where).toBeGreaterThan(0);
      expect(source.line, where).toBeLessThanOrEqual(entry!.length);
      places++;
      const inLine = (entry![source.line - 1]!.match(/\d+/g) ?? []).map(Number);
      if (VERBATIM.has(signal)) expect(inLine, where).toContain(value);
      else if (signal.startsWith("table.utilization"))
        expect(
          inLine.map((count) => count / max!),
          where,
        ).toContain(value);
      else continue;
      numbers++;
    }
    expect(places).toBeGreaterThan(20);
    expect(numbers).toBeGreaterThan(1);
  });
});
