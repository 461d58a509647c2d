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
/** Of each row two words: its kind, its remaining seconds. */
export const ROWS: usize = 0x12000;
export const ROW_BYTES: u32 = 8;
/** Of each row that may be an answer two words: its number, from 0, and its source port. */
export const ANSWERS: usize = 0x13000;
export const ANSWER_BYTES: u32 = 8;
/** Of each row a key of `../counting-table.ts`: destination, reply source, both ports, META. */
export const FLOWS: usize = 0x14000;
export const FLOW_BYTES: u32 = 16;
/** Of each row a key: source, META without its SNAT. */
export const SOURCES: usize = 0x16000;
export const SOURCE_BYTES: u32 = 8;
/** IPv6 addresses of the rows: a text of `../addresses.ts`, then the word of this memory where its id belongs. */
export const IPV6: usize = 0x18000;
export const IPV6_BYTES: u32 = 52;

/** What is counted of the rows: how many there are of each kind, and of each META. */
export const BY_KIND: usize = 0x2c000;
export const BY_META: usize = 0x2c400;
/** Of each class the number of its first row, from 1; 0 when it has none. */
export const FIRST: usize = 0x2c600;
export const COUNTS_BYTES: u32 = 0x680;
/** By class: the port below which a source may be a server that answers (`../row.ts`). */
export const ANSWERING: usize = 0x2c680;

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
