import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { analysisSchema } from "../../src/index.ts";
import { bundleOf, expectedOf, SAMPLE_IDS } from "../causes/sample.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { build, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const of = (state: string) => bundleOf(SAMPLE_IDS.find((id) => expectedOf(id).state === state)!);
const full = of("exhausted");
const healthy = of("healthy");

describe("formats", () => {
  it("text is the default, and the other three are asked for", async () => {
    const text = await conntriage(["analyze", full]);
    expect(text).toMatchObject({ code: 0, stderr: "" });
    expect(text.stdout).toMatch(/^CONNECTION TRACKING: EXHAUSTED\n/);
    const markdown = await conntriage(["analyze", full, "-f", "markdown"]);
    expect(markdown.stdout).toMatch(/^# Connection tracking: exhausted\n/);
    const html = await conntriage(["analyze", full, "--format", "html"]);
    expect(html.stdout).toMatch(/^<!doctype html>\n/);
    const json = await conntriage(["analyze", full, "-f", "json"]);
    expect(analysisSchema.parse(JSON.parse(json.stdout)).state).toBe("exhausted");
  });
});

it("a Node without WebAssembly reads the same, row by row", async () => {
  const options = { NODE_OPTIONS: "--jitless --no-warnings" };
  const without = await conntriage(["analyze", full, "-f", "json"], "", options);
  expect(without.code).toBe(0);
  expect(without.stdout).toBe((await conntriage(["analyze", full, "-f", "json"])).stdout);
});

describe("where a bundle comes from", () => {
  it("standard input, by the name -", async () => {
    const piped = await conntriage(["analyze", "-", "-f", "json"], readFileSync(full));
    const file = await conntriage(["analyze", full, "-f", "json"]);
    expect(piped).toMatchObject({ code: 0, stderr: "" });
    const [a, b] = [JSON.parse(piped.stdout), JSON.parse(file.stdout)];
    expect(a.bundle.name).toBe("standard-input");
    expect({ ...a, bundle: null }).toEqual({ ...b, bundle: null });
  });

  it("a bare dump is enough, and its limit is unknown, not healthy", async () => {
    const row =
      "tcp      6 9 TIME_WAIT src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 [ASSURED] mark=0 use=1\n";
    const run = await conntriage(["analyze", "-", "-f", "json"], row.repeat(3));
    const analysis = analysisSchema.parse(JSON.parse(run.stdout));
    expect(analysis.state).toBe("unknown");
    expect(analysis.table.rows).toBe(3);
    expect(analysis.table.utilization).toBeNull();
  });
});

describe("several bundles", () => {
  it("are one case, each a subject of its own, and the worst leads", async () => {
    const run = await conntriage(["analyze", healthy, full, "-f", "json"]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const analysis = analysisSchema.parse(JSON.parse(run.stdout));
    expect(analysis.subjects.map(({ state }) => state)).toEqual(["exhausted", "healthy"]);
    expect(new Set(analysis.subjects.map(({ host }) => host)).size).toBe(2);
    const text = await conntriage(["analyze", healthy, full]);
    expect(text.stdout).toMatch(/^CONNECTION TRACKING: EXHAUSTED\n/);
    expect(text.stdout.replace(/\s+/g, " ")).toMatch(/ Subjects - .*: exhausted.* - .*: healthy/);
  });

  it("may be standard input, once", async () => {
    const run = await conntriage(["analyze", healthy, "-", "-f", "json"], readFileSync(full));
    expect(JSON.parse(run.stdout).subjects).toHaveLength(2);
    const twice = await conntriage(["analyze", "-", "-"], readFileSync(full));
    expect(twice).toMatchObject({ code: 2, stdout: "" });
  });

  it("with one that is not there: 3, and no report", async () => {
    const run = await conntriage(["analyze", healthy, join(folder, "missing.tar.gz")]);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.stderr).toMatch(/^conntriage: [^\n]*missing\.tar\.gz[^\n]*\n$/);
  });

  it("none at all: 2", async () => {
    expect(await conntriage(["analyze"])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("evidence that cannot be analysed", () => {
  const files = writeFiles(join(folder, "inputs"), {
    empty: "",
    notes: "to do: buy milk\n",
    "hostile\u001b[2J.txt": "nothing\n",
    "half.tar.gz": readFileSync(full).subarray(0, 30),
  });
  it.each([
    ["a file that is not there", join(files, "missing.tar.gz"), /no such file/],
    ["an empty file", join(files, "empty"), /: an empty file: not an input/],
    [
      "a file of something else",
      join(files, "notes"),
      /: not an input that conntriage knows; give/,
    ],
    ["an archive without an entry", join(files, "half.tar.gz"), /half\.tar\.gz/],
    ["a name that would steer the terminal", join(files, "hostile\u001b[2J.txt"), /hostile\?/],
  ])("%s: 3, one line that says what to do, and no report", async (_, path, message) => {
    const run = await conntriage(["analyze", path]);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.stderr).toMatch(/^conntriage: [^\n]+\n$/);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toContain("\u001b");
  });
});
