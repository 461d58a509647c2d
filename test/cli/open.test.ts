import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { openerOf } from "../../src/commands/open.ts";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { build, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const bundle = bundleOf("healthy");
const OPENER = openerOf(process.platform).program;

/** A folder with an opener that does this; the path that it was given is `$1`. */
function opener(name: string, script: string): string {
  const bin = writeFiles(join(folder, name), { [OPENER]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(bin, OPENER), 0o755);
  return `${bin}${delimiter}${process.env["PATH"]}`;
}
const wroteOf = (stdout: string): string[] =>
  [...stdout.matchAll(/^wrote (.+)$/gm)].map((match) => match[1]!);

describe.skipIf(process.platform === "win32")("analyze --open", () => {
  const log = join(folder, "opened");
  const recording = () =>
    opener("recording", `printf %s "$1" > '${log}.part'; mv '${log}.part' '${log}'`);

  it("writes the page into a fresh folder, names it and opens it", async () => {
    const run = await conntriage(["analyze", "--open", bundle], "", { PATH: recording() });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const [path, ...more] = wroteOf(run.stdout);
    expect(more).toEqual([]);
    for (let tries = 0; !existsSync(log) && tries < 100; tries++) await sleep(50);
    expect(readFileSync(log, "utf8")).toBe(path);
    expect(isAbsolute(path!)).toBe(true);
    expect(readFileSync(path!, "utf8")).toMatch(/^<!doctype html>\n/);
    expect(readdirSync(dirname(path!))).toEqual([basename(path!)]);
    rmSync(dirname(path!), { recursive: true });
  });

  it("with -o and -f writes there, the other formats too, and keeps --fail-on", async () => {
    const out = join(folder, "out");
    const args = ["-o", out, "-f", "json", "-f", "text", "--fail-on", "recovered"];
    const run = await conntriage(["analyze", bundleOf("stale-endpoints"), "--open", ...args], "", {
      PATH: recording(),
    });
    expect(run).toMatchObject({
      code: 1,
      stderr: "conntriage: failed on recovered (the state is exhausted)\n",
    });
    expect(run.stdout).toMatch(/^CONNECTION TRACKING/);
    const names = wroteOf(run.stdout).map((path) => path.slice(out.length));
    expect(names).toEqual(
      ["json", "txt", "html"].map((ending) => expect.stringMatching(`${ending}$`)),
    );
  });

  it.each([
    ["fails", () => opener("failing", "exit 3"), /failed with 3/],
    ["is not there", () => join(folder, "nowhere"), /there is no /],
  ])(
    "where the opener %s, one line names the path, and the report is there",
    async (_, path, why) => {
      const out = join(folder, "kept.html");
      const run = await conntriage(["analyze", "--open", "-o", out, bundle], "", { PATH: path() });
      expect(run.code).toBe(0);
      expect(run.stderr).toMatch(/^conntriage: [^\n]+\n$/);
      expect(run.stderr).toContain(out);
      expect(run.stderr).toMatch(why);
      expect(existsSync(out)).toBe(true);
    },
  );
});

describe("the opener of each platform", () => {
  it("is given the path as one argument, in quotes where a shell reads it anew", () => {
    expect(openerOf("linux").args("/a b&c.html")).toEqual(["/a b&c.html"]);
    expect(openerOf("darwin")).toMatchObject({ program: "open" });
    const windows = openerOf("win32");
    expect(windows.args("C:\\a&calc.html")).toEqual(["/c", "start", '""', '"C:\\a&calc.html"']);
    expect(windows.verbatim).toBe(true);
  });
});
