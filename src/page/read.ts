import { byId } from "./dom.ts";
import { type Case, keep, kept } from "./kept.ts";
import type { Given } from "./messages.ts";
import { show } from "./show.ts";
import { Cancelled } from "./threads.ts";
import { ask, during, fault } from "./work.ts";

/** Reads what was given: each for itself, or all as one case. */
export async function readGiven(given: readonly Given[]): Promise<void> {
  if (given.length === 0)
    return fault("Nothing in it is a file: choose or drop a file or a folder.");
  await during(`Reading ${given.map(({ name }) => name).join(", ")} …`, async () => {
    const isOne = byId<HTMLInputElement>("one-case").checked;
    const groups = isOne ? [given] : given.map((one) => [one]);
    const faults: string[] = [];
    let first: Case | null = null;
    try {
      for (const group of groups) {
        const one = await caseOf(group, faults);
        if (one === null) continue;
        keep(one);
        first ??= one;
      }
    } finally {
      // what was read before somebody cancelled stays, unless all was closed
      if (first !== null && kept.cases.includes(first)) show(first);
    }
    if (faults.length > 0) throw new Error(faults.join(" · "));
    return "";
  });
}

async function caseOf(given: readonly Given[], faults: string[]): Promise<Case | null> {
  try {
    return { given, told: await ask<"told">({ is: "analyse", given }) };
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    faults.push((error as Error).message);
    return null;
  }
}
