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
  it("has every test but the lab's, which would slow down all others", () => {
    const files = listed();
    expect(files).toContain("test/project/vitest.test.ts");
    expect(files.filter(ofLab)).toEqual([]);
  });

  it.each([
    ["lab", "test/lab/lab.test.ts", false],
    ["lab-host", "test/lab/lab.host.test.ts", true],
  ])("has the lab's tests alone in mode %s", (mode, one, isHost) => {
    const files = listed("--mode", mode);
    expect(files).toContain(one);
    expect(files.filter((path) => !ofLab(path))).toEqual([]);
    expect(new Set(files.map((path) => path.endsWith(".host.test.ts")))).toEqual(new Set([isHost]));
  });

  it("has in `npm test` no test that lowers a limit of the machine", () => {
    expect(PACKAGE.scripts["test"]).toMatch(/ && npm run --silent test:lab$/);
    expect(PACKAGE.scripts["test:lab"]).toMatch(/^vitest run --mode lab /);
    expect(PACKAGE.scripts["test:lab:host"]).toMatch(/^vitest run --mode lab-host /);
  });
});

describe("what a test needs", () => {
  it("is said where it is not there, in CI as well, since no other system becomes Linux", () => {
    expect(needs({ linux: true, root: true }, "darwin")).toBe("needs Linux, and this is darwin");
    expect(needs({ linux: true }, "linux")).toBeNull();
  });
});
