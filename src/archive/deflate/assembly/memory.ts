/**
 * Where everything lies in the one memory, which never grows. `0` is no place.
 */

/** How often each symbol of a block's codes is there, a word each: literals and lengths, distances, lengths of codes. */
export const LITERAL_COUNTS: usize = 0x1000;
export const DISTANCE_COUNTS: usize = 0x1480;
export const LENGTH_COUNTS: usize = 0x1500;
export const COUNTS_END: usize = 0x1580;
/** Lengths of the codes, a byte each, likewise. */
export const LITERAL_LENGTHS: usize = 0x1600;
export const DISTANCE_LENGTHS: usize = 0x1720;
export const LENGTH_LENGTHS: usize = 0x1740;
/** Their words, as they are written: the bits, and in the upper byte how many these are. */
export const LITERAL_WORDS: usize = 0x1800;
export const DISTANCE_WORDS: usize = 0x1c80;
export const LENGTH_WORDS: usize = 0x1d00;
/** The same of a match by its length, its further bits among them. */
export const MATCH_WORDS: usize = 0x1d80;

/** Symbols by how often they are there, a word each: the count, and the symbol in the last nine bits. */
export const SORTED: usize = 0x2200;
/** The tree over these, and how many codes of each length there are, a word each. */
export const TREE: usize = 0x2700;
export const OF_LENGTH: usize = 0x2c00;
/** The lengths of a block's codes as they are written: a symbol, and its repetitions in the upper byte; two bytes each. */
export const RUNS: usize = 0x2d00;

/** What symbol stands for each length, and for each distance up to 256 and for each 128 of the further ones; a byte each. */
export const SYMBOL_OF_LENGTH: usize = 0x3000;
export const SYMBOL_OF_DISTANCE: usize = 0x3200;
/** What each of them begins with, and in the upper byte how many further bits it has. */
export const LENGTHS: usize = 0x3400;
export const DISTANCES: usize = 0x3480;

/** Where each hash of a few bytes was last, as the last 16 bits of its place. */
export const LATEST: usize = 0x4000;
export const LATEST_BITS: u32 = 15;

// from 0x18000 to 0x1c000 the tables of the checksum: ../../assembly/memory.ts

/** What was packed before, as far as may be looked back. Behind it what is to be packed, and room to look ahead. */
export const WINDOW_BYTES: u32 = 0x8000;
export const INPUT: usize = 0x28000;
export const INPUT_BYTES: u32 = 0x20000;

/** What the input is made of, a word each: a byte, or a length and in the upper half a distance. */
export const TOKENS: usize = 0x49000;

export const OUTPUT: usize = 0xca000;
