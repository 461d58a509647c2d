/** What the README and action.yml tell a CI to run, run as they stand. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { expectedSchema } from "../../src/check/expected.ts";
import { bundleOf } from "../causes/sample.ts";
import { build, ROOT, SINGLE } from "../cli/built.ts";
import { temporaryFolder } from "../support/folders.ts";

const repository = temporaryFolder();
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const blocks = (language: string): string[] =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text]) => text!,
  );

beforeAll(async () => {
  await build();
  for (const [folder, state] of [
    ["cases/well", "healthy"],
    ["cases/a b", "healthy"],
    ["wrong/c", "exhausted"],
  ] as const) {
    mkdirSync(join(repository, folder), { recursive: true });
    copyFileSync(bundleOf("healthy"), join(repository, folder, "bundle.tar.gz"));
    writeFileSync(join(repository, folder, "expected.json"), JSON.stringify({ state }));
  }
  copyFileSync(SINGLE, join(repository, "conntriage.mjs"));
}, 120_000);

describe("the action", () => {
  const { inputs, runs } = parse(readFileSync(join(ROOT, "action.yml"), "utf8"));
  const run = (given: Record<string, string>) => {
    let said = "";
    for (const { shell, run: script, env = {} } of runs.steps) {
      const value = (text: string): string =>
        text.replace(
          /\$\{\{ inputs\.(\w+) \}\}/g,
          (_, name) => given[name] ?? inputs[name].default,
        );
      const own = Object.fromEntries(
        Object.entries<string>(env).map(([key, text]) => [key, value(text)]),
      );
      const step = spawnSync(shell, ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
        cwd: repository,
        encoding: "utf8",
        env: { ...process.env, GITHUB_ACTION_PATH: ROOT, ...own },
      });
      said += step.stdout + step.stderr;
      if (step.status !== 0) return { code: step.status, said };
    }
    return { code: 0, said };
  };

  it("passes where all is as expected, whatever the folders are called", () => {
    expect(run({ folders: "cases/well\ncases/a b\n" })).toEqual({ code: 0, said: "" });
  });

  it("fails with an annotation where something is not", () => {
    const { code, said } = run({ folders: "cases/\nwrong/" });
    expect(code).toBe(1);
    expect(said).toMatch(/^::error file=wrong\/c\/expected\.json,line=1,[^\n]*found healthy\n$/);
  });

  it("lets no input become a command", () => {
    const { code, said } = run({ folders: "$(touch pwned); touch pwned" });
    expect(code).toBe(2);
    expect(said).toContain("no such file or directory");
    expect(() => readFileSync(join(repository, "pwned"))).toThrow();
  });

  it("is what the README's step names", () => {
    const step = blocks("yaml")
      .map((text) => parse(text))
      .find((one) => Array.isArray(one))![0];
    expect(Object.keys(step.with).every((name) => name in inputs)).toBe(true);
  });
});

it("the README's job of GitLab", () => {
  const { conntriage } = blocks("yaml")
    .map((text) => parse(text))
    .find((one) => "conntriage" in one)!;
  for (const line of conntriage.script)
    execFileSync("bash", ["-c", line], { cwd: repository, stdio: "pipe" });
  const file = conntriage.artifacts.reports.junit;
  expect(readFileSync(join(repository, file), "utf8")).toMatch(
    /<testsuite [^>]*tests="2" failures="0"/,
  );
});

it("the README's expected.json is one", () => {
  const [text] = blocks("json");
  expect(expectedSchema.safeParse(JSON.parse(text!))).toMatchObject({ success: true });
});
