import { formatNumber, printable } from "../format.ts";
import type { Redacted } from "./bundle.ts";

/** What a copy says of itself: how much it holds, what it lacks, and whether it is whole. */
export interface CopySaid {
  held: string;
  leftOut: string[];
  damage: string[];
}

export function sayRedacted({ kept, dropped, damage }: Redacted): CopySaid {
  return {
    held: `${formatNumber(kept)} entries, ${formatNumber(dropped.length)} left out`,
    leftOut: dropped.map(({ entry, reason }) => `${printable(entry, 1024)}: ${printable(reason)}`),
    damage: damage.map(
      (reason) => `the bundle is damaged, and so is its copy: ${printable(reason)}`,
    ),
  };
}
