import { AnalyzerError } from "../errors.ts";

/** Exit codes, which scripts rely on. */
export const EXIT = { done: 0, failedOn: 1, usage: 2, unreadable: 3, fault: 4 } as const;

/** What they mean, for the help. */
export const EXIT_CODES = [
  [EXIT.done, "done"],
  [EXIT.failedOn, "what the caller asked to be failed on is there"],
  [EXIT.usage, "wrong usage"],
  [EXIT.unreadable, "the evidence could not be analysed"],
  [EXIT.fault, "the output could not be written, or a fault of conntriage itself"],
] as const;

/** What an error ends the command with. What is not ours to throw is a fault of conntriage itself. */
export const exitOf = (error: unknown): number =>
  !(error instanceof AnalyzerError) || error.code === "OUTPUT_FAILED"
    ? EXIT.fault
    : error.code === "USAGE"
      ? EXIT.usage
      : EXIT.unreadable;

/** The words of a system error alone: `no space left on device`. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/^E[A-Z0-9]+: /, "")
    .replace(/, [a-z]+(?: '.*)?$/s, "");

/** An error of the place that is written to; any other one is thrown as it is. */
export function outputFailed(where: string, error: unknown): Error {
  if (error instanceof Error && (error as NodeJS.ErrnoException).code === undefined) return error;
  return new AnalyzerError("OUTPUT_FAILED", `${where}: ${reasonOf(error)}`);
}
