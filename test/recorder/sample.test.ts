/** The recording of the machine's own kernel, beside what was sent and what the kernel counted. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { timeline } from "../../src/analyze-timeline.ts";
import { openTarget } from "../../src/commands/targets.ts";
import { timelineDocument } from "../../src/report/document/incident/index.ts";
import { plainMarkdown } from "../../src/report/markdown/plain.ts";
import { ROOT } from "../cli/built.ts";
import { keyOf, redactTo } from "../redact/redacting.ts";
import { temporaryFolder } from "../support/folders.ts";

const FOLDER = join(ROOT, "samples/recorder");
const work = temporaryFolder();
const NAMES = readdirSync(FOLDER, { withFileTypes: true }).filter((one) => one.isDirectory());

test.each(NAMES.map(({ name }) => name))(
  "%s names who filled it, and who was thrown out",
  async (name) => {
    const truth = JSON.parse(readFileSync(join(FOLDER, name, "truth.json"), "utf8"));
    const { filled, evicted } = await analyze(join(FOLDER, name, "incident.tar.gz"));
    for (const [source, sent] of Object.entries<number>(truth.sent)) {
      const births = filled!.sources.find((one) => one.name === source)!.entries;
      expect(Math.abs(births - sent) / sent, source).toBeLessThanOrEqual(0.02);
    }
    const lost = filled!.hearing.lost!.ends;
    expect(evicted!.entries).toBeGreaterThanOrEqual(truth.evicted * 0.99 - lost);
    expect(evicted!.entries).toBeLessThanOrEqual(truth.evicted);
    const names = evicted!.sources.map((one) => one.name);
    expect(Object.keys(truth.sent)).toEqual(expect.arrayContaining(names));
  },
);

test("a redacted copy tells the same, of nobody", async () => {
  const path = join(FOLDER, "full/incident.tar.gz");
  const copy = await redactTo(path, join(work, "copy.tar.gz"), keyOf(1));
  const [before, after] = [await analyze(path), await analyze(copy.path)];
  const counts = (list: { entries: number }[] = []) => list.map(({ entries }) => entries);
  for (const key of ["filled", "evicted"] as const) {
    expect(counts(after[key]?.sources)).toEqual(counts(before[key]?.sources));
    expect(after[key]?.hearing).toEqual(before[key]?.hearing);
  }
  expect(after.table.rows).toBe(before.table.rows);
  expect(after.evicted?.kernel).toEqual(before.evicted?.kernel);
});

test("the postmortem says who filled it, and who was thrown out", async () => {
  const told = await timeline([join(FOLDER, "full/incident.tar.gz")], { open: openTarget });
  const text = plainMarkdown(timelineDocument(told));
  expect(told.subjects[0]).toMatchObject({ filled: { births: 1022 }, evicted: { entries: 602 } });
  expect(text).toContain("most of all to `127.0.9.1:8125/udp`");
  expect(text).toContain("602 entries with time left, most of all from `127.0.0.2`");
});
