import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Cause } from "../causes/cause.ts";
import { raise } from "../limits.ts";
import type { Analysis } from "../report/contract.ts";
import { fileNameOf } from "../report/file-name.ts";
import type { Results } from "../report/results.ts";
import type { TextOptions } from "../report/text/index.ts";
import { EXIT, outputFailed } from "./exit.ts";
import { checkFailOn, failures } from "./fail-on.ts";
import { ENDINGS, type Format, planOf, shown } from "./output.ts";
import { checkStandardInput, openTarget } from "./targets.ts";
import { writeReport } from "./write-report.ts";

/** Where a page is written that is only to be opened. */
const newFolder = (): Promise<string> =>
  mkdtemp(join(tmpdir(), "conntriage-")).catch((error: unknown) => {
    throw outputFailed("--open", error);
  });

export interface AnalyzeCommand {
  format?: Format[];
  output?: string;
  /** States, `truncated`, `unknown`, `finding` and causes: see `fail-on.ts`. */
  failOn?: string[];
  causes?: string;
  verbose?: boolean;
  /** Nothing but what was asked for: no progress, and not where files were written. */
  quiet?: boolean;
  /** Ceilings of `limits.ts` that are raised. */
  maxEntries?: number;
  maxLines?: number;
  /** Write the page and open it. */
  open?: boolean;
}

/** Runs `conntriage analyze`; several targets are one case. */
export async function runAnalyze(
  targets: readonly string[],
  options: AnalyzeCommand,
): Promise<void> {
  checkStandardInput(targets);
  const { failOn = [] } = options;
  const { maxEntries: entries = 0, maxLines: linesPerEntry = 0 } = options;
  raise({ entries, linesPerEntry });
  const formats = options.open ? [...(options.format ?? []), "html" as const] : options.format;
  // a page that is opened lies in a file: a new folder, made below, where none is given
  const into = options.output ?? (options.open ? "./" : undefined);
  const planned = planOf(formats ?? [], into);
  // before the thread begins, which a fault in them would leave behind
  const causes = await causesOf(options);
  const [first] = targets;
  const reading = openTarget(first!);
  // told below, where it is waited for
  reading.catch(() => undefined);
  // the thread begins first, and the rest is loaded meanwhile
  await new Promise(setImmediate);
  const { examine } = await import("../analyze.ts");
  const { withProgress } = await import("./progress.ts");
  const results = await withProgress(
    // the others are opened when it is their turn
    (target) => (target === first ? reading : openTarget(target)),
    (watched) => examine(targets, { open: watched, ...causes }),
    options.quiet === true,
  );
  const { buildCase } = await import("../report/build.ts");
  const analysis = buildCase(results);
  // before a reader that has seen enough can end the command
  const failed = failures(analysis, failOn);
  if (failed.length > 0) process.exitCode = EXIT.failedOn;
  const plan =
    options.open && options.output === undefined
      ? { ...planned, to: { is: "folder" as const, path: await newFolder() } }
      : planned;
  const rendered = (format: Format, text: TextOptions) =>
    format === "digest" ? digest(results) : render(analysis, format, text);
  const name = plan.to.is === "screen" ? "" : fileNameOf(analysis);
  const paths = await writeReport(plan, ENDINGS, name, options, rendered);
  if (!options.quiet && failed.length > 0)
    process.stderr.write(`conntriage: failed on ${failed.join(", ")}\n`);
  if (options.open) await openPage(resolve(paths.get("html")!));
}

/** Those of a file, and where an option may name one. */
async function causesOf({
  causes,
  failOn = [],
}: AnalyzeCommand): Promise<{ causes?: readonly Cause[] }> {
  if (causes === undefined && failOn.length === 0) return {};
  const { loadCauses } = await import("./custom-causes.ts");
  const all = await loadCauses(causes);
  checkFailOn(failOn, all);
  return { causes: all };
}

/** One line, which merges with those of other bundles. */
async function digest(results: readonly [Results, ...Results[]]): Promise<string> {
  const { digestOf } = await import("../fleet/digest.ts");
  const { digestText } = await import("../fleet/merge.ts");
  return digestText(digestOf(results, results[0].bundle.name));
}

/** The formats that nobody asked for are not loaded. */
async function render(
  analysis: Analysis,
  format: Exclude<Format, "digest">,
  text: TextOptions,
): Promise<string> {
  switch (format) {
    case "text":
      return (await import("../report/text/index.ts")).renderText(analysis, text);
    case "json":
      return `${JSON.stringify(analysis, null, 2)}\n`;
    case "markdown":
      return (await import("../report/markdown/index.ts")).renderMarkdown(analysis);
    case "html":
      return (await import("../report/html/index.ts")).renderHtml(analysis);
  }
}

/** That the page cannot be opened is no failure. */
async function openPage(path: string): Promise<void> {
  const { openFile } = await import("./open.ts");
  const reason = await openFile(path);
  if (reason !== null)
    process.stderr.write(
      `conntriage: ${shown(path)} is written but could not be opened (${reason}): open it yourself\n`,
    );
}
