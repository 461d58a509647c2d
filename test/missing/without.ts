import type { Requirement } from "../../src/causes/cause.ts";
import type { Verdict } from "../../src/causes/finding.ts";
import { CAUSES } from "../../src/causes/index.ts";
import { diagnose } from "../../src/diagnose.ts";
import type { Read } from "../../src/evidence.ts";
import { assemble, type SubjectFacts } from "../../src/facts/assemble.ts";
import { openBundle } from "../../src/node/open.ts";
import { readBundle } from "../../src/read.ts";
import type { Results } from "../../src/report/results.ts";

/** What was read of a bundle, by its subjects. */
export interface Held {
  read: Read;
  subjects: readonly SubjectFacts[];
}

export async function heldBy(bundle: string): Promise<Held> {
  const read = await readBundle(
    await openBundle(bundle, () => {
      throw new Error("a sample is a file");
    }),
  );
  return { read, subjects: assemble(read.pieces) };
}

export const sourcesOf = ({ facts }: SubjectFacts): string[] => Object.keys(facts).sort();

/**
 * What is said of one subject without each of these sources, and not with all of them, a sentence each: a cause of
 * which something that it requires is gone may be unknown, and is neither ruled out nor found by that.
 */
export function saidWithout(
  subject: SubjectFacts,
  { read }: Held,
  sources: readonly string[],
): string[] {
  const diagnosed = (facts: SubjectFacts["facts"]) =>
    diagnose({ ...subject, facts }, read, "sample", CAUSES);
  const whole = diagnosed(subject.facts);
  return sources.flatMap((source) => {
    const left = Object.entries(subject.facts).filter(([name]) => name !== source);
    const without = diagnosed(Object.fromEntries(left));
    return without.findings.flatMap(({ cause, verdict }) => {
      const was = whole.findings.find((one) => one.cause.id === cause.id)!.verdict;
      const gone = signalsIn([...cause.requires, ...(cause.weighs ? [cause.weighs] : [])]).filter(
        (signal) => isKnown(whole, signal) && !isKnown(without, signal),
      );
      return gone.length > 0 && isFirmer(was, verdict)
        ? [`${cause.id} is ${verdict} without ${source}, and ${was} with it: ${gone.join(", ")}`]
        : [];
    });
  });
}

const signalsIn = (all: readonly Requirement[]): string[] =>
  all.flatMap((one) => ("any" in one ? one.any : [one]).map(([signal]) => signal));

const isKnown = ({ readings }: Results, signal: string): boolean =>
  [...readings].some(([name, { value }]) => name === signal && value !== null);

const FOUND: readonly Verdict[] = ["confirmed", "likely"];
/** Whether a verdict says more than another: ruled out, or found, and not so before. */
export const isFirmer = (was: Verdict, is: Verdict): boolean =>
  was !== is && (is === "ruled-out" || (FOUND.includes(is) && !FOUND.includes(was)));
