import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Every file of the repository: those that git has, and those that it would take. */
export const FILES = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
  { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 26 },
)
  .split("\0")
  .filter((path) => path !== "");

export interface Package {
  name: string;
  version: string;
  bin: Record<string, string>;
  files: string[];
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  dependencyReasons: Record<string, string>;
}
export const PACKAGE = JSON.parse(textOf("package.json")) as Package;
