import { existsSync, readFileSync } from "node:fs";
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
