import { OUTPUT } from "./memory";

/** Up to where is written. */
export let output: usize = OUTPUT;
/** Bits that fill no byte yet. */
let held: u64 = 0;
let bits: u32 = 0;

export function forgetBits(): void {
  held = 0;
  bits = 0;
}

/** Frees the room: what was written was taken. */
export function taken(): void {
  output = OUTPUT;
}

/** Writes up to 56 bits, the lowest first. */
export function put(value: u64, count: u32): void {
  held |= value << bits;
  bits += count;
  store<u64>(output, held);
  output += bits >> 3;
  held >>= bits & 0x38;
  bits &= 7;
}

/** Goes on with the next byte. */
export function fillByte(): void {
  if (bits > 0) put(0, 8 - bits);
}

/** Copies bytes, where no bits wait. */
export function putBytes(from: usize, count: u32): void {
  memory.copy(output, from, count);
  output += count;
}
