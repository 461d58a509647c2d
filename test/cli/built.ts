import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const CLI = join(ROOT, "dist/cli.js");
/** The package's command: all of it in one file. */
export const SINGLE = join(ROOT, "dist/conntriage.mjs");

/** Test files run beside each other, and a build empties dist/: only one may build. */
const LOCK = join(
  tmpdir(),
  `conntriage-build-${createHash("sha256").update(ROOT).digest("hex").slice(0, 16)}`,
);
const LONGEST_BUILD = 120_000;

const changed = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isFresh(): boolean {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  const tools = readdirSync(join(ROOT, "build"));
  const newest = Math.max(
    ...tools.map((file) => changed(join(ROOT, "build", file))),
    ...[
      "build.mjs",
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "tsconfig.build.json",
    ].map((file) => changed(join(ROOT, file))),
    ...sources.map((file) => changed(join(ROOT, "src", file))),
  );
  // what the build writes last
  return changed(SINGLE) > newest;
}

/** Sees to it that dist/ is what src/ says. */
export async function build(): Promise<void> {
  for (;;) {
    try {
      mkdirSync(LOCK);
      break;
    } catch {
      // whoever held it was killed
      if (Date.now() - changed(LOCK) > LONGEST_BUILD)
        rmSync(LOCK, { recursive: true, force: true });
      else await sleep(100);
    }
  }
  try {
    if (!isFresh()) execFileSync("npm", ["run", "-s", "build"], { cwd: ROOT, stdio: "pipe" });
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs the built command to its end, under this process's environment with some values changed.
 *
 * @param into a file that takes its standard output instead
 */
export function conntriage(
  args: readonly string[],
  input: Uint8Array | string = "",
  environment: Readonly<Record<string, string>> = {},
  into: string | null = null,
): Promise<Run> {
  const env = { ...process.env, ...environment };
  const file = into === null ? null : openSync(into, "w");
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env,
    stdio: ["pipe", file ?? "pipe", "pipe"],
  });
  if (file !== null) closeSync(file);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  // a command that does not read its input closes it
  child.stdin!.on("error", () => undefined);
  child.stdin!.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
