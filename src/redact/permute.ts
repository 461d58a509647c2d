import type { Prf } from "./prf.ts";

const ROUNDS = 10;
/** Bits of one answer of the keyed function. */
const ANSWER = 96n;

/**
 * A keyed permutation of the numbers below `size`: a Feistel network over the next even number of bits, walked
 * until it is below. `tweak` gives each kind of number a permutation of its own.
 */
export function permutation(prf: Prf, size: bigint, tweak: string): (value: bigint) => bigint {
  let half = 1n;
  while (1n << (2n * half) < size) half++;
  const mask = (1n << half) - 1n;
  const round = (n: number, value: bigint): bigint => {
    let bits = 0n;
    for (let part = 0n; part < half; part += ANSWER)
      bits = (bits << ANSWER) | prf(`${tweak} ${part} ${value}`, n);
    return bits & mask;
  };
  const step = (value: bigint): bigint => {
    let [left, right] = [value >> half, value & mask];
    for (let n = 0; n < ROUNDS; n++) [left, right] = [right, left ^ round(n, right)];
    return (left << half) | right;
  };
  return (value) => {
    let at = step(value);
    while (at >= size) at = step(at);
    return at;
  };
}
