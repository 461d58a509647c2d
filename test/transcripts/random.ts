/** Choices that a seed repeats. */
import { randomFrom } from "../bench/random.ts";

export interface Choice {
  below(n: number): number;
  chance(share: number): boolean;
  of<T>(list: readonly T[]): T;
  /** In another order. */
  shuffled<T>(list: readonly T[]): T[];
}

export function choicesFrom(seed: number): Choice {
  const { below, chance } = randomFrom(seed);
  return {
    below,
    chance,
    of: (list) => list[below(list.length)]!,
    shuffled(list) {
      const left = [...list];
      return list.map(() => left.splice(below(left.length), 1)[0]!);
    },
  };
}

/** A seed for one run of one sample, by all that tells it from the others. */
export function seedOf(seed: number, id: string, run: number): number {
  let hash = seed | 0;
  for (const c of `${id} ${run}`) hash = (Math.imul(hash, 31) + c.charCodeAt(0)) | 0;
  return hash;
}
