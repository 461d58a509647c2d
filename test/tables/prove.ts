/** Draws full tables, and holds their analyses against what was drawn. */
import * as fc from "fast-check";
import { CAUSES } from "../../src/causes/index.ts";
import type { Analysis } from "../../src/index.ts";
import { analyzeTexts } from "../signals/in-memory.ts";
import { counts, faultsOf, groupsOf, type Mixture, mixtures, textsOf } from "./draw.ts";
import type { KindName } from "./kinds.ts";

export interface Proof {
  tried: number;
  /** With one row of a hundred exchanged: how many kept their primary cause, and how many changed it fairly. */
  stable: number;
  changed: number;
  failures: string[];
}

/** @param runs how many mixtures are drawn */
export async function prove(runs: number, seed: number): Promise<Proof> {
  const proof: Proof = { tried: 0, stable: 0, changed: 0, failures: [] };
  for (const mixture of fc.sample(mixtures, { numRuns: runs, seed })) {
    const of = counts(mixture);
    const analysis = await analyzeTexts(textsOf(mixture, of));
    const wrong = faultsOf(analysis, of);
    const moved = exchanged(mixture, of);
    const then = await analyzeTexts(textsOf(mixture, moved));
    const [before, after] = [analysis, then].map(({ findings }) => findings[0]?.cause);
    if (before === after) proof.stable++;
    else if (isNear(of) || isNear(moved) || areNamed(analysis, after) || areNamed(then, before))
      proof.changed++;
    else wrong.push(`one row of a hundred turned ${before} into ${after}`);
    proof.tried++;
    if (wrong.length > 0)
      proof.failures.push(
        `${wrong.join("; ")}: ${JSON.stringify([...of])} of ${JSON.stringify(mixture)}`,
      );
  }
  return proof;
}

/** One row of a hundred of the largest kind becomes one of the smallest. */
function exchanged({ rows }: Mixture, of: ReadonlyMap<KindName, number>): Map<KindName, number> {
  const sorted = [...of].sort((a, b) => b[1] - a[1]);
  const [most, least] = [sorted[0]!, sorted.at(-1)!];
  const some = Math.min(Math.floor(rows / 100), most[1]);
  return new Map(of)
    .set(most[0], most[1] - some)
    .set(least[0], (most[0] === least[0] ? most[1] - some : least[1]) + some);
}

const POINTS = 0.03;

/** Whether a report names another cause beside its primary one, which holds as much within three points. */
function areNamed({ findings: [primary, ...others] }: Analysis, cause = ""): boolean {
  const other = others.find((one) => one.cause === cause && /confirmed|likely/.test(one.verdict));
  return other !== undefined && Math.abs(primary!.share! - other.share!) < POINTS;
}

/** The shares from which a fault is a cause of its own, or ordinary use is. */
const BORDERS = [
  ...new Set(CAUSES.flatMap(({ weighs }) => (weighs === undefined ? [] : [Number(weighs[2])]))),
];

/** Whether two explanations hold as much within three points of the table. */
function isNear(of: ReadonlyMap<KindName, number>): boolean {
  const groups = groupsOf(of);
  const shares = groups.filter(({ group }) => group !== "ordinary").map(({ share }) => share);
  const [first = 0, second = 0] = shares;
  const open = groups.find(({ group }) => group === "ordinary")?.share ?? 0;
  return (
    first - second < POINTS ||
    [...shares, open].some((share) => BORDERS.some((border) => Math.abs(share - border) < POINTS))
  );
}
