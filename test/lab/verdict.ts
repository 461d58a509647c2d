/** Holds the report on a fresh capture against what was really done to the kernel. */
import { CLI } from "../cli/built.ts";
import { type Party, type Who, wrongParties } from "../support/parties.ts";
import type { Expected } from "./scenarios/scenario.ts";
import { run } from "./shell.ts";

/** As much of the JSON contract as the lab looks at. */
export interface Analysis {
  readonly state: string;
  readonly table: { readonly uses: readonly { readonly use: string; readonly entries: number }[] };
  readonly findings: readonly {
    readonly cause: string;
    readonly verdict: string;
    readonly parties: readonly Party[];
  }[];
}

/** Runs the built command on a bundle, as a user does: a large one is read in a thread, which the sources lack. */
export function analyze(bundle: string): Analysis {
  return JSON.parse(run(process.execPath, [CLI, "analyze", bundle, "-f", "json"])) as Analysis;
}

const HELD = ["confirmed", "likely"];

/** The causes that the analysis holds, in the order of their ranks. */
export const held = ({ findings }: Analysis): string[] =>
  findings.filter(({ verdict }) => HELD.includes(verdict)).map(({ cause }) => cause);

/** By the use that holds their entries: causes that the kernel may evict to the last entry before the dump. */
const EVICTED: Readonly<Record<string, string>> = { "retry-storm": "unanswered-syn" };
/** So few entries are no evidence of what was provoked. */
const FEW = 20;

/** What was provoked beside the primary cause, and of which the dump holds next to nothing. */
export const gone = ({ also = [] }: Expected, analysis: Analysis): string[] =>
  also.filter((cause) => {
    const { uses } = analysis.table;
    const entries = uses.find(({ use }) => use === EVICTED[cause])?.entries ?? 0;
    return cause in EVICTED && entries < FEW && !held(analysis).includes(cause);
  });

/** What the analysis says otherwise than expected; empty when they agree. */
export function mismatches(expected: Expected, analysis: Analysis): string[] {
  const [first = null, ...others] = held(analysis);
  const also = expected.also ?? [];
  const wrong: string[] = [];
  if (analysis.state !== expected.state) {
    wrong.push(`state ${analysis.state} instead of ${expected.state}`);
  }
  if (first !== expected.primary) {
    wrong.push(`primary ${first ?? "none"} instead of ${expected.primary ?? "none"}`);
  }
  const found = first === null ? [] : [first, ...others];
  const known = [expected.primary, ...also];
  const missed = also.filter(
    (cause) => !found.includes(cause) && !gone(expected, analysis).includes(cause),
  );
  const more = found.filter((cause) => !known.includes(cause));
  if (missed.length > 0) wrong.push(`did not find ${missed.join(", ")}`);
  if (more.length > 0) wrong.push(`found ${more.join(", ")} as well`);
  return wrong;
}

/** Whom the analysis names otherwise than it must, in the cause that is the primary one in truth. */
export function partyMismatches({ primary, ...who }: Expected & Who, analysis: Analysis): string[] {
  const of = analysis.findings.find(({ cause }) => cause === primary);
  return of === undefined ? [] : wrongParties(who, of.parties);
}
