import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { needs } from "../support/needs.ts";
import { PACKAGE, ROOT } from "./repository.ts";

/** The test files that vitest would run with these options, by their paths in the repository. */
const listed = (...options: string[]): string[] =>
  execFileSync(
    process.execPath,
    [join(ROOT, "node_modules/vitest/vitest.mjs"), "list", "--filesOnly", ...options],
    { cwd: ROOT, encoding: "utf8" },
  )
    .split("\n")
    .filter((line) => line.endsWith(".test.ts"));
const ofLab = (path: string) => path.startsWith("test/lab/");

describe("a plain run of vitest", () => {
  it("has every test but the lab's, which would lower a limit of the whole machine", () => {
    const files = listed();
    expect(files).toContain("test/project/vitest.test.ts");
    expect(files.filter(ofLab)).toEqual([]);
  });

  it("has the lab's tests alone in the mode that `npm run test:lab` asks for", () => {
    expect(PACKAGE.scripts["test:lab"]).toMatch(/^vitest run --mode lab /);
    const files = listed("--mode", "lab");
    expect(files).toContain("test/lab/lab.test.ts");
    expect(files.filter((path) => !ofLab(path))).toEqual([]);
  });
});

describe("what a test needs", () => {
  it("is said where it is not there, in CI as well, since no other system becomes Linux", () => {
    expect(needs({ linux: true, root: true }, "darwin")).toBe("needs Linux, and this is darwin");
    expect(needs({ linux: true }, "linux")).toBeNull();
  });
});
