/**
 * Where everything lies in the one memory, which never grows. `0` is no place.
 */

/** Compressed bytes, as they are given. */
export const INPUT: usize = 0x1000;
export const INPUT_BYTES: u32 = 0x10000;

/** Decode tables: an entry of 32 bits for each word of the code, as `tables.ts` says. */
export const LITERALS: usize = 0x12000;
export const LITERAL_BITS: u32 = 11;
export const DISTANCES: usize = 0x15000;
export const DISTANCE_BITS: u32 = 8;
export const LENGTHS: usize = 0x16000;
export const LENGTH_BITS: u32 = 7;

/** What each symbol of a code stands for, a word each. */
export const LITERAL_MEANINGS: usize = 0x17000;
export const DISTANCE_MEANINGS: usize = 0x17500;
export const LENGTH_MEANINGS: usize = 0x17600;
/** Lengths of the codes of a block, a byte each: literals and lengths, then distances. */
export const CODE_LENGTHS: usize = 0x17700;
export const FIXED_LENGTHS: usize = 0x17900;
/** Symbols in the order of their codes, two bytes each; how many codes of each length there are, four each. */
export const SORTED: usize = 0x17b00;
export const COUNTS: usize = 0x17e00;
export const OFFSETS: usize = 0x17e80;

/** Sixteen tables of 256 words. */
export const SUMS: usize = 0x18000;

/** What was written before, as far as may be looked back. Behind it what is written. */
export const WINDOW: usize = 0x20000;
export const WINDOW_BYTES: u32 = 0x8000;
export const OUTPUT: usize = WINDOW + WINDOW_BYTES;
/** From here on no further symbol is written; the last one, and copies by sixteen bytes, need the room behind. */
export const OUTPUT_BYTES: u32 = 0x40000;
