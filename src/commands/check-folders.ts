import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Expected } from "../check/expected.ts";
import { AnalyzerError } from "../errors.ts";
import { reasonOf } from "./exit.ts";

/** What an analysis must say, beside its bundle. */
export const EXPECTED = "expected.json";

/** Folders within each other that are looked into. */
const DEPTH = 4;

/** A folder that holds an expectation, or those in it that do. A link is not followed. */
function foldersBelow(path: string, depth: number): string[] {
  if (depth > DEPTH || lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    return [];
  if (existsSync(join(path, EXPECTED))) return [path];
  try {
    return readdirSync(path)
      .sort()
      .flatMap((name) => foldersBelow(join(path, name), depth + 1));
  } catch {
    return [];
  }
}

/** A folder, or those in it that hold an expectation. */
export function foldersIn(folder: string, creates: boolean): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    throw new AnalyzerError(
      "USAGE",
      `check ${folder}: ${reasonOf(error)}; give a folder in which a bundle and ${EXPECTED} lie`,
    );
  }
  if (names.includes(EXPECTED)) return [folder];
  const below = names.flatMap((name) => foldersBelow(join(folder, name), 1));
  if (below.length > 0) return below;
  if (creates) return [folder];
  throw new AnalyzerError(
    "USAGE",
    `check ${folder}: neither it nor a folder in it holds ${EXPECTED}; --update writes one`,
  );
}

/** The bundle of a folder: the one that its expectation names, one called bundle, or the only other one. */
export function bundleIn(folder: string, expected: Expected | null): string {
  if (expected?.bundle !== undefined) return join(folder, expected.bundle);
  const names = readdirSync(folder).filter(
    (name) => name !== EXPECTED && !name.startsWith(".") && !/^readme|\.(?:md|json)$/i.test(name),
  );
  const called = names.filter((name) => /^bundle(?:\.|$)/.test(name));
  const [only, ...more] = called.length > 0 ? called : names;
  if (only === undefined)
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${folder}: there is no bundle beside ${EXPECTED}`,
    );
  if (more.length > 0)
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${folder}: which of ${[only, ...more].join(", ")} is the bundle? name it as "bundle" in ${EXPECTED}`,
    );
  const path = join(folder, only);
  // a link that leads nowhere is said to by what opens it
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? `${path}/` : path;
}
