/**
 * Where everything lies in the one memory, which never grows. `0` is no place.
 */

/** Whole lines, as they are given. Behind them is room to look ahead. */
export const TEXT: usize = 0x1000;
export const TEXT_BYTES: u32 = 0x10000;

/** A text that is taught: a word; or an address, and behind it what stands for it. */
export const LESSON: usize = 0x12000;

/** Words that a row may have, 16 bytes each: those that stand alone, and those that have a number. */
export const WORDS: usize = 0x13000;
export const NUMBERS: usize = 0x14000;
/** Places of each: many more than there are words. */
export const WORD_PLACES: u32 = 256;

/** The lines as they are to be given on. */
export const OUTPUT: usize = 0x20000;
export const OUTPUT_BYTES: u32 = 0x30000;

/** Addresses of up to 15 letters with others of up to 15: a slot is the one, then the other with its length. */
export const SHORT: usize = 0x50000;
export const SHORT_BYTES: u32 = 32;
export const MOST_SHORT: u32 = 0x40000;
/** Longer ones of up to 45 letters, likewise. */
export const LONG: usize = SHORT + SHORT_BYTES * MOST_SHORT;
export const LONG_BYTES: u32 = 96;
export const MOST_LONG: u32 = 0x10000;

/** What was known, while a table grows: half of the larger one at most. */
export const SPARE: usize = LONG + LONG_BYTES * MOST_LONG;
