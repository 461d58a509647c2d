import { type Input, sizeOf } from "./input.ts";

/** How often it is tried to make an input smaller. */
const MOST_TRIES = 600;

/** The smallest input found that still fails: without files, and without stretches of those that are left. */
export async function minimize(
  input: Input,
  fails: (input: Input) => Promise<boolean>,
  most = MOST_TRIES,
): Promise<Input> {
  let best = input;
  let tries = 0;
  const tryOne = async (candidate: Input): Promise<boolean> => {
    if (sizeOf(candidate) >= sizeOf(best) && candidate.size >= best.size) return false;
    if (tries++ >= most || !(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (const name of input.keys())
    if (best.size > 1) await tryOne(new Map([...best].filter(([other]) => other !== name)));
  for (const name of best.keys())
    for (let part = Math.ceil(best.get(name)!.length / 2); part >= 1; part = Math.floor(part / 2))
      for (let from = 0; from < best.get(name)!.length && tries < most; ) {
        const bytes = best.get(name)!;
        const without = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + part)]);
        if (!(await tryOne(new Map(best).set(name, Uint8Array.from(without))))) from += part;
      }
  return best;
}
