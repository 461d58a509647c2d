import { DAMAGED, Damage, ENDS_EARLY } from "./damage.ts";

/** Bytes that are read bit by bit, and the bit that is next. */
export interface BitReader {
  bytes: Uint8Array;
  at: number;
}

const LONGEST = 20;
/** Bits of a code that one look into a table decodes; longer codes are searched. */
const FAST = 10;
const PER_SELECTOR = 50;

interface Code {
  /** By the next {@link FAST} bits: the symbol and the code's length, or 0 where it is longer. */
  fast: Uint16Array;
  /** By length: the first number above all codes of it, and the place of its first symbol. */
  limits: Int32Array;
  offsets: Int32Array;
  symbols: Uint16Array;
}

/**
 * Reads a block behind its mark and checksum. `table` gets for each byte of the sorted block the byte, and
 * above it the place of the one that follows it in the text; it is as long as a block may be.
 */
export function readBlock(bits: BitReader, table: Uint32Array): { length: number; origin: number } {
  const { bytes } = bits;
  const end = bytes.length * 8;
  let at = bits.at;

  /** The next bits, at most 24; zeros behind the end. */
  const look = (count: number): number => {
    const byte = at >> 3;
    const word =
      ((bytes[byte]! << 24) |
        (bytes[byte + 1]! << 16) |
        (bytes[byte + 2]! << 8) |
        bytes[byte + 3]!) <<
      (at & 7);
    return word >>> (32 - count);
  };
  const take = (count: number): number => {
    const value = look(count);
    at += count;
    if (at > end) throw new Damage(ENDS_EARLY);
    return value;
  };

  // an old encoder could shuffle a block; none does since 1999
  if (take(1) === 1) throw new Damage("its bzip2 data is of an old kind: unpack it first");
  const origin = take(24);
  const used = usedBytes();
  const symbolCount = used.length + 2;
  const groups = take(3);
  const selectorCount = take(15);
  if (used.length === 0 || groups < 2 || groups > 6 || selectorCount === 0)
    throw new Damage(DAMAGED);
  const selectors = readSelectors();
  const codes = Array.from({ length: groups }, () => codeOf(readLengths()));
  const counts = new Uint32Array(256);
  const length = decode();
  if (origin >= length) throw new Damage(DAMAGED);
  bits.at = at;
  link(table, length, counts);
  return { length, origin };

  function usedBytes(): Uint8Array {
    const rows = take(16);
    const list: number[] = [];
    for (let row = 0; row < 16; row++)
      if ((rows >> (15 - row)) & 1) {
        const columns = take(16);
        for (let column = 0; column < 16; column++)
          if ((columns >> (15 - column)) & 1) list.push(row * 16 + column);
      }
    return Uint8Array.from(list);
  }

  function readSelectors(): Uint8Array {
    const order = [0, 1, 2, 3, 4, 5];
    const list = new Uint8Array(selectorCount);
    for (let n = 0; n < selectorCount; n++) {
      let place = 0;
      while (take(1) === 1) if (++place >= groups) throw new Damage(DAMAGED);
      const [group] = order.splice(place, 1);
      order.unshift(group!);
      list[n] = group!;
    }
    return list;
  }

  function readLengths(): Uint8Array {
    const lengths = new Uint8Array(symbolCount);
    let bitsOf = take(5);
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      for (;;) {
        if (bitsOf < 1 || bitsOf > LONGEST) throw new Damage(DAMAGED);
        if (take(1) === 0) break;
        bitsOf += take(1) === 0 ? 1 : -1;
      }
      lengths[symbol] = bitsOf;
    }
    return lengths;
  }

  function decode(): number {
    const front = used.slice();
    const endSymbol = symbolCount - 1;
    let filled = 0;
    let selector = 0;
    let left = 0;
    let run = 0;
    let weight = 1;
    let code = codes[0]!;
    for (;;) {
      if (left-- === 0) {
        if (selector === selectorCount) throw new Damage(DAMAGED);
        code = codes[selectors[selector++]!]!;
        left = PER_SELECTOR - 1;
      }
      const entry = code.fast[look(FAST)]!;
      let symbol: number;
      if (entry !== 0) {
        at += entry & 15;
        symbol = entry >> 4;
      } else symbol = longSymbol(code);
      if (symbol < 2) {
        run += weight << symbol;
        weight *= 2;
        if (run > table.length) throw new Damage(at > end ? ENDS_EARLY : DAMAGED);
        continue;
      }
      if (run > 0) {
        if (filled + run > table.length) throw new Damage(DAMAGED);
        table.fill(front[0]!, filled, filled + run);
        counts[front[0]!]! += run;
        filled += run;
        run = 0;
        weight = 1;
      }
      if (at > end) throw new Damage(ENDS_EARLY);
      if (symbol === endSymbol) return filled;
      if (filled === table.length) throw new Damage(DAMAGED);
      const place = symbol - 1;
      const byte = front[place]!;
      if (place < 16) for (let n = place; n > 0; n--) front[n] = front[n - 1]!;
      else front.copyWithin(1, 0, place);
      front[0] = byte;
      counts[byte]!++;
      table[filled++] = byte;
    }
  }

  function longSymbol(code: Code): number {
    const word = look(LONGEST);
    for (let size = FAST + 1; size <= LONGEST; size++) {
      const value = word >> (LONGEST - size);
      if (value < code.limits[size]!) {
        at += size;
        return code.symbols[code.offsets[size]! + value]!;
      }
    }
    throw new Damage(at + LONGEST > end ? ENDS_EARLY : DAMAGED);
  }
}

/** A code by its symbols' lengths: those of one length are numbered on, the shorter ones first. */
function codeOf(lengths: Uint8Array): Code {
  const fast = new Uint16Array(1 << FAST);
  const limits = new Int32Array(LONGEST + 1);
  const offsets = new Int32Array(LONGEST + 1);
  const symbols = new Uint16Array(lengths.length);
  let value = 0;
  let listed = 0;
  for (let size = 1; size <= LONGEST; size++) {
    offsets[size] = listed - value;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== size) continue;
      symbols[listed++] = symbol;
      if (size <= FAST) {
        const first = value << (FAST - size);
        fast.fill((symbol << 4) | size, first, first + (1 << (FAST - size)));
      }
      value++;
    }
    limits[size] = value;
    // more codes of a length than there can be
    if (value > 2 ** size) throw new Damage(DAMAGED);
    value *= 2;
  }
  return { fast, limits, offsets, symbols };
}

/** Writes above each byte of the sorted block the place of the one behind it. */
function link(table: Uint32Array, length: number, counts: Uint32Array): void {
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const count = counts[byte]!;
    counts[byte] = sum;
    sum += count;
  }
  for (let place = 0; place < length; place++) {
    const byte = table[place]! & 0xff;
    table[counts[byte]!++]! |= place << 8;
  }
}
