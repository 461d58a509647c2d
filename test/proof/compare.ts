import { claimsOfDrawn, claimsOfSteady } from "../compare/chance.ts";
import { FIXES, faultsOfFix } from "../compare/fixes.ts";
import type { Figures, Options } from "./run.ts";

/** Fixes are judged right, and where nothing changed but by chance nothing is claimed. */
export async function compare({ runs, seed, say }: Options): Promise<Figures> {
  const failures: string[] = [];
  const wrong = { fixes: 0, steady: 0, drawn: 0 };
  for (const fix of FIXES) {
    const faults = await faultsOfFix(fix);
    failures.push(...faults);
    wrong.fixes += Number(faults.length > 0);
  }
  const steady = await claimsOfSteady();
  failures.push(...steady.wrong.flat());
  wrong.steady = steady.wrong.length;
  for (let node = seed; node < seed + runs; node++) {
    const claims = await claimsOfDrawn(node);
    failures.push(...claims);
    wrong.drawn += Number(claims.length > 0);
    if ((node - seed) % 100 === 99) say(`${node - seed + 1} drawn nodes, ${wrong.drawn} wrong`);
  }
  const n = (value: number) => value.toLocaleString("en");
  const text = `## Comparisons

Fixes that the lab made between two captures of a real kernel: ${FIXES.map(({ title }) => title.replace(/^./, (one) => one.toLowerCase())).join("; ")}. Of each, the outcome, the cause that is gone, the settings
and rules that are others, the uses and top talkers are held against what was done, and of causes, settings and rules nothing else may be claimed.

Pairs in which nothing changed but by chance: every two of 15 captures of one node of the lab, a real kernel under
steady load with random bursts and windows of two to five seconds; and two moments of ${n(runs)} usual nodes (from seed ${seed} on),
of which rows come and go up to eight at a time, and all counters rise by other numbers in windows of other lengths.
No difference may be claimed.

| pairs | number | wrong |
|---|---:|---:|
| a fix between two captures | ${FIXES.length} | ${wrong.fixes} |
| a real node under steady load | ${n(steady.pairs)} | ${n(wrong.steady)} |
| two moments of a drawn node | ${n(runs)} | ${n(wrong.drawn)} |
`;
  return { text, failures };
}
