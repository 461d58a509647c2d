import { drawFrom } from "../random.ts";
import { KINDS } from "./kinds.ts";
import type { Plan } from "./record.ts";

/** So many incidents, every kind once before any comes again. */
export function draw(runs: number, seed: number): Plan[] {
  const random = drawFrom(seed);
  return Array.from({ length: runs }, (_, at) => {
    const limit = random.between(1200, 2400);
    return {
      kind: KINDS[at % KINDS.length]!.id,
      limit,
      rate: Math.round(limit / random.between(6, 14)),
      calm: random.between(6, 12),
      full: random.between(4, 8),
      after: 6,
      bundles: at < KINDS.length,
    };
  });
}
