import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { analyze } from "../analyze.ts";
import { openInThread } from "../bundle/thread.ts";
import type { State } from "../causes/state.ts";
import { AnalyzerError } from "../errors.ts";
import type { Analysis } from "../report/contract.ts";
import { renderText } from "../report/text.ts";
import { loadCauses } from "./custom-causes.ts";

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

/** Runs `conntriage analyze`. Answers whether the state is one that the caller asked to be failed on. */
export async function runAnalyze(
  bundle: string,
  options: { format?: Format[]; output?: string; failOn?: State; causes?: string },
): Promise<boolean> {
  const analysis = await analyze(bundle, {
    stdin: () => process.stdin,
    ...(bundle === "-" ? {} : { open: openInThread }),
    causes: await loadCauses(options.causes),
  });
  const formats = [...new Set(options.format ?? ["text"])] as Format[];
  if (options.output === undefined) process.stdout.write(await render(analysis, formats[0]!));
  else await writeReports(analysis, formats, options.output);
  return options.failOn !== undefined && fails(analysis.state, options.failOn);
}

export const fails = (state: State, on: State): boolean =>
  on === "unknown" || state === "unknown"
    ? state === on
    : SEVERITY.indexOf(state) >= SEVERITY.indexOf(on);

/** The formats that nobody asked for are not loaded. */
async function render(analysis: Analysis, format: Format): Promise<string> {
  switch (format) {
    case "text":
      return renderText(analysis);
    case "json":
      return `${JSON.stringify(analysis, null, 2)}\n`;
    case "markdown":
      return (await import("../report/markdown.ts")).renderMarkdown(analysis);
    case "html":
      return (await import("../report/html.ts")).renderHtml(analysis);
  }
}

/** Writes the file formats into a folder and names them; text goes to standard output all the same. */
async function writeReports(analysis: Analysis, formats: Format[], folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const paths: string[] = [];
    for (const format of formats) {
      const content = await render(analysis, format);
      if (format === "text") {
        process.stdout.write(content);
        continue;
      }
      const path = join(folder, `${analysis.bundle.name}.${ENDINGS[format]}`);
      await writeFile(path, content);
      paths.push(path);
    }
    for (const path of paths) process.stdout.write(`wrote ${path}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new AnalyzerError("OUTPUT_FAILED", `${folder}: ${(error as Error).message}`);
  }
}
