import { proveEvicted } from "../tables/evicted.ts";
import type { Figures, Options } from "./run.ts";

/** A fault whose entries the kernel evicts is named where those left show it. */
export async function evicted({ runs, seed }: Options): Promise<Figures> {
  const { tried, hidden, named, failures } = await proveEvicted(runs, seed);
  const n = (value: number) => value.toLocaleString("en");
  const text = `## Evicted entries

Full tables were drawn of which a model of the kernel's early drop evicts what may be evicted: attempts at a
dead pod, at one address after the other, from invented sources, at pods that answer, and lookups (seed ${seed}).
Where attempts of the first two kinds hold less than a fifth of what is left, though they asked for most of the
table, and at least 25 are left, the cause must be named; it must not be confirmed, and no other cause of
unanswered attempts may be named.

| tables | number |
|---|---:|
| tried | ${n(tried)} |
| with a fault that held less than a fifth of what was left | ${n(hidden)} |
| of these, where it was named | ${n(named)} |
| that failed | ${n(failures.length)} |
`;
  return { text, failures };
}
