import { describe, expect, test } from "vitest";
import { assemble } from "../../src/facts/assemble.ts";
import { found } from "../../src/facts/facts.ts";
import { settingsOf } from "../../src/facts/settings.ts";
import { readBundle } from "../../src/read.ts";
import { type Files, openEvidence } from "../support/evidence.ts";

const COUNT = (value: number) => `net.netfilter.nf_conntrack_count = ${value}\n`;
const MAX = (value: number) => `net.netfilter.nf_conntrack_max = ${value}\n`;
async function samples(files: Files) {
  const { pieces } = await readBundle(await openEvidence(files));
  const [only, ...others] = assemble(pieces);
  expect(others).toEqual([]);
  const all = found(only!.facts, "sysctl");
  return {
    phases: all.map(({ phase, fact }) => [
      phase,
      ...[...fact.values].map(
        ([name, { value, line, entry }]) => `${name.split("_").at(-1)} ${value} ${entry}:${line}`,
      ),
    ]),
    newest: Object.fromEntries(
      [...settingsOf(only!.facts)].map(([name, { value, entry }]) => [
        name.split("_").at(-1),
        `${value} ${entry}`,
      ]),
    ),
  };
}

describe("settings as samples", () => {
  test("the count in one text and the limit in another are one sample", async () => {
    expect((await samples({ "a.txt": COUNT(5), "b.txt": MAX(9) })).phases).toEqual([
      ["once", "count 5 a.txt:1", "max 9 b.txt:1"],
    ]);
  });

  test("a count that comes again begins another one; the limit that was asked for once stays", async () => {
    const { phases, newest } = await samples({ "a.txt": MAX(9) + COUNT(5) + COUNT(7) + COUNT(6) });
    expect(phases).toEqual([
      ["start", "max 9 a.txt:1", "count 5 a.txt:2"],
      ["mid", "count 7 a.txt:3"],
      ["end", "count 6 a.txt:4"],
    ]);
    expect(newest).toEqual({ max: "9 a.txt", count: "6 a.txt" });
  });

  test("the same value in another file is the same sample, told twice", async () => {
    const { phases } = await samples({ "a.txt": COUNT(5), "b.txt": COUNT(5) + MAX(9) });
    expect(phases).toEqual([["once", "count 5 a.txt:1", "max 9 b.txt:2"]]);
  });

  test("the same value in the same file again is another sample", async () => {
    const { phases } = await samples({ "a.txt": COUNT(5) + COUNT(5) });
    expect(phases.map(([phase]) => phase)).toEqual(["start", "end"]);
  });

  test("dates part samples only where a setting comes again", async () => {
    const date = (second: number) => `Tue Mar 11 10:00:0${second} UTC 2025\n`;
    const text = `$ date; x\n${date(1)}${COUNT(5)}${date(2)}${MAX(9)}${date(3)}${COUNT(5)}`;
    expect((await samples({ "a.txt": text })).phases.map(([phase]) => phase)).toEqual([
      "start",
      "end",
    ]);
  });
});
