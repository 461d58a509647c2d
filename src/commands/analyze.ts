import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Cause } from "../causes/cause.ts";
import { AnalyzerError } from "../errors.ts";
import type { Analysis } from "../report/contract.ts";
import type { TextOptions } from "../report/text/index.ts";
import { EXIT, outputFailed } from "./exit.ts";
import { checkFailOn, failures } from "./fail-on.ts";
import { type Format, fileNameOf, planOf, shown, writeDocuments } from "./output.ts";
import { openTarget } from "./targets.ts";
import { columnsOf, wantsColour } from "./terminal.ts";

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
  /** Write the page and open it. */
  open?: boolean;
}

/** Runs `conntriage analyze`; several targets are one case. */
export async function runAnalyze(
  targets: readonly string[],
  options: AnalyzeCommand,
): Promise<void> {
  if (targets.filter((one) => one === "-").length > 1)
    throw new AnalyzerError("USAGE", "- : standard input can be given once only");
  const { failOn = [] } = options;
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
  // loaded while the thread begins to read
  const { analyze } = await import("../analyze.ts");
  const { withProgress } = await import("./progress.ts");
  const analysis = await withProgress(
    // the others are opened when it is their turn
    (target) => (target === first ? reading : openTarget(target)),
    (watched) => analyze(targets, { open: watched, ...causes }),
    options.quiet === true,
  );
  // before a reader that has seen enough can end the command
  const failed = failures(analysis, failOn);
  if (failed.length > 0) process.exitCode = EXIT.failedOn;
  const onScreen: TextOptions = {
    colour: wantsColour(process.stdout, process.env),
    verbose: options.verbose === true,
    width: columnsOf(process.stdout),
  };
  const plan =
    options.open && options.output === undefined
      ? { ...planned, to: { is: "folder" as const, path: await newFolder() } }
      : planned;
  const inFile: TextOptions = { verbose: options.verbose === true };
  const paths = await writeDocuments(plan, fileNameOf(analysis), (format) =>
    render(analysis, format, inFile),
  );
  const [format] = plan.formats;
  if (plan.to.is === "screen") process.stdout.write(await render(analysis, format, onScreen));
  if (!options.quiet) {
    if (plan.to.is === "folder" && paths.has("text"))
      process.stdout.write(await render(analysis, "text", onScreen));
    for (const path of paths.values()) process.stdout.write(`wrote ${shown(path)}\n`);
  }
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

/** The formats that nobody asked for are not loaded. */
async function render(analysis: Analysis, format: Format, text: TextOptions): Promise<string> {
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
