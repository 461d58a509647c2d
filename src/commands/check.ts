import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { USES } from "../attribution/uses.ts";
import { differences, type Said } from "../check/differences.ts";
import { type Expected, type Known, readExpected } from "../check/expected.ts";
import { CHECK_FORMATS } from "../check/formats/index.ts";
import { countOf, placed, type Result } from "../check/result.ts";
import { updated } from "../check/update.ts";
import { AnalyzerError } from "../errors.ts";
import { SOURCES } from "../parsers/index.ts";
import { SIGNALS } from "../signals/index.ts";
import type { CheckFormat } from "./check-formats.ts";
import { loadCauses } from "./custom-causes.ts";
import { EXIT, outputFailed, reasonOf } from "./exit.ts";
import { writeTo } from "./output.ts";
import { said } from "./said.ts";
import { openTarget } from "./targets.ts";

export interface CheckCommand {
  format: CheckFormat;
  output?: string;
  causes?: string;
  update?: boolean;
  self?: boolean;
}

const EXPECTED = "expected.json";

/** Checks folders, each of which holds a bundle and what its analysis must say. */
export async function runCheck(given: readonly string[], options: CheckCommand): Promise<void> {
  const causes = await loadCauses(options.causes);
  const known: Known = {
    causes: causes.map(({ id }) => id),
    uses: Object.keys(USES),
    signals: Object.keys(SIGNALS),
    sources: Object.keys(SOURCES),
  };
  const results: Result[] = [];
  if (options.self) {
    const { selfChecks } = await import("./self-check.ts");
    results.push(...(await selfChecks(known)));
  } else if (given.length === 0)
    throw new AnalyzerError(
      "USAGE",
      "check: give folders, or --self for the samples in this program",
    );
  for (const folder of given.flatMap((one) => foldersIn(one, options.update === true)))
    results.push(
      await checked(folder, known, options.update === true, (bundle) =>
        said(bundle, { open: openTarget, causes }),
      ),
    );
  const document = CHECK_FORMATS[options.format](results);
  await writeTo(options.output, document);
  if (countOf(results, "unreadable") > 0) process.exitCode = EXIT.unreadable;
  else if (countOf(results, "failed") > 0) process.exitCode = EXIT.failedOn;
}

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
function foldersIn(folder: string, creates: boolean): string[] {
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

async function checked(
  folder: string,
  known: Known,
  isUpdate: boolean,
  saidOf: (bundle: string) => Promise<Said>,
): Promise<Result> {
  const file = join(folder, EXPECTED);
  const result: Result = {
    folder,
    bundle: null,
    file: relative("", file) || file,
    differences: [],
    error: null,
    updated: false,
    seconds: 0,
  };
  const start = performance.now();
  try {
    // only --update goes without one: a link that leads nowhere is not an expectation that is met
    const text = isUpdate && !existsSync(file) ? null : textOf(file);
    const expected: Expected | null = text === null ? null : readExpected(text, file, known);
    result.bundle = bundleIn(folder, expected);
    const found = await saidOf(result.bundle);
    result.differences = placed(differences(expected ?? {}, found), text ?? "");
    if (isUpdate && (expected === null || result.differences.length > 0)) {
      write(file, updated(expected, found));
      result.updated = true;
    }
  } catch (error) {
    if (!(error instanceof AnalyzerError) || error.code === "OUTPUT_FAILED") throw error;
    result.error = error.message;
  }
  result.seconds = (performance.now() - start) / 1000;
  return result;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new AnalyzerError("BUNDLE_UNREADABLE", `${file}: ${reasonOf(error)}`);
  }
}

function write(file: string, expected: Expected): void {
  try {
    writeFileSync(file, `${JSON.stringify(expected, null, 2)}\n`);
  } catch (error) {
    throw outputFailed(file, error);
  }
}

/** The bundle of a folder: the one that its expectation names, one called bundle, or the only other one. */
function bundleIn(folder: string, expected: Expected | null): string {
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
