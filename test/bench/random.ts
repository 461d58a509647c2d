/**
 * Random numbers that a seed repeats exactly on any machine: whole-number arithmetic and the four basic
 * operations only, since `Math.log` may differ in its last bit between versions of Node.
 */
export interface Random {
  /** 32 random bits, as a number of [0, 2^32). */
  bits(): number;
  /** A whole number of [0, n). */
  below(n: number): number;
  /** True in this share of all calls. */
  chance(share: number): boolean;
}

/** Jenkins's small fast generator: 128 bits of state, four additions and two rotations a number. */
export function randomFrom(seed: number): Random {
  let a = 0xf1ea5eed | 0;
  let b = seed | 0;
  let c = b;
  let d = b;
  const bits = (): number => {
    const e = (a - ((b << 27) | (b >>> 5))) | 0;
    a = b ^ ((c << 17) | (c >>> 15));
    b = (c + d) | 0;
    c = (d + e) | 0;
    d = (e + a) | 0;
    return d >>> 0;
  };
  for (let round = 0; round < 20; round++) bits();
  return {
    bits,
    below: (n) => Math.floor((bits() / 2 ** 32) * n),
    chance: (share) => bits() < share * 2 ** 32,
  };
}

/** Draws an index, each as often as its weight says. */
export type Draw = (random: Random) => number;

/**
 * Walker's alias method: every index has a column of equal width, which it shares with at most one
 * other, so that a draw is one lookup however many indices there are.
 */
export function drawBy(weights: readonly number[]): Draw {
  const count = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const part = Float64Array.from(weights, (weight) => (weight * count) / total);
  const alias = Int32Array.from(weights, (_, index) => index);
  const poor: number[] = [];
  const rich: number[] = [];
  for (const [index, width] of part.entries()) (width < 1 ? poor : rich).push(index);
  while (poor.length > 0 && rich.length > 0) {
    const [taker, giver] = [poor.pop()!, rich.at(-1)!];
    alias[taker] = giver;
    part[giver]! -= 1 - part[taker]!;
    if (part[giver]! < 1) poor.push(rich.pop()!);
  }
  return (random) => {
    const column = random.below(count);
    return random.chance(part[column]!) ? column : alias[column]!;
  };
}

const known = new Map<number, Draw>();

/** Draws a rank of [0, n) by Zipf's law: rank k as often as 1 / (k + 1). */
export function zipf(n: number): Draw {
  const draw = known.get(n) ?? drawBy(Array.from({ length: n }, (_, rank) => 1 / (rank + 1)));
  known.set(n, draw);
  return draw;
}
