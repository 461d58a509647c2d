import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Bundle } from "../archive/entry.ts";
import type { Cause } from "../causes/cause.ts";
import type { State } from "../causes/state.ts";
import { AnalyzerError } from "../errors.ts";
import { printable } from "../format.ts";
import { openInThread } from "../node/thread.ts";
import type { Analysis } from "../report/contract.ts";
import type { TextOptions } from "../report/text/index.ts";
import { columnsOf, wantsColour } from "./terminal.ts";

type Format = "text" | "markdown" | "html" | "json";
const ENDINGS: Record<Exclude<Format, "text">, string> = {
  markdown: "md",
  html: "html",
  json: "json",
};

/** The states from best to worst, for `--fail-on`; `unknown` stands apart. */
const SEVERITY: readonly State[] = [
  "healthy",
  "recovered",
  "elevated",
  "at-risk",
  "critical",
  "exhausted",
];

export interface AnalyzeCommand {
  format?: Format[];
  output?: string;
  failOn?: State;
  causes?: string;
  verbose?: boolean;
  /** Write the page and open it. */
  open?: boolean;
}

/** Runs `conntriage analyze`; several targets are one case. Answers whether the state is one that the caller asked to be failed on. */
export async function runAnalyze(
  targets: readonly string[],
  options: AnalyzeCommand,
): Promise<boolean> {
  if (targets.filter((one) => one === "-").length > 1)
    throw new AnalyzerError("USAGE", "- : standard input can be given once only");
  // before the thread begins, which a fault in them would leave behind
  const causes = options.causes === undefined ? {} : await ownCauses(options.causes);
  const [first] = targets;
  const reading = open(first!);
  // told below, where it is waited for
  reading.catch(() => undefined);
  // loaded while the thread begins to read
  const { analyze } = await import("../analyze.ts");
  const { withProgress } = await import("./progress.ts");
  const analysis = await withProgress(
    // the others are opened when it is their turn
    (target) => (target === first ? reading : open(target)),
    (watched) => analyze(targets, { open: watched, ...causes }),
  );
  const text: TextOptions = {
    colour: wantsColour(process.stdout, process.env),
    verbose: options.verbose === true,
    width: columnsOf(process.stdout),
  };
  const formats = [...new Set(options.format ?? [])];
  if (options.open) await writeAndOpen(analysis, formats, options.output, text);
  else if (options.output === undefined)
    process.stdout.write(await render(analysis, formats[0] ?? "text", text));
  else
    await writeReports(analysis, formats.length === 0 ? ["text"] : formats, options.output, text);
  return options.failOn !== undefined && fails(analysis.state, options.failOn);
}

async function ownCauses(file: string): Promise<{ causes: readonly Cause[] }> {
  const { loadCauses } = await import("./custom-causes.ts");
  return { causes: await loadCauses(file) };
}

const open = (target: string): Promise<Bundle> =>
  target === "-" ? openStdin() : openInThread(target);

async function openStdin(): Promise<Bundle> {
  const { openBundle } = await import("../node/open.ts");
  return openBundle("-", () => process.stdin);
}

export const fails = (state: State, on: State): boolean =>
  on === "unknown" || state === "unknown"
    ? state === on
    : SEVERITY.indexOf(state) >= SEVERITY.indexOf(on);

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

/** Writes the file formats into a folder and names them; text goes to standard output all the same. */
async function writeReports(
  analysis: Analysis,
  formats: readonly Format[],
  folder: string,
  text: TextOptions,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const paths: string[] = [];
    for (const format of formats) {
      const content = await render(analysis, format, text);
      if (format === "text") {
        process.stdout.write(content);
        continue;
      }
      const path = pathOf(analysis, format, folder);
      await writeFile(path, content);
      paths.push(path);
    }
    for (const path of paths) process.stdout.write(`wrote ${shown(path)}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new AnalyzerError("OUTPUT_FAILED", `${folder}: ${(error as Error).message}`);
  }
}

const pathOf = (analysis: Analysis, format: Exclude<Format, "text">, folder: string): string =>
  join(folder, `${analysis.bundle.name}.${ENDINGS[format]}`);

/** A path for people: a bundle's name is a stranger's, too. */
const shown = (path: string): string => printable(path, 4096);

/** Writes the page among the other formats and opens it. That it cannot be opened is no failure. */
async function writeAndOpen(
  analysis: Analysis,
  formats: readonly Format[],
  output: string | undefined,
  text: TextOptions,
): Promise<void> {
  const folder = resolve(output ?? (await mkdtemp(join(tmpdir(), "conntriage-"))));
  await writeReports(analysis, [...new Set<Format>([...formats, "html"])], folder, text);
  const path = pathOf(analysis, "html", folder);
  const { openFile } = await import("./open.ts");
  const reason = await openFile(path);
  if (reason !== null)
    process.stderr.write(
      `conntriage: ${shown(path)} is written but could not be opened (${reason}): open it yourself\n`,
    );
}
