import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { program } from "../../src/commands/program.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { build, conntriage, ROOT } from "./built.ts";

beforeAll(build, 120_000);

const commands = program().commands;
const formats = ["digest", "html", "json", "markdown", "text"];
const folder = temporaryFolder();

/** Runs a shell that has read its script; the program is told where that lies. */
async function run(shell: string, script: (file: string) => string): Promise<string[]> {
  const { stdout } = await conntriage(["completion", shell]);
  const file = join(writeFiles(folder, { [shell]: stdout }), shell);
  const options = shell === "zsh" ? ["-f"] : [];
  const said = execFileSync(shell, [...options, "-c", script(file)], { encoding: "utf8" });
  return said.split("\n").filter((line) => line !== "");
}

const missing = (shell: string) => needs({ commands: [shell] });

describe.skipIf(missing("bash"))("bash", () => {
  const complete = async (...words: string[]): Promise<string[]> => {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    return run(
      "bash",
      (file) =>
        `. ${file}; COMP_WORDS=(conntriage ${quoted}); COMP_CWORD=${words.length}; _conntriage; printf '%s\n' "\${COMPREPLY[@]}"`,
    );
  };
  it("completes commands, options and values; files where it knows no value", async () => {
    expect(await complete("")).toEqual([...commands.map((one) => one.name()), "help"]);
    expect((await complete("analyze", "-f", "")).sort()).toEqual(formats);
    expect(await complete("analyze", "x", "--fail")).toEqual(["--fail-on"]);
    expect(await complete("causes", "stale-e")).toEqual(["stale-endpoints"]);
    expect(await complete("analyze", "--fail-on", "trunc")).toEqual(["truncated"]);
    expect(await complete("analyze", "")).toEqual([]);
    expect(await complete("--verb")).toEqual(["--verbose"]);
    expect(await complete("collect", "-o", "x", "--dur")).toEqual(["--duration"]);
    expect(await complete("help", "ro")).toEqual(["rows"]);
    expect(await complete("rows", "--state", "EST")).toEqual(["ESTABLISHED"]);
  });
});

describe.skipIf(missing("fish"))("fish", () => {
  const complete = async (line: string): Promise<string[]> =>
    (await run("fish", (file) => `source ${file}; complete -C '${line}'`)).map(
      (one) => one.split("\t")[0]!,
    );
  it("completes commands, options and values", async () => {
    const names = commands.map((one) => one.name());
    expect(await complete("conntriage ")).toEqual(expect.arrayContaining(names));
    expect((await complete("conntriage analyze -f ")).sort()).toEqual(formats);
    expect(await complete("conntriage analyze --fail")).toEqual(["--fail-on"]);
    expect(await complete("conntriage causes stale-e")).toEqual(["stale-endpoints"]);
  });
});

describe.skipIf(missing("zsh"))("zsh", () => {
  // what it hands to the shell's own functions
  const complete = async (...words: string[]): Promise<string[]> => {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    return run(
      "zsh",
      (file) =>
        `. ${file}; _arguments() { print -rl -- "$CURRENT" "$@"; state=command }; _describe() { print -rl -- $commands }; words=(conntriage ${quoted}); CURRENT=${words.length + 1}; _conntriage`,
    );
  };
  it("names commands, options and values", async () => {
    const names = (await complete("")).map((line) => line.split(":")[0]);
    expect(names).toEqual(expect.arrayContaining(commands.map((one) => one.name())));
    const [at, ...specs] = await complete("--verbose", "analyze", "-f", "");
    expect(at).toBe("3");
    const format = specs.filter((spec) => spec.endsWith(":value:(text markdown html json digest)"));
    expect(format.map((spec) => spec.split("[")[0])).toEqual(["-f", "--format"]);
    expect(specs.at(-1)).toBe("*:argument:_files");
    expect((await complete("schema", "")).at(-1)).toMatch(
      /^\*:argument:\(analysis causes bundle expected\b/,
    );
  });
});

it("completion of another shell: 2", async () => {
  const { code, stderr } = await conntriage(["completion", "ksh"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("bash, zsh, fish")]);
});

describe("the manual's page", () => {
  it("is a file of the package, and has each command with its options", async () => {
    const { stdout } = await conntriage(["man"]);
    expect(readFileSync(join(ROOT, "dist/conntriage.1"), "utf8")).toBe(stdout);
    const text = stdout.replaceAll("\\-", "-");
    for (const command of commands) {
      expect(text).toContain(`\n.SS ${command.name()}\n`);
      for (const { flags } of command.options) expect(text).toContain(`\n.B ${flags}\n`);
    }
    expect(text).toMatch(/\n\.SH EXIT STATUS\n\.TP\n\.B 0\n/);
  });

  it.skipIf(needs({ commands: ["groff"] }))("is roff without a fault", async () => {
    const { stdout } = await conntriage(["man"]);
    const args = ["-man", "-Tutf8", "-ww"];
    const page = execFileSync("sh", ["-c", `groff ${args.join(" ")} 2>&1`], {
      input: stdout,
      encoding: "utf8",
    });
    expect(page).toContain("conntriage analyze [options] <evidence...>");
    expect(page).not.toMatch(/warning|error:/);
  });
});
