import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Analysis, analyze } from "../../src/index.ts";
import { fileNameOf } from "../../src/report/file-name.ts";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { build, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const full = bundleOf("stale-endpoints");
const run = (...args: string[]) => conntriage(["analyze", full, ...args]);
let name = "";
beforeAll(async () => {
  const { node, bundle } = await analyze(full);
  name = `${node.hostname}-${bundle.capturedAt!.slice(0, 19).replace(/[-:]/g, "")}Z`;
});

describe("-o is a folder", () => {
  it("that ends in /, which is made, with a file of each format by host and time", async () => {
    const out = join(folder, "new/below/");
    const done = await run("-f", "markdown,html", "-f", "json", "-o", out);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    const files = ["md", "html", "json"].map((ending) => `${name}.${ending}`);
    expect(readdirSync(out).sort()).toEqual([...files].sort());
    expect(done.stdout).toBe(files.map((file) => `wrote ${join(out, file)}\n`).join(""));
    const direct = await run("-f", "json");
    expect(readFileSync(join(out, `${name}.json`), "utf8")).toBe(direct.stdout);
  });

  it("that is there", async () => {
    const out = join(folder, "there");
    mkdirSync(out);
    await run("-f", "html", "-o", out);
    expect(readdirSync(out)).toEqual([`${name}.html`]);
  });

  it("because several formats are asked for; text is shown as well, unless --quiet", async () => {
    const out = join(folder, "several");
    const done = await run("-f", "text,json,text", "-o", out);
    expect(readdirSync(out).sort()).toEqual([`${name}.json`, `${name}.txt`]);
    expect(done.stdout).toMatch(/^CONNECTION TRACKING/);
    expect(done.stdout.match(/^wrote /gm)).toHaveLength(2);
    const text = readFileSync(join(out, `${name}.txt`), "utf8");
    expect(done.stdout.startsWith(text)).toBe(true);
    const quiet = await run("-f", "text,json", "-o", out, "--quiet");
    expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("-o is else a file", () => {
  it("of the format that is asked for, or of the one that its ending names", async () => {
    const [page, json] = [join(folder, "a/report.html"), join(folder, "a/odd.name")];
    expect((await run("-o", page)).stdout).toBe(`wrote ${page}\n`);
    expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>\n/);
    await run("-f", "json", "-o", json);
    expect(JSON.parse(readFileSync(json, "utf8")).state).toBe("exhausted");
    await run("-o", json);
    expect(readFileSync(json, "utf8")).toMatch(/^CONNECTION TRACKING/);
  });

  it("and - is standard output", async () => {
    expect((await run("-f", "markdown", "-o", "-")).stdout).toMatch(/^# Connection tracking/);
  });
});

describe("two documents on one output", () => {
  const file = join(writeFiles(join(folder, "taken"), { notes: "mine\n" }), "notes");
  it.each([
    [["-f", "json,html"], /^conntriage: --format json,html: [^\n]+--output FOLDER\/\n$/],
    [["-f", "json", "-f", "html", "-o", "-"], /^conntriage: --format json,html: [^\n]+\n$/],
    [["-f", "json,html", "-o", file], /^conntriage: --output [^\n]*notes: a file, [^\n]+\n$/],
    [["-f", "json", "-o", ""], /^conntriage: --output: [^\n]+\n$/],
  ])("%j: 2, one line that names the flag", async (args, line) => {
    const done = await run(...args);
    expect(done).toMatchObject({ code: 2, stdout: "" });
    expect(done.stderr).toMatch(line);
    expect(readFileSync(file, "utf8")).toBe("mine\n");
  });
});

it("-f takes one word, so that it does not swallow the bundle", async () => {
  const done = await conntriage(["analyze", "-f", "json", full]);
  expect(JSON.parse(done.stdout).state).toBe("exhausted");
});

describe("what cannot be written: 4, one line, and no stack unless --verbose", () => {
  const notes = join(writeFiles(join(folder, "file"), { notes: "" }), "notes");
  it("a folder that cannot be made", async () => {
    const args = ["-f", "json", "-o", `${notes}/`];
    const done = await run(...args);
    expect(done).toMatchObject({ code: 4, stdout: "" });
    expect(done.stderr).toMatch(/^conntriage: --output [^\n]*notes\/: [^\n]+\n$/);
    expect((await run("--verbose", ...args)).stderr).toMatch(/\n {4}at /);
  });

  it.skipIf(!existsSync("/dev/full"))("a full disk", async () => {
    const done = await run("-f", "json", "-o", "/dev/full", "--fail-on", "at-risk");
    expect(done.code).toBe(4);
    expect(done.stderr).toBe("conntriage: --output /dev/full: no space left on device\n");
  });

  it.skipIf(!existsSync("/dev/full"))("standard output that is full", async () => {
    const done = await conntriage(["analyze", full, "-f", "json"], "", {}, "/dev/full");
    expect(done.code).toBe(4);
    expect(done.stderr).toBe("conntriage: standard output: no space left on device\n");
  });
});

describe("names of files", () => {
  const of = (host: string | null, time: string | null, bundle: string, hosts = [host]): string =>
    fileNameOf({
      subject: { host, namespace: null },
      subjects: hosts.map((one) => ({ host: one })),
      node: { hostname: null },
      bundle: { name: bundle, capturedAt: time },
    } as unknown as Analysis);
  it.each([
    [of("worker-1", "2026-11-26T00:24:14.123Z", "b"), "worker-1-20261126T002414Z"],
    [of("worker-1", null, "b"), "worker-1"],
    [of("a", null, "b", ["a", "c", "c", null]), "a-and-1-more"],
    [of(null, "2026-11-26T00:24:14Z", "ticket 5.txt"), "ticket-5.txt-20261126T002414Z"],
    [of(null, null, "."), "conntriage"],
    [of("../../etc/\u001b[2J", null, "b"), "etc-2J"],
  ])("%s", (name, wanted) => {
    expect(name).toBe(wanted);
    expect(dirname(name)).toBe(".");
  });
});
