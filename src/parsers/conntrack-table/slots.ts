/**
 * The slots of a {@link CountingTable}, in one `Int32Array`: a key's words and then its tag and count in one word
 * (count 0 = free). Functions of arrays alone, one for each width, so that they are compiled soon and once.
 */

/** Bits of a slot's last word that belong to the key; the others hold the count. */
export const TAG_BITS = 7;
export const TAG = (1 << TAG_BITS) - 1;
const ONE = 1 << TAG_BITS;
/** The largest count of one slot: beyond it, a key goes on in another. */
const MOST = 2 ** (32 - TAG_BITS) - 1;

/**
 * Counts the keys `[from, from + count)`, which stand one behind the other as slots do, in slots of two words.
 * Answers how many were new; there must be room for them. First the slots of all are touched, in a loop so short
 * that many cache misses are under way at a time, then each is searched.
 *
 * @param hashes a place for so many
 */
export function insert2(
  slots: Int32Array,
  keys: Int32Array,
  from: number,
  count: number,
  hashes: Int32Array,
): number {
  const mask = slots.length - 1;
  for (let n = 0, at = from * 2; n < count; n++, at += 2)
    hashes[n] = mixed(Math.imul(keys[at]!, K1) ^ Math.imul(keys[at + 1]! & TAG, K2)) << 1;
  touch(slots, hashes, count);
  let fresh = 0;
  for (let n = 0, key = from * 2; n < count; n++, key += 2) {
    const a = keys[key]!;
    const last = keys[key + 1]!;
    for (let at = hashes[n]! & mask; ; at = (at + 2) & mask) {
      const held = slots[at + 1]!;
      if (held >>> 0 < ONE) {
        slots[at] = a;
        slots[at + 1] = last;
        fresh++;
        break;
      }
      if (slots[at] === a && fits(held, last)) {
        slots[at + 1] = held + (last & ~TAG);
        break;
      }
    }
  }
  return fresh;
}

/** The same in slots of four words. */
export function insert4(
  slots: Int32Array,
  keys: Int32Array,
  from: number,
  count: number,
  hashes: Int32Array,
): number {
  const mask = slots.length - 1;
  for (let n = 0, at = from * 4; n < count; n++, at += 4) {
    const h = Math.imul(keys[at]!, K1) ^ Math.imul(keys[at + 3]! & TAG, K2);
    hashes[n] =
      mixed(h ^ (h >>> 15) ^ Math.imul(keys[at + 1]!, K3) ^ Math.imul(keys[at + 2]!, K4)) << 2;
  }
  touch(slots, hashes, count);
  let fresh = 0;
  for (let n = 0, key = from * 4; n < count; n++, key += 4) {
    const a = keys[key]!;
    const b = keys[key + 1]!;
    const c = keys[key + 2]!;
    const last = keys[key + 3]!;
    for (let at = hashes[n]! & mask; ; at = (at + 4) & mask) {
      const held = slots[at + 3]!;
      if (held >>> 0 < ONE) {
        slots[at] = a;
        slots[at + 1] = b;
        slots[at + 2] = c;
        slots[at + 3] = last;
        fresh++;
        break;
      }
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && fits(held, last)) {
        slots[at + 3] = held + (last & ~TAG);
        break;
      }
    }
  }
  return fresh;
}

/** Multipliers of the words of a key. */
const K1 = 0x9e3779b1;
const K2 = 0x85ebca6b;
const K3 = 0xc2b2ae35;
const K4 = 0x27d4eb2f;

/** Multiplies and folds, so that addresses which differ in their last byte spread. */
function mixed(words: number): number {
  const h = Math.imul(words ^ (words >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13) ^ (h >>> 17);
}

/** What the looks ahead saw, so that they are not optimised away. */
const seen = new Int32Array(1);

function touch(slots: Int32Array, hashes: Int32Array, count: number): void {
  const mask = slots.length - 1;
  let sum = 0;
  for (let n = 0; n < count; n++) sum ^= slots[hashes[n]! & mask]!;
  seen[0] = sum;
}

/** Whether a slot's last word is of the same key and has room for the other's count. */
const fits = (held: number, last: number): boolean =>
  ((held ^ last) & TAG) === 0 && (held >>> TAG_BITS) + (last >>> TAG_BITS) <= MOST;

/** Moves the slots that are taken to the front, and empties the others. Answers how many are taken. */
export function compacted(slots: Int32Array, words: number): number {
  let to = 0;
  for (let at = 0; at < slots.length; at += words) {
    if (slots[at + words - 1]! >>> 0 < ONE) continue;
    for (let word = 0; word < words; word++) slots[to + word] = slots[at + word]!;
    to += words;
  }
  slots.fill(0, to);
  return to / words;
}

/** Slots with a count above this. */
export function countAbove(slots: Int32Array, words: number, count: number): number {
  let above = 0;
  for (let at = words - 1; at < slots.length; at += words)
    if (slots[at]! >>> TAG_BITS > count) above++;
  return above;
}
