import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleOf } from "../causes/sample.ts";
import { temporaryFolder } from "../support/folders.ts";
import { build, conntriage, ROOT, SINGLE } from "./built.ts";

beforeAll(build, 120_000);

const root = temporaryFolder();
let made = 0;

/** A folder with a sample's bundle and what is expected of it. */
function caseOf(
  expected: object | string | null,
  id = "healthy",
  bundle = "bundle.tar.gz",
): string {
  const folder = join(root, `case-${made++}`);
  mkdirSync(folder);
  copyFileSync(bundleOf(id), join(folder, bundle));
  const text = typeof expected === "string" ? expected : JSON.stringify(expected, null, 2);
  if (expected !== null) writeFileSync(join(folder, "expected.json"), text);
  return folder;
}
const check = (...args: string[]) => conntriage(["check", ...args]);

describe("conntriage check", () => {
  it("0 where all is as expected, of a folder and of folders below it", async () => {
    const one = await check(caseOf({ state: "healthy", primary: null }));
    expect(one).toMatchObject({ code: 0, stderr: "" });
    expect(one.stdout).toMatch(/^ok .*\n1 checked: 1 passed\n$/);
    const several = join(root, "several");
    for (const id of ["a", "b"]) {
      mkdirSync(join(several, id), { recursive: true });
      copyFileSync(bundleOf("healthy"), join(several, id, "bundle.tar.gz"));
      copyFileSync(join(ROOT, "samples/healthy/expected.json"), join(several, id, "expected.json"));
    }
    const all = await check(several, "-f", "json");
    expect(all.code).toBe(0);
    expect(JSON.parse(all.stdout)).toMatchObject({ checked: 2, failed: 0, unreadable: 0 });
  });

  it("1 where something is not", async () => {
    const run = await check(caseOf({ state: "exhausted" }), caseOf({ state: "healthy" }));
    expect(run).toMatchObject({ code: 1, stderr: "" });
    expect(run.stdout).toContain("state: expected exhausted, found healthy");
    expect(run.stdout).toMatch(/2 checked: 1 passed, 1 failed\n$/);
  });

  it("3 where one is unreadable, and the others are still checked", async () => {
    const broken = caseOf({ state: "healthy" });
    writeFileSync(join(broken, "bundle.tar.gz"), "nothing that is known\n");
    const run = await check(
      broken,
      caseOf("{"),
      caseOf({ primary: "tabel-too-small" }),
      caseOf({ state: "healthy" }),
    );
    expect(run).toMatchObject({ code: 3, stderr: "" });
    expect(run.stdout).toMatch(/did you mean table-too-small\?/);
    expect(run.stdout).toMatch(/4 checked: 1 passed, 3 unreadable\n$/);
  });

  it("2 for wrong usage, in one line", async () => {
    const nothing = join(root, "nothing");
    mkdirSync(nothing);
    for (const args of [[], [nothing], [join(root, "absent")], ["-f", "xml", nothing]]) {
      const run = await check(...args);
      expect(run, args.join(" ")).toMatchObject({ code: 2, stdout: "" });
      expect(run.stderr).toMatch(/^[^\n]+\n/);
    }
    const file = await check(bundleOf("healthy"));
    expect(file).toMatchObject({ code: 2, stdout: "" });
    expect(file.stderr).toContain("give a folder in which a bundle and expected.json lie");
  });

  it("what lies deep, begins with a mark, or leads nowhere", async () => {
    const deep = join(root, "deep/of/them");
    mkdirSync(deep, { recursive: true });
    copyFileSync(bundleOf("healthy"), join(deep, "bundle.tar.gz"));
    writeFileSync(join(deep, "expected.json"), '\ufeff{ "state": "healthy" }');
    const gone = caseOf({ state: "healthy" });
    rmSync(join(gone, "bundle.tar.gz"));
    symlinkSync(join(root, "gone"), join(gone, "bundle.tar.gz"));
    const noFile = caseOf(null);
    mkdirSync(join(noFile, "expected.json"));
    const noExpectation = caseOf(null);
    symlinkSync(join(root, "gone"), join(noExpectation, "expected.json"));
    const run = await check(
      join(root, "deep"),
      gone,
      noFile,
      noExpectation,
      caseOf({ state: "healty" }),
      caseOf({ bundle: "" }),
      caseOf({ signals: { "table.max": { min: 9, max: 1 } } }),
    );
    expect(run).toMatchObject({ code: 3, stderr: "" });
    for (const said of [
      /^ok .*deep\/of\/them$/m,
      /expected\.json: illegal operation on a directory/,
      /expected\.json: no such file/,
      /state: .*"healthy"/,
      /bundle: Too small/,
      /signals\.table\.max: min is above max/,
    ])
      expect(run.stdout).toMatch(said);
    expect(run.stdout).toMatch(/7 checked: 1 passed, 6 unreadable\n$/);
  });

  it("which bundle: the one that is named, or called bundle, or the only one", async () => {
    const only = caseOf({ state: "healthy" }, "healthy", "node-7.tgz");
    writeFileSync(join(only, "README.md"), "about it\n");
    expect((await check(only)).code).toBe(0);
    copyFileSync(bundleOf("retry-storm"), join(only, "node-8.tgz"));
    const two = await check(only);
    expect(two.code).toBe(3);
    expect(two.stdout).toContain("which of node-7.tgz, node-8.tgz is the bundle?");
    writeFileSync(join(only, "expected.json"), '{"bundle": "node-8.tgz", "state": "exhausted"}');
    expect((await check(only)).code).toBe(0);
  });

  it("--update writes what is found, shows the difference, and then all is as expected", async () => {
    const folder = caseOf(
      { state: "healthy", uses: { icmp: 0.9 }, signals: { "table.max": { min: 1 } } },
      "retry-storm",
    );
    const run = await check(folder, "--update");
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("updated state: expected healthy, found exhausted");
    const now = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
    expect(now).toMatchObject({
      state: "exhausted",
      primary: "retry-storm",
      signals: { "table.max": { min: 1 } },
    });
    expect(now.uses.icmp).toBeLessThan(0.1);
    expect((await check(folder)).code).toBe(0);
    const fresh = caseOf(null, "retry-storm");
    expect((await check(fresh)).code).toBe(2);
    expect((await check(fresh, "--update")).code).toBe(0);
    expect(existsSync(join(fresh, "expected.json"))).toBe(true);
    expect((await check(fresh)).code).toBe(0);
  });

  it("-o writes the document, and a place that cannot be written to is 4", async () => {
    const folder = caseOf({ state: "healthy" });
    const file = join(root, "check.xml");
    expect(await check(folder, "-f", "junit", "-o", file)).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toContain("<testsuite ");
    expect(await check(folder, "-o", join(file, "below"))).toMatchObject({ code: 4 });
  });

  it("--self: the samples of the single file, wherever it lies", async () => {
    const alone = join(root, "alone.mjs");
    copyFileSync(SINGLE, alone);
    const env = { PATH: process.env["PATH"] };
    const said = execFileSync(process.execPath, [alone, "check", "--self"], {
      cwd: root,
      encoding: "utf8",
      env,
    });
    expect(said).toMatch(/4 checked: 4 passed\n$/);
  });
});
