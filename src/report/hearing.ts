import { type Hearing, partHeard } from "../facts/heard.ts";
import type { Analysis } from "./contract.ts";
import type { Heard } from "./results.ts";

export type Filled = NonNullable<Analysis["filled"]>;
export type Evicted = NonNullable<Analysis["evicted"]>;

export const iso = (at: number): string => new Date(at).toISOString();
export const rounded = (value: number): number => Math.round(value * 10) / 10;

/** From when to when a recorder listened, and how much of all it heard. */
export const coverageOf = ({ fact }: Heard, hearing: Hearing): Filled["hearing"] => ({
  from: iso(hearing.from),
  to: iso(hearing.to),
  seconds: rounded((hearing.to - hearing.from) / 1000),
  gaps: hearing.gaps,
  lost: hearing.lost,
  heard: {
    births: partHeard(fact.births.parsed, hearing.lost?.births ?? null, hearing),
    ends: partHeard(fact.ends, hearing.lost?.ends ?? null, hearing),
  },
});
