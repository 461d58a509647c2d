/** A source of numbers that a seed repeats exactly. */
export interface Draw {
  /** A number of [low, high], whole when both ends are. */
  between(low: number, high: number): number;
  /** The same members in another order. */
  shuffled<T>(members: readonly T[]): T[];
}

/** Draws from mulberry32: 32 bits of state, ample for shapes of a scenario. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between(low, high) {
      const whole = Number.isInteger(low) && Number.isInteger(high);
      return whole ? low + Math.floor(next() * (high - low + 1)) : low + next() * (high - low);
    },
    shuffled(members) {
      const rest = [...members];
      return members.map(() => rest.splice(Math.floor(next() * rest.length), 1)[0]!);
    },
  };
}
