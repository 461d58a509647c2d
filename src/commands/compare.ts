import { AnalyzerError } from "../errors.ts";
import { isWhole } from "../report/claims.ts";
import type { Comparison } from "../report/comparison.ts";
import { fileNameOfComparison } from "../report/file-name.ts";
import type { TextOptions } from "../report/text/index.ts";
import { EXIT } from "./exit.ts";
import { planFor, REPORT_ENDINGS, type ReportFormat } from "./output.ts";
import { renderPlain } from "./plain.ts";
import { checkStandardInput, openTarget } from "./targets.ts";
import { writeReport } from "./write-report.ts";

export interface CompareCommand {
  format?: ReportFormat[];
  output?: string;
  failOn?: ("regression" | "unknown")[];
  causes?: string;
  quiet?: boolean;
  verbose?: boolean;
}

/** Runs `conntriage compare`. */
export async function runCompare(
  targets: readonly string[],
  options: CompareCommand,
): Promise<void> {
  if (targets.length < 2)
    throw new AnalyzerError("USAGE", "compare: give what was before, and what was after");
  checkStandardInput(targets);
  const plan = planFor<ReportFormat>(REPORT_ENDINGS, options.format ?? [], options.output);
  const { loadCauses } = await import("./custom-causes.ts");
  const causes = await loadCauses(options.causes);
  const { compare } = await import("../analyze-compare.ts");
  const { withProgress } = await import("./progress.ts");
  const comparison = await withProgress(
    openTarget,
    (open) => compare(targets, { open, causes }),
    options.quiet === true,
  );
  const failed = failures(comparison, options.failOn ?? []);
  // before a reader that has seen enough can end the command
  if (failed.length > 0) process.exitCode = EXIT.failedOn;
  const name = fileNameOfComparison(comparison);
  await writeReport(plan, REPORT_ENDINGS, name, options, (format, text) =>
    render(comparison, format, text),
  );
  if (!options.quiet && failed.length > 0)
    process.stderr.write(`conntriage: failed on ${failed.join(", ")}\n`);
}

/** Why it is what the caller asked to be failed on, each with the word that asked for it. */
function failures(comparison: Comparison, words: readonly string[]): string[] {
  const { pairs, outcome } = comparison;
  const whole = pairs.filter((pair) => isWhole(comparison, pair));
  const worse = (whole.length > 0 ? whole : pairs)
    .flatMap(({ differences }) => differences)
    .find(({ effect }) => effect === "worse");
  return [
    ...(words.includes("regression") && worse !== undefined
      ? [`regression (${worse.name}: ${worse.change})`]
      : []),
    ...(words.includes("unknown") && outcome === "not known"
      ? ["unknown (too little is known)"]
      : []),
  ];
}

/** The formats that nobody asked for are not loaded. */
async function render(
  comparison: Comparison,
  format: ReportFormat,
  options: TextOptions,
): Promise<string> {
  if (format === "json") return `${JSON.stringify(comparison, null, 2)}\n`;
  const { comparisonDocument } = await import("../report/document/comparison/index.ts");
  return renderPlain(comparisonDocument(comparison), format, options);
}
