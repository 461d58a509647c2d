import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { dump } from "../attribution/rows.ts";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { build, CLI, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const CLEAR = "\r\u001b[K";
const folder = temporaryFolder();
const full = bundleOf("stale-endpoints");

describe("analyze --verbose", () => {
  it("adds the tables, before or behind the command's name", async () => {
    const plain = await conntriage(["analyze", full]);
    const verbose = await conntriage(["analyze", "--verbose", full]);
    expect(verbose).toMatchObject({ code: 0, stderr: "" });
    expect(verbose.stdout.startsWith(plain.stdout)).toBe(true);
    expect(verbose.stdout).toContain("\nSignals\n");
    expect(await conntriage(["--verbose", "analyze", full])).toEqual(verbose);
  });

  it("also shows the stack of an error", async () => {
    const run = await conntriage(["analyze", "--verbose", join(folder, "missing")]);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/\n {4}at /);
  });
});

/** Gives a command a terminal of its own; other systems' takes other options. */
const SCRIPT = "script";
const missing = process.platform === "linux" ? needs({ commands: [SCRIPT] }) : "needs Linux";
describe.skipIf(missing)(`on a terminal${missing === null ? "" : ` (${missing})`}`, () => {
  /** What a terminal of 80 columns is sent. */
  const onTerminal = (args: string, environment: Record<string, string> = {}): string =>
    execFileSync(
      SCRIPT,
      ["-qec", `stty cols 80; '${process.execPath}' '${CLI}' ${args}`, "/dev/null"],
      {
        encoding: "utf8",
        env: { PATH: process.env["PATH"], TERM: "xterm", ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      },
    ).replaceAll("\r\n", "\n");

  it("the summary is coloured, and is otherwise the one that a pipe gets", async () => {
    const piped = await conntriage(["analyze", full]);
    const shown = onTerminal(`analyze '${full}'`);
    expect(shown).toContain("\u001b[31mEXHAUSTED\u001b[39m");
    expect(stripVTControlCharacters(shown)).toBe(piped.stdout);
    for (const environment of [{ NO_COLOR: "1" }, { TERM: "dumb" }])
      expect(onTerminal(`analyze '${full}'`, environment)).toBe(piped.stdout);
  });

  it("a long reading shows how far it is, clears that, and a pipe sees none of it", async () => {
    // a reader that gets its rows over more than a second
    const file = join(folder, "rows.txt");
    writeFileSync(file, dump({}).repeat(2000));
    const slow = `for i in 1 2 3 4 5 6 7 8; do cat '${file}'; sleep 0.3; done`;
    const command = `(${slow}) | '${process.execPath}' '${CLI}' analyze -`;
    const run = (redirected: string) =>
      execFileSync(SCRIPT, ["-qec", `sh -c "${command} ${redirected}"`, "/dev/null"], {
        encoding: "utf8",
        env: { PATH: process.env["PATH"], TERM: "xterm", NO_COLOR: "1" },
        stdio: ["ignore", "pipe", "pipe"],
      });
    const shown = run("");
    const pictures = shown.split(CLEAR);
    expect(pictures.length).toBeGreaterThan(2);
    expect(pictures[0]).toBe("");
    for (const picture of pictures.slice(1, -1))
      expect(picture).toMatch(/^read \S+ \S+, about [\d,]+ rows\/s, for \d+ s$/);
    expect(pictures.at(-1)).toMatch(/^CONNECTION TRACKING/);
    expect(run("2>/dev/null")).toMatch(/^CONNECTION/);
  });
});
