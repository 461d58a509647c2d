/** Draws tables from which the kernel evicts, and holds what is said of those evicted against what was drawn. */
import * as fc from "fast-check";
import { analyzeTexts } from "../signals/in-memory.ts";
import { type Evicting, evict, evictings, type Left, textsOf } from "./evicting.ts";

export interface EvictedProof {
  tried: number;
  /** Faults of which too little is left to hold a fifth of the table, and those of them that were named. */
  hidden: number;
  named: number;
  failures: string[];
}

const CAUSE: Partial<Record<Evicting["what"], string>> = {
  storm: "retry-storm",
  scan: "connection-scan",
};
const ALL = ["retry-storm", "connection-scan", "policy-drop"];
const SECONDS = 120;
/** So many are enough for a person to see whom they went to. */
const ENOUGH = 25;

/** What the attempts would hold, as a part of the table and of what all would hold. */
const share = ({ perSecond, kept }: Evicting): number =>
  (perSecond * SECONDS) / (perSecond * SECONDS + kept);

/** Whether the evidence shows the fault: enough are left, and they ask for most of the table, repeats or not. */
const isShown = (drawn: Evicting, { left, evicted }: Left): boolean =>
  left.length >= ENOUGH && evicted >= 50 && share(drawn) > 0.6;

/** A scan of one port at so few addresses may be a policy's work. */
const isLikeAPolicy = ({ what, perSecond }: Evicting, cause: string): boolean =>
  what === "scan" && cause === "policy-drop" && perSecond * SECONDS < 1000;

export async function proveEvicted(runs: number, seed: number): Promise<EvictedProof> {
  const proof: EvictedProof = { tried: 0, hidden: 0, named: 0, failures: [] };
  for (const drawn of fc.sample(evictings, { numRuns: runs, seed })) {
    const left = evict(drawn);
    const { findings } = await analyzeTexts(textsOf(drawn, left));
    const found = findings.filter(
      ({ cause, verdict }) => ALL.includes(cause) && /confirmed|likely/.test(verdict),
    );
    const wanted = CAUSE[drawn.what];
    const isHidden = left.left.length < 0.2 * (drawn.kept + left.left.length);
    const known = found.find(({ cause }) => cause === wanted);
    const wrong: string[] = [];
    if (wanted !== undefined && isShown(drawn, left)) {
      if (isHidden) proof.hidden++;
      if (known === undefined) wrong.push(`${wanted} is not named`);
      else if (isHidden) proof.named++;
    }
    for (const { cause, verdict } of found) {
      if (cause !== wanted && !isLikeAPolicy(drawn, cause)) wrong.push(`${cause} is ${verdict}`);
      if (isHidden && verdict === "confirmed") wrong.push(`${cause} is confirmed`);
    }
    if (known !== undefined && isHidden && drawn.perSecond * SECONDS < 0.2 * drawn.kept)
      wrong.push(`${wanted} is named, though it asks for little`);
    proof.tried++;
    if (wrong.length > 0)
      proof.failures.push(
        `${wrong.join("; ")}: ${left.left.length} left of ${left.evicted} evicted, ${JSON.stringify(drawn)}`,
      );
  }
  return proof;
}
