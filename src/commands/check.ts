import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
import { bundleIn, EXPECTED, foldersIn } from "./check-folders.ts";
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
