import { bits, drop, held, input, inputEnd, leave, need } from "./bits";
import { DISTANCE_BITS, DISTANCES, LITERAL_BITS, LITERALS } from "./memory";
import { BEHIND, END_OF_BLOCK, LITERAL, SPECIAL } from "./tables";

/** What ended the symbols, for now. */
export const BLOCK_ENDS: u32 = 0;
export const NO_INPUT: u32 = 1;
export const NO_ROOM: u32 = 2;
export const WRONG: u32 = 3;

/** Where the next byte is written, and from where on there is text to look back to. */
export let output: usize = 0;
export let oldest: usize = 0;

export function setOutput(at: usize, from: usize): void {
  output = at;
  oldest = from;
}

/** Bytes of the input that are looked at without asking whether they are there. */
const AHEAD: usize = 16;

/** Writes what a block's symbols stand for, until its end, the input's or the room's. */
export function writeSymbols(limit: usize): u32 {
  const ended = manySymbols(limit);
  return ended !== NO_INPUT ? ended : fewSymbols(limit);
}

/** As long as there is input ahead: nothing is asked that one look-up of eight bytes has told. */
function manySymbols(limit: usize): u32 {
  if (input + AHEAD > inputEnd) return NO_INPUT;
  const lastInput = inputEnd - AHEAD;
  const from = oldest;
  let p = input;
  let out = output;
  let h = held;
  let b = bits;
  let ended = NO_INPUT;
  while (p <= lastInput) {
    if (out >= limit) {
      ended = NO_ROOM;
      break;
    }
    h |= load<u64>(p) << b;
    p += (63 - b) >> 3;
    b |= 56;
    leave(h, b, p);
    output = out;
    let entry = literalAt(h);
    let before = h;
    h >>= entry;
    b -= entry & 0xff;
    if (entry & LITERAL) {
      store<u8>(out++, entry >> 16);
      entry = literalAt(h);
      before = h;
      h >>= entry;
      b -= entry & 0xff;
      if (entry & LITERAL) {
        store<u8>(out++, entry >> 16);
        entry = literalAt(h);
        before = h;
        h >>= entry;
        b -= entry & 0xff;
        if (entry & LITERAL) {
          store<u8>(out++, entry >> 16);
          continue;
        }
      }
    }
    if (entry & SPECIAL) {
      if (entry & BEHIND) {
        entry = load<u32>(LITERALS + (((entry >> 16) + bitsOf(h, entry >> 8)) << 2));
        before = h;
        h >>= entry;
        b -= entry & 0xff;
        if (entry & LITERAL) {
          store<u8>(out++, entry >> 16);
          continue;
        }
      }
      if (entry & SPECIAL) {
        ended = entry & END_OF_BLOCK ? BLOCK_ENDS : WRONG;
        break;
      }
    }
    const length: usize = (entry >> 16) + numberIn(before, entry);
    h |= load<u64>(p) << b;
    p += (63 - b) >> 3;
    b |= 56;
    entry = load<u32>(DISTANCES + ((<usize>h & ((1 << DISTANCE_BITS) - 1)) << 2));
    if (entry & SPECIAL) {
      if (!(entry & BEHIND)) {
        ended = WRONG;
        break;
      }
      h >>= entry;
      b -= entry & 0xff;
      entry = load<u32>(DISTANCES + (((entry >> 16) + bitsOf(h, entry >> 8)) << 2));
      if (entry & SPECIAL) {
        ended = WRONG;
        break;
      }
    }
    const distance: usize = (entry >> 16) + numberIn(h, entry);
    h >>= entry;
    b -= entry & 0xff;
    if (distance > out - from) {
      ended = WRONG;
      break;
    }
    // what is written behind the end comes to nothing
    let src = out - distance;
    let dst = out;
    out += length;
    if (distance >= 16) {
      do {
        v128.store(dst, v128.load(src));
        src += 16;
        dst += 16;
      } while (dst < out);
    } else if (distance >= 8) {
      do {
        store<u64>(dst, load<u64>(src));
        src += 8;
        dst += 8;
      } while (dst < out);
    } else if (distance === 1) {
      const all = i8x16.splat(load<u8>(src));
      do {
        v128.store(dst, all);
        dst += 16;
      } while (dst < out);
    } else {
      do {
        store<u64>(dst, load<u64>(src));
        src += distance;
        dst += distance;
      } while (dst < out);
    }
  }
  // what is wrong is looked at again, from where its symbol begins
  if (ended === WRONG) return NO_INPUT;
  leave(h, b, p);
  output = out;
  return ended;
}

/** Near the input's end: nothing is taken before all of a symbol is there. */
function fewSymbols(limit: usize): u32 {
  while (true) {
    if (output >= limit) return NO_ROOM;
    need(56);
    let h = held;
    let entry = literalAt(h);
    let word = entry & 0xff;
    if (entry & SPECIAL && entry & BEHIND) {
      if (bits < word) return NO_INPUT;
      h >>= entry;
      entry = load<u32>(LITERALS + (((entry >> 16) + bitsOf(h, entry >> 8)) << 2));
      word += entry & 0xff;
    }
    if (bits < word) return NO_INPUT;
    if (entry & LITERAL) {
      store<u8>(output++, entry >> 16);
      drop(word);
      continue;
    }
    if (entry & SPECIAL) {
      if (!(entry & END_OF_BLOCK)) return WRONG;
      drop(word);
      return BLOCK_ENDS;
    }
    const length: usize = (entry >> 16) + numberIn(h, entry);
    h >>= entry;
    entry = load<u32>(DISTANCES + ((<usize>h & ((1 << DISTANCE_BITS) - 1)) << 2));
    if (entry & SPECIAL && entry & BEHIND) {
      word += entry & 0xff;
      if (bits < word) return NO_INPUT;
      h >>= entry;
      entry = load<u32>(DISTANCES + (((entry >> 16) + bitsOf(h, entry >> 8)) << 2));
    }
    word += entry & 0xff;
    if (bits < word) return NO_INPUT;
    if (entry & SPECIAL) return WRONG;
    const distance: usize = (entry >> 16) + numberIn(h, entry);
    if (distance > output - oldest) return WRONG;
    drop(word);
    for (const end = output + length; output < end; output++)
      store<u8>(output, load<u8>(output - distance));
  }
}

function literalAt(h: u64): u32 {
  return load<u32>(LITERALS + ((<usize>h & ((1 << LITERAL_BITS) - 1)) << 2));
}

/** The lowest bits, as many as the lowest six of `count` say. */
function bitsOf(h: u64, count: u32): u32 {
  return <u32>h & ((1 << (count & 15)) - 1);
}

/** The number that follows an entry's word. */
function numberIn(h: u64, entry: u32): u32 {
  return (<u32>h & ((1 << (entry & 31)) - 1)) >> ((entry >> 8) & 15);
}
