import { prove } from "../tables/prove.ts";
import type { Figures, Options } from "./run.ts";

/** Every full table has a cause, whatever fills it. */
export async function tables({ runs, seed }: Options): Promise<Figures> {
  const { tried, stable, changed, failures } = await prove(runs, seed);
  const n = (value: number) => value.toLocaleString("en");
  const text = `## Tables

Mixtures of up to seven kinds of entries at the limit of the table were drawn: their shares, sources,
destinations and ports, and the timeout of open connections (seed ${seed}). Each must have a cause that is
confirmed or likely, with a first step; a fault that holds over a third of the table, and more than each other
one, must be the primary cause. Then one row of a hundred was exchanged.

| tables | number |
|---|---:|
| tried | ${n(tried)} |
| that kept their primary cause | ${n(stable)} |
| that changed it, with two explanations within 3 points of the table | ${n(changed)} |
| that failed | ${n(failures.length)} |
`;
  return { text, failures };
}
