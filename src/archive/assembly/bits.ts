/**
 * The stream, bit by bit: up to 63 bits in `held`, the next one lowest, and behind them the bytes of the input.
 * Above its `bits` there may be bits of the input's next bytes already: they are the same when these are taken.
 */
export let held: u64 = 0;
export let bits: u32 = 0;
export let input: usize = 0;
export let inputEnd: usize = 0;

export function setInput(from: usize, end: usize): void {
  input = from;
  inputEnd = end;
}

/** Leaves the stream as somebody found it who took from it by variables of his own. */
export function leave(stillHeld: u64, stillBits: u32, at: usize): void {
  held = stillHeld;
  bits = stillBits;
  input = at;
}

export function forgetBits(): void {
  held = 0;
  bits = 0;
}

/** Takes bytes until there are so many bits, no more than 56; answers whether there are. */
export function need(count: u32): bool {
  while (bits < count && input < inputEnd) {
    held |= (<u64>load<u8>(input++)) << bits;
    bits += 8;
  }
  return bits >= count;
}

/** Takes as many bits as were needed. */
export function take(count: u32): u32 {
  const value = <u32>(held & (((<u64>1) << count) - 1));
  drop(count);
  return value;
}

export function drop(count: u32): void {
  held >>= count;
  bits -= count;
}
