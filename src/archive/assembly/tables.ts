import { COUNTS, OFFSETS, SORTED } from "./memory";

/**
 * An entry of a decode table, which is looked up by as many bits as the table has:
 *
 * - bits 0–7: bits to take: those of the code's word, and of the number that follows it
 * - bits 8–14: bits of the word alone; of a table behind, by how many it is looked up
 * - bits 16–30: the literal; the least length or distance; where the table behind begins
 * - `LITERAL`, or `SPECIAL` with what it is
 */
export const LITERAL: u32 = 0x80000000;
export const SPECIAL: u32 = 0x8000;
export const BEHIND: u32 = 0x4000;
export const END_OF_BLOCK: u32 = 0x2000;
/** No word of the code begins so. */
export const NO_WORD: u32 = 0x1000;

const LONGEST: u32 = 15;

/**
 * Fills a decode table for symbols with codes of these lengths. Answers whether they are a code: all words are
 * taken, or, where that may be, there is only one, of one bit, or none.
 *
 * @param meanings of each symbol, an entry without bits of its word
 */
export function fillTable(
  table: usize,
  bits: u32,
  lengths: usize,
  symbols: u32,
  meanings: usize,
  mayBeFew: bool,
): bool {
  memory.fill(COUNTS, 0, 64);
  for (let n: u32 = 0; n < symbols; n++) {
    const count = COUNTS + ((<usize>load<u8>(lengths + n)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  const used = symbols - load<u32>(COUNTS);
  store<u32>(COUNTS, 0);
  let free: i32 = 1;
  let at: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST; length++) {
    const count = load<u32>(COUNTS + (length << 2));
    store<u32>(OFFSETS + (length << 2), at);
    at += count;
    free = (free << 1) - <i32>count;
    if (free < 0) return false;
  }
  for (let n: u32 = 0; n < symbols; n++) {
    const length = <usize>load<u8>(lengths + n);
    if (length === 0) continue;
    const place = load<u32>(OFFSETS + (length << 2));
    store<u16>(SORTED + (place << 1), n);
    store<u32>(OFFSETS + (length << 2), place + 1);
  }
  if (free > 0) {
    if (!mayBeFew || used > 1 || (used === 1 && load<u32>(COUNTS, 4) === 0)) return false;
    fillFew(table, bits, used, meanings);
    return true;
  }
  fillAll(table, bits, meanings);
  return true;
}

/** A code of one word or none. */
function fillFew(table: usize, bits: u32, used: u32, meanings: usize): void {
  const entry = used === 1 ? entryOf(0, meanings, 1) : SPECIAL | NO_WORD;
  for (let n: u32 = 0; n < 1 << bits; n += 2) {
    store<u32>(table + (n << 2), entry);
    store<u32>(table + (n << 2), SPECIAL | NO_WORD, 4);
  }
}

/** The entry of the symbol that is `index`-th by its code's word. */
function entryOf(index: u32, meanings: usize, length: u32): u32 {
  const symbol = <usize>load<u16>(SORTED + (index << 1));
  return load<u32>(meanings + (symbol << 2)) + (length << 8) + length;
}

/**
 * A code of which all words are taken. They are walked in their order, each with its bits reversed, since they
 * are read from the lowest bit on; a table of all words up to a length is that of the next one, two times.
 */
function fillAll(table: usize, bits: u32, meanings: usize): void {
  let length: u32 = 1;
  while (load<u32>(COUNTS + (length << 2)) === 0) length++;
  let count = load<u32>(COUNTS + (length << 2));
  let word: u32 = 0;
  let index: u32 = 0;
  let end: u32 = 1 << length;
  while (length <= bits) {
    do {
      store<u32>(table + (word << 2), entryOf(index++, meanings, length));
      if (word === end - 1) {
        for (; length < bits; length++, end <<= 1) memory.copy(table + (end << 2), table, end << 2);
        return;
      }
      word = following(word, end - 1);
    } while (--count !== 0);
    do {
      if (++length <= bits) {
        memory.copy(table + (end << 2), table, end << 2);
        end <<= 1;
      }
      count = load<u32>(COUNTS + (length << 2));
    } while (count === 0);
  }
  // longer words: by their first bits a table behind is found
  const mask: u32 = (1 << bits) - 1;
  end = 1 << bits;
  let first: u32 = -1;
  let start: u32 = 0;
  for (;;) {
    if ((word & mask) !== first) {
      first = word & mask;
      start = end;
      let more = length - bits;
      for (let taken = count; taken < 1 << more; ) {
        more++;
        taken = (taken << 1) + load<u32>(COUNTS + ((bits + more) << 2));
      }
      end = start + (1 << more);
      store<u32>(table + (first << 2), (start << 16) | SPECIAL | BEHIND | (more << 8) | bits);
    }
    const entry = entryOf(index++, meanings, length - bits);
    for (let at = start + (word >> bits); at < end; at += 1 << (length - bits))
      store<u32>(table + (at << 2), entry);
    const last: u32 = (1 << length) - 1;
    if (word === last) return;
    word = following(word, last);
    count--;
    while (count === 0) count = load<u32>(COUNTS + (++length << 2));
  }
}

/** The word that follows another one of the same length; `last` is the one of ones alone. */
function following(word: u32, last: u32): u32 {
  const bit: u32 = 1 << (31 - clz<u32>(word ^ last));
  return (word & (bit - 1)) | bit;
}
