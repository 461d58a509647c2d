import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { readCauses, withCauses } from "../../src/causes/custom.ts";
import { CAUSES } from "../../src/causes/index.ts";
import { causesFileSchema } from "../../src/causes/schema.ts";
import { AnalyzerError } from "../../src/errors.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const EXAMPLE = /```yaml\n([\s\S]*?)```/.exec(readFileSync(`${ROOT}README.md`, "utf8"))![1]!;

const fault = (text: string): AnalyzerError => {
  try {
    readCauses(text, "mine.yaml");
  } catch (error) {
    if (error instanceof AnalyzerError) return error;
    throw error;
  }
  throw new Error("it was taken");
};

describe("causes of a file", () => {
  it("are found in a capture: the README's example on the sample of UDP accumulation", async () => {
    const causes = withCauses(CAUSES, readCauses(EXAMPLE, "README.md"));
    const sample = `${ROOT}samples/udp-accumulation/bundle.tar.gz`;
    const { findings } = await analyze(sample, { causes });
    const mine = findings.find(({ cause }) => cause === "metrics-agent-flood")!;
    expect(mine.verdict).toBe("confirmed");
    expect(mine.entries).toBeGreaterThan(1000);
    expect(mine.mechanism).toContain("monitoring/statsd");
    expect(mine.remedies[0]?.frees?.entries).toBe(mine.entries);
    expect(findings).toHaveLength(CAUSES.length + 1);
  });

  it("take the place of a built-in one of the same id, and are added otherwise", () => {
    const own = { ...CAUSES[0]!, title: "Mine" };
    const table = withCauses(CAUSES, [own, { ...own, id: "another" }]);
    expect(table).toHaveLength(CAUSES.length + 1);
    expect(table[0]).toBe(own);
    expect(table.at(-1)?.id).toBe("another");
  });

  it("are of the same schema as the built-in table", () => {
    expect(causesFileSchema.parse({ causes: CAUSES }).causes).toEqual(CAUSES);
  });

  it("may be JSON", () => {
    const text = JSON.stringify({ causes: [CAUSES[0]] });
    expect(readCauses(text, "mine.json")).toEqual([CAUSES[0]]);
  });

  it("are refused with the line of a misspelt signal", () => {
    const line =
      EXAMPLE.split("\n").findIndex((text) => text.includes("- [use.one-way-udp.share")) + 1;
    const error = fault(EXAMPLE.replace("[use.one-way-udp.share", "[use.one-way-udp.shares"));
    expect(error.code).toBe("USAGE");
    expect(error.message).toMatch(new RegExp(`^mine.yaml:${line}: causes.0.requires.0`));
  });

  it("are refused with the line of a broken YAML, an unknown key, a missing title", () => {
    expect(fault("causes:\n  - id: [a\n").message).toMatch(/^mine\.yaml:\d+: /);
    expect(fault(EXAMPLE.replace("title: The", "titel: The")).message).toMatch(/^mine\.yaml:2: /);
    expect(fault("causes: []\n").message).toMatch(/^mine\.yaml:1: causes: /);
    expect(fault("").message).toMatch(/^mine\.yaml:1: /);
  });

  it("may not swell by aliases", () => {
    const bomb = `a: &a [x, x]\nb: &b [*a, *a]\ncauses: [*b, *b]\n`;
    expect(fault(bomb).message).toMatch(/^mine\.yaml:\d+: /);
  });
});
