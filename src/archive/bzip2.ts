import { type BitReader, readBlock } from "./bzip2-block.ts";
import { DAMAGED, Damage, ENDS_EARLY } from "./damage.ts";
import type { Blocks } from "./entry.ts";
import { byteReader } from "./reader.ts";

/** Bytes of a block before its last coding, for each level. */
const PER_LEVEL = 100_000;
/** Bytes that are answered at once. */
const CHUNK = 256 * 1024;
/** Bytes of a block's tables at most: 18,002 selectors of 6 bits, and 6 codes of 258 lengths. */
const TABLES = 64 * 1024;
const LONGEST_CODE_BYTES = 2.5;
/** The hexadecimal digits of pi and of its root, which begin a block and the end. */
const BLOCK = 0x314159265359;
const END = 0x177245385090;

/**
 * Takes bzip2 off: any number of streams behind each other; what follows the last is not looked at. The
 * libraries that there are hold a block as a list of numbers, 2 GB for a hostile one, or all of the data.
 */
export async function* bunzip2(blocks: Blocks): AsyncGenerator<Uint8Array> {
  const input = byteReader(blocks);
  const bits: BitReader = { bytes: new Uint8Array(), at: 0 };
  const out = new Uint8Array(CHUNK);
  let table = new Uint32Array(0);
  await fill(4 + 10);
  for (let first = true; ; first = false) {
    const level = await header(first);
    if (level === 0) return;
    if (table.length < level * PER_LEVEL) table = new Uint32Array(level * PER_LEVEL);
    let sum = 0;
    for (;;) {
      await fill(TABLES + level * PER_LEVEL * LONGEST_CODE_BYTES);
      const mark = take(24) * 2 ** 24 + take(24);
      const wanted = word();
      if (mark === END) {
        if (wanted !== sum) throw new Damage(DAMAGED);
        break;
      }
      if (mark !== BLOCK) throw new Damage(DAMAGED);
      const { length, origin } = readBlock(bits, table.subarray(0, level * PER_LEVEL));
      const crc = yield* unroll(table, length, origin, out);
      if (crc !== wanted) throw new Damage(DAMAGED);
      sum = (((sum << 1) | (sum >>> 31)) ^ crc) >>> 0;
    }
    // a stream ends with a whole byte
    bits.at = (bits.at + 7) & ~7;
  }

  /** The level of the stream that begins here; 0 where none does. */
  async function header(first: boolean): Promise<number> {
    await fill(14);
    const at = bits.at >> 3;
    const [b, z, h, level] = bits.bytes.subarray(at, at + 4);
    if (b === 0x42 && z === 0x5a && h === 0x68 && level! > 0x30 && level! <= 0x39) {
      bits.at += 32;
      return level! - 0x30;
    }
    if (first) throw new Damage(DAMAGED);
    return 0;
  }

  /** Sees to it that so many bytes are there, or all that there are. */
  async function fill(bytes: number): Promise<void> {
    const from = bits.at >> 3;
    const left = bits.bytes.length - from;
    if (left >= bytes) return;
    const more = await input.take(bytes * 2 - left);
    const whole = new Uint8Array(left + more.length);
    whole.set(bits.bytes.subarray(from));
    whole.set(more, left);
    bits.bytes = whole;
    bits.at &= 7;
  }

  function take(count: number): number {
    if (bits.at + count > bits.bytes.length * 8) throw new Damage(ENDS_EARLY);
    let value = 0;
    for (let n = 0; n < count; n++, bits.at++)
      value = (value << 1) | ((bits.bytes[bits.at >> 3]! >> (7 - (bits.at & 7))) & 1);
    return value;
  }

  function word(): number {
    return take(16) * 2 ** 16 + take(16);
  }
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  return sum;
});

/**
 * Walks a block in the order of its text, unrolls runs, and returns the checksum of what it gave. What it
 * gives are copies, since the tar decoder holds on to them.
 */
function* unroll(
  table: Uint32Array,
  length: number,
  origin: number,
  out: Uint8Array,
): Generator<Uint8Array, number> {
  let used = 0;
  let crc = -1;
  let next = length === 0 ? 0 : table[origin]! >>> 8;
  let before = -1;
  let run = 0;
  for (let n = 0; n < length; n++) {
    const entry = table[next]!;
    const byte = entry & 0xff;
    next = entry >>> 8;
    let count = 1;
    if (run === 4) {
      // behind four alike stands how many more there are
      count = byte;
      run = 0;
      if (count === 0) {
        before = -1;
        continue;
      }
      if (used + count > CHUNK) {
        yield out.slice(0, used);
        used = 0;
      }
      out.fill(before, used, used + count);
      for (let i = 0; i < count; i++) crc = (crc << 8) ^ CRC[(crc >>> 24) ^ before]!;
      used += count;
      before = -1;
      continue;
    }
    run = byte === before ? run + 1 : 1;
    before = byte;
    if (used === CHUNK) {
      yield out.slice(0, used);
      used = 0;
    }
    out[used++] = byte;
    crc = (crc << 8) ^ CRC[(crc >>> 24) ^ byte]!;
  }
  if (used > 0) yield out.slice(0, used);
  return ~crc >>> 0;
}
