import { INPUT } from "./memory";

/** XXH64, the checksum of zstd, over what stands at `INPUT`, a part at a time. */
const P1: u64 = 0x9e3779b185ebca87;
const P2: u64 = 0xc2b2ae3d27d4eb4f;
const P3: u64 = 0x165667b19e3779f9;
const P4: u64 = 0x85ebca77c2b2ae63;
const P5: u64 = 0x27d4eb2f165667c5;
const STRIPE: u32 = 32;

let a: u64 = 0;
let b: u64 = 0;
let c: u64 = 0;
let d: u64 = 0;
let length: u64 = 0;

export function beginHash(): void {
  a = P1 + P2;
  b = P2;
  c = 0;
  d = 0 - P1;
  length = 0;
}

/** Takes `count` bytes as far as they are whole stripes; the others are moved to the front. Answers how many. */
export function hash(count: u32): u32 {
  let p: usize = INPUT;
  const end = INPUT + (count & ~(STRIPE - 1));
  for (; p < end; p += STRIPE) {
    a = round(a, load<u64>(p));
    b = round(b, load<u64>(p, 8));
    c = round(c, load<u64>(p, 16));
    d = round(d, load<u64>(p, 24));
  }
  length += end - INPUT;
  const left = count & (STRIPE - 1);
  memory.copy(INPUT, end, left);
  return left;
}

/** The lower half of the checksum; `left` bytes are at the front. */
export function endHash(left: u32): u32 {
  let all = P5;
  if (length > 0) {
    all = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
    all = merge(merge(merge(merge(all, a), b), c), d);
  }
  all += length + left;
  let p: usize = INPUT;
  const end = INPUT + left;
  for (; p + 8 <= end; p += 8) all = rotl<u64>(all ^ round(0, load<u64>(p)), 27) * P1 + P4;
  if (p + 4 <= end) {
    all = rotl<u64>(all ^ (<u64>load<u32>(p) * P1), 23) * P2 + P3;
    p += 4;
  }
  for (; p < end; p++) all = rotl<u64>(all ^ (<u64>load<u8>(p) * P5), 11) * P1;
  all = (all ^ (all >> 33)) * P2;
  all = (all ^ (all >> 29)) * P3;
  return <u32>(all ^ (all >> 32));
}

function round(state: u64, lane: u64): u64 {
  return rotl<u64>(state + lane * P2, 31) * P1;
}

function merge(all: u64, state: u64): u64 {
  return (all ^ round(0, state)) * P1 + P4;
}
