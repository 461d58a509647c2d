/**
 * Where everything lies in the one memory, which never grows. `0` is no place: what stands there is zeros.
 */

/** Whole lines of a dump. Behind them is room to look ahead, and whatever was there before. */
export const TEXT: usize = 0x1000;
export const TEXT_BYTES: u32 = 0x10000;
/** Behind all text: always zeros. */
export const NO_TEXT: usize = 0x11f00;

/** Rows that are read at a time. */
export const MOST_ROWS: u32 = 512;
/** Of each row four words: its kind, its remaining seconds, its META (`../row.ts`), its source port. */
export const ROWS: usize = 0x12000;
export const ROW_BYTES: u32 = 16;
/** Of each row a key of `../counting-table.ts`: destination, reply source, both ports, META. */
export const FLOWS: usize = 0x14000;
export const FLOW_BYTES: u32 = 16;
/** Of each row a key: source, META without its SNAT. */
export const SOURCES: usize = 0x16000;
export const SOURCE_BYTES: u32 = 8;
/** IPv6 addresses of the rows: a text of `../addresses.ts`, then the word of this memory where its id belongs. */
export const IPV6: usize = 0x18000;
export const IPV6_BYTES: u32 = 52;

/** TCP states: head, tail, kind and length of each; `states.ts` says which stands where. */
export const STATES: usize = 0x30000;
export const STATE_BYTES: u32 = 32;
/** Shapes of an IPv4 address: see `ipv4.ts`. */
export const SHAPES: usize = 0x31000;
export const SHAPE_BYTES: u32 = 48;
/** The class of each kind by its role: see `states.ts`. */
export const CLASSES: usize = 0x34000;
export const ROLES: u32 = 11;
/** Where the words of the text end, in its order: see `marks.ts`. At most one for each two bytes. */
export const MARKS: usize = 0x35000;
export const MARK_BYTES: u32 = 4;
