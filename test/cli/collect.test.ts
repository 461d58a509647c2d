import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { build, conntriage, ROOT } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const notLinux = needs({ linux: true });
const script = readFileSync(join(ROOT, "src/collector/collect.sh"), "utf8");

describe("conntriage collect", () => {
  it("--print writes the very script, to be piped to a node's shell", async () => {
    expect(await conntriage(["collect", "--print"])).toEqual({
      code: 0,
      stdout: script,
      stderr: "",
    });
  });

  it("--print explains itself in the help", async () => {
    const { stdout } = await conntriage(["collect", "--help"]);
    expect(stdout).toContain("\n  --print              write the script to standard output");
    expect(stdout).toContain("\n  --list               print each file of the bundle");
    expect((await conntriage(["collect", "--print", "--help"])).stdout).toBe(stdout);
  });

  it("--print refuses what the collector would refuse, before anything is printed", async () => {
    const run = await conntriage(["collect", "--print", "--duratoin", "3"]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toBe("conntriage: unknown option --duratoin; see --help\n");
  });

  it.skipIf(notLinux).each(["dash", "bash", "busybox ash"])(
    `--print bakes the options in, as defaults: %s ${notLinux ?? ""}`,
    async (shell) => {
      const name = `it's "$(id)" \\ *.tgz`;
      const options = ["--duration", "1", "--no-dump", "--print", "-o", name];
      const { code, stdout, stderr } = await conntriage(["collect", ...options]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const home = mkdtempSync(join(folder, "printed-"));
      const sh = (...args: string[]) =>
        execFileSync(shell.split(" ")[0]!, [...shell.split(" ").slice(1), "-s", ...args], {
          cwd: home,
          input: stdout,
          stdio: ["pipe", "pipe", "ignore"],
        }).toString();
      sh();
      sh("--", "-o", "given.tgz");
      expect(readdirSync(home).sort()).toEqual(["given.tgz", name]);
      expect(sh("--", "--list", "--duration", "99")).toContain("watching for 99 s");
    },
  );

  it("hands the collector's own options on, --help and --version among them", async () => {
    const help = await conntriage(["collect", "--help"]);
    expect(help.stdout).toContain("--duration SECONDS");
    const version = /^version=(\S+)$/m.exec(script)![1];
    expect((await conntriage(["collect", "--version"])).stdout).toBe(`${version}\n`);
  });

  it("ends with the collector's exit code and says what it says", async () => {
    const run = await conntriage(["collect", "--duration", "0", "-o", "x.tar.gz"]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^conntriage: --duration wants/);
    expect(existsSync(join(ROOT, "x.tar.gz"))).toBe(false);
  });

  it.skipIf(notLinux)(`takes a bundle that analyze can read ${notLinux ?? ""}`, async () => {
    const archive = join(folder, "own.tar.gz");
    const taken = await conntriage(["collect", "--duration", "1", "--no-dump", "-o", archive]);
    expect(taken.code).toBe(0);
    const { code, stdout } = await conntriage(["analyze", archive, "-f", "json"]);
    expect(code).toBe(0);
    const { bundle, coverage, table } = JSON.parse(stdout);
    expect(bundle).toMatchObject({ name: "own", layout: "conntriage", truncated: false });
    expect(coverage.read.map(({ source }: { source: string }) => source)).toContain("manifest");
    expect(table.rows).toBeNull();
  });
});
