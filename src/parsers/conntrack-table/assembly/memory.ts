/**
 * Where everything lies in the one memory, which never grows. `0` is no place: what stands there is zeros,
 * and no token of a row begins so. A reader that answers 0 therefore fails the next comparison, too.
 */

/** Whole lines of a dump. Behind them is room to look ahead, and whatever was there before. */
export const TEXT: usize = 0x1000;
export const TEXT_BYTES: u32 = 0x10000;

/** Rows that are read at a time. */
export const MOST_ROWS: u32 = 512;
/** Of each row three words: its kind, its remaining seconds, its META (`../row.ts`). */
export const ROWS: usize = 0x12000;
export const ROW_BYTES: u32 = 12;
/** Of each row a key of `../counting-table.ts`: destination, reply source, both ports, META. */
export const FLOWS: usize = 0x14000;
export const FLOW_BYTES: u32 = 16;
/** Of each row a key: source, META without its SNAT. */
export const SOURCES: usize = 0x16000;
export const SOURCE_BYTES: u32 = 8;
/** IPv6 addresses of the rows: a text of `../addresses.ts`, then the word of this memory where its id belongs. */
export const IPV6: usize = 0x18000;
export const IPV6_BYTES: u32 = 52;

/** TCP states: a word of 16 bytes, then its kind and its length. `states.ts` says which stands where. */
export const STATES: usize = 0x30000;
export const STATE_BYTES: u32 = 32;
/** By the lengths of an IPv4 address's decimals: where each of their digits goes. */
export const DIGITS: usize = 0x31000;
/** The class of each kind by its role: see `states.ts`. */
export const CLASSES: usize = 0x32000;
export const ROLES: u32 = 8;
