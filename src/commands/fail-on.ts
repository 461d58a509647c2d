import type { Cause } from "../causes/cause.ts";
import { isSure } from "../causes/finding.ts";
import { didYouMean } from "../causes/nearest.ts";
import { SEVERITY, type State } from "../causes/state.ts";
import { AnalyzerError } from "../errors.ts";
import type { Analysis } from "../report/contract.ts";

const STATES = SEVERITY.slice(1);
/** What `--fail-on` takes beside the causes' ids. */
export const FAIL_ON = [...STATES, "unknown", "truncated", "finding"];

/** @throws AnalyzerError `USAGE` for a word that is neither of these nor a cause */
export function checkFailOn(words: readonly string[], causes: readonly Cause[]): void {
  const known = [...FAIL_ON, ...causes.map(({ id }) => id)];
  const strange = words.find((word) => !known.includes(word));
  if (strange !== undefined)
    throw new AnalyzerError(
      "USAGE",
      `--fail-on ${strange}${didYouMean(strange, known) || `: give ${FAIL_ON.join(", ")}, or a cause of "conntriage causes"`}`,
    );
}

/** Why the analysis is one that the caller asked to be failed on, each with the word that asked for it. */
export const failures = (analysis: Analysis, words: readonly string[]): string[] =>
  words.flatMap((word) => {
    const why = failureOf(analysis, word);
    return why === null ? [] : [`${word} (${why})`];
  });

function failureOf(analysis: Analysis, word: string): string | null {
  const all = [analysis, ...analysis.others];
  switch (word) {
    case "truncated":
      return all.some(({ bundle }) => bundle.truncated) ? "the bundle is truncated" : null;
    case "unknown":
      return analysis.state === "unknown" || analysis.subjects.some(isUnknownMachine)
        ? "a state is unknown"
        : null;
    case "finding":
      return foundIn(all, () => true);
  }
  const level = SEVERITY.indexOf(word as State);
  if (level < 0) return foundIn(all, (cause) => cause === word);
  return SEVERITY.indexOf(analysis.state) >= level ? `the state is ${analysis.state}` : null;
}

/** Of a network namespace a bundle may hold a few counters only, which tell no state. */
const isUnknownMachine = ({ namespace, state }: Analysis["subjects"][number]): boolean =>
  namespace === null && state === "unknown";

/** A cause that is confirmed or likely; a healthy subject's counts as well. */
function foundIn(
  all: readonly Pick<Analysis, "findings">[],
  wanted: (cause: string) => boolean,
): string | null {
  const one = all
    .flatMap(({ findings }) => findings)
    .find(({ cause, verdict }) => wanted(cause) && isSure(verdict));
  return one === undefined ? null : `${one.cause} is ${one.verdict}`;
}
