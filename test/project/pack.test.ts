import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleOf, expectedOf, SAMPLE_IDS } from "../causes/sample.ts";
import { build } from "../cli/built.ts";
import { temporaryFolder } from "../support/folders.ts";
import { PACKAGE, ROOT, textOf } from "./repository.ts";

const folder = temporaryFolder();
const project = join(folder, "project");
const command = join(project, "node_modules/.bin/conntriage");
const run = (...args: string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
let packed: string[] = [];

beforeAll(async () => {
  await build();
  // without its scripts: `prepare` would empty dist/ under the tests that run beside this one
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [tarball] = JSON.parse(
    execFileSync("npm", args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  ) as { filename: string; files: { path: string }[] }[];
  packed = tarball!.files.map(({ path }) => path);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "private": true }');
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--omit=dev"];
  execFileSync("npm", [...install, join(folder, tarball!.filename)], {
    cwd: project,
    stdio: "pipe",
  });
}, 120_000);

describe("the packed tarball", () => {
  it("holds what runs, with the collector, and neither tests nor samples", () => {
    expect(packed).toContain("dist/conntriage.mjs");
    expect(packed).toContain("dist/conntriage.html");
    expect(packed).toContain("dist/index.d.ts");
    expect(packed).toContain("src/collector/collect.sh");
    expect(packed).toContain("LICENSE");
    expect(packed).toContain("dist/schemas/analysis.json");
    const stray = packed.filter(
      (path) =>
        !/^(?:dist\/.*\.(?:js|d\.ts)|dist\/conntriage\.(?:mjs|html(?:\.sha256)?)|dist\/build\.json|dist\/conntriage\.1|dist\/sbom\.cdx\.json|dist\/schemas\/[\w-]+\.json|src\/collector\/(?:collect\.sh|(?:kubernetes|service)\/.+)|[A-Z]+(?:\.md)?|package\.json)$/.test(
          path,
        ),
    );
    expect(stray).toEqual([]);
  });

  it("has no file of dist/ whose source is gone", () => {
    const orphans = packed
      .filter((path) => /^dist\/.*\.js$/.test(path))
      .filter(
        (path) => !existsSync(join(ROOT, path.replace(/^dist/, "src").replace(/\.js$/, ".ts"))),
      );
    expect(orphans).toEqual([]);
  });
});

describe("installed from the tarball, elsewhere", () => {
  it("it knows its version", () => {
    expect(run("--version").startsWith(`${PACKAGE.version} (`)).toBe(true);
  });

  it("it analyses a sample into all formats, with its own dependencies alone", () => {
    const id = SAMPLE_IDS[0]!;
    run("analyze", bundleOf(id), "-f", "markdown,html,json", "-o", "out");
    const file = (ending: string): string => {
      const [name] = readdirSync(join(folder, "out")).filter((one) => one.endsWith(ending));
      return readFileSync(join(folder, "out", name!), "utf8");
    };
    expect(JSON.parse(file(".json")).state).toBe(expectedOf(id).state);
    expect(file(".md")).toMatch(/^# Connection tracking/);
    expect(file(".html")).toMatch(/^<!doctype html>/);
  });

  it("it finds its collector", () => {
    expect(run("collect", "--print")).toBe(textOf("src/collector/collect.sh"));
    expect(run("collect", "--help")).toMatch(/^Usage: sh collect\.sh/);
  });

  it("it can be imported as a library", () => {
    const program = `import("conntriage").then(async ({ analyze, analysisSchema }) => {
      const analysis = await analyze(process.argv[1]);
      process.stdout.write(analysisSchema.parse(analysis).schema);
    })`;
    const args = ["--input-type=module", "-e", program, bundleOf(SAMPLE_IDS[0]!)];
    const said = execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" });
    expect(said).toBe("conntriage/analysis/1");
  });
});
