import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { CAUSES } from "../../src/causes/index.ts";
import { runCauses } from "../../src/commands/causes.ts";
import { program } from "../../src/commands/program.ts";
import { SIGNALS } from "../../src/signals/index.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { build, CLI, conntriage, ROOT } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const tooLong = (text: string): string[] =>
  text.split("\n").filter((line) => [...line].length > 80);

describe("wrong usage", () => {
  it.each([
    ["an unknown option", ["analyze", "x", "--bogus"], /--bogus/],
    [
      "an unknown format",
      ["analyze", "x", "-f", "pdf"],
      /-f[\s\S]*pdf[\s\S]*text, markdown, html, json/,
    ],
    [
      "causes that are not there",
      ["analyze", "x", "--causes", "no.yaml"],
      /--causes no\.yaml: no such file/,
    ],
    ["no evidence", ["analyze"], /evidence/],
    ["an unknown command", ["analyse", "x"], /analyse/],
    ["an unknown cause", ["causes", "no-such-cause"], /no-such-cause/],
    ["an unknown option of the collector", ["collect", "--bogus"], /--bogus/],
  ])("%s: 2, an error that names it, nothing on standard output", async (_, args, message) => {
    const run = await conntriage(args);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/\n {4}at /);
  });

  it("no command at all: 2, with the help on standard error", async () => {
    const run = await conntriage([]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^Usage: conntriage/);
  });
});

describe("help", () => {
  const commands = program().commands.map((command) => command.name());
  it.each([...commands.map((name) => [name, "--help"]), ["--help"]])(
    "%s %s fits 80 columns, has examples and is no error",
    async (...args) => {
      const run = await conntriage(args);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(run.stdout).toMatch(/^Usage: /);
      expect(tooLong(run.stdout)).toEqual([]);
      const [, examples] = run.stdout.split(/\nExamples:\n|\nExit codes:\n/);
      const name = args.length > 1 ? ` ${args[0]}` : "";
      for (const line of examples!.trimEnd().split("\n"))
        expect(line).toMatch(new RegExp(`^  (?:eval "\\$\\()?conntriage${name}\\b`));
    },
  );

  it("--version is that of the package, with the commit, where git knows it, and Node's", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const { stdout } = await conntriage(["--version"]);
    expect(stdout.startsWith(`${version} (`)).toBe(true);
    expect(stdout).toMatch(/^\S+ \((?:commit [0-9a-f]{12}(?:-dirty)?, )?Node \d+\.\d+\.\d+\)\n$/);
  });
});

describe("signals", () => {
  it("lists each once with its unit and meaning, within 80 columns", async () => {
    const { stdout } = await conntriage(["signals"]);
    const names = stdout.split("\n").flatMap((line) => /^([a-z]\S*): \S/i.exec(line)?.[1] ?? []);
    expect(names).toEqual(Object.keys(SIGNALS));
    expect(tooLong(stdout)).toEqual([]);
    const unwrapped = stdout.replaceAll("\n    ", " ");
    for (const [name, { title, unit }] of Object.entries(SIGNALS))
      expect(unwrapped).toContain(`${name}: ${title.replaceAll("\u00a0", " ")} (${unit})\n`);
  });

  it("tells how one is seen by hand, and which is meant by a misspelt one", async () => {
    const one = await conntriage(["signals", "table.max"]);
    expect(one.stdout).toContain(SIGNALS["table.max"].command);
    const none = await conntriage(["signals", "table.maks"]);
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain("did you mean table.max?");
  });
});

describe("causes", () => {
  it("lists each once", async () => {
    const { stdout } = await conntriage(["causes"]);
    const ids = stdout.split("\n").flatMap((line) => /^([a-z][\w-]*)/.exec(line)?.[1] ?? []);
    expect(ids).toEqual(CAUSES.map(({ id }) => id));
    expect(tooLong(stdout)).toEqual([]);
  });

  it("explains each within 80 columns: what it requires, and its remedies with their risk", async () => {
    for (const { id, title } of CAUSES) {
      // within this process: a start of the command for each would take a minute
      const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
      await runCauses(id, {});
      const text = write.mock.calls.map(([part]) => String(part)).join("");
      write.mockRestore();
      expect(text.replace(/\s+/g, " ").startsWith(title), id).toBe(true);
      expect(text).toMatch(/\nRequires\n/);
      expect(text).toContain("Risk:");
      const { excludes, references, remedies } = CAUSES.find((one) => one.id === id)!;
      // a comment ends with its line, and a long word is not parted
      const commands = remedies.flatMap((one) => one.commands).join("\n");
      const isProse = (line: string) =>
        !commands.replaceAll(/\[\?|\?\]/g, "").includes(line.trim());
      expect(text.includes("\nRuled out by\n")).toBe(excludes.length > 0);
      expect(text.split("\nReferences\n")[1]!.match(/^ {2}- /gm)).toHaveLength(references.length);
      expect(tooLong(text).filter(isProse), id).toEqual([]);
    }
    const { id, title } = CAUSES[0]!;
    const run = await conntriage(["causes", id]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain(title);
  });
});

describe("pipes", () => {
  // what is not looked at is listed, so that this analysis is far larger than a pipe's 64 kB
  const many = Object.fromEntries(
    Array.from({ length: 2000 }, (_, at) => [`b/once/unknown-file-${at}.txt`, "x\n"]),
  );
  const large = writeFiles(join(folder, "large"), {
    ...many,
    "b/end/sysctl.txt": "net.netfilter.nf_conntrack_max = 10\n",
  });
  const start = () => spawn(process.execPath, [CLI, "analyze", large, "-f", "json"]);

  it("carry an analysis of more than 64 kB whole, to a reader that takes its time", async () => {
    const child = start();
    await sleep(1000);
    let text = "";
    for await (const chunk of child.stdout.setEncoding("utf8")) text += chunk;
    expect(text.length).toBeGreaterThan(128 * 1024);
    expect(JSON.parse(text).unread).toHaveLength(2000);
  });

  it("that are closed early, as by head, are no error", async () => {
    const child = start();
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [code, signal] = await once(child, "close");
    expect([code, signal, stderr]).toEqual([0, null, ""]);
  });
});
