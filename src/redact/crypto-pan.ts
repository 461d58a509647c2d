import { cipherOf } from "./prf.ts";

/** Bits that are kept for each prefix of an IPv4 address that is shorter than this. */
const SHORT = 24;
/** Prefixes of a network of 256 addresses, and one that there is none of. */
const NETWORK = 1 << (32 - SHORT);
/** Networks of 256 addresses whose bits are kept, and groups of IPv6. */
const MOST_KEPT = 1 << 16;

/** What a group of IPv6 became behind those before it, and what is known of those behind it. */
interface Group {
  mapped: number;
  behind: Map<number, Group>;
}

/**
 * Crypto-PAn (Xu, Fan, Ammar and Moon, 2002): two addresses that share so many first bits share as many
 * afterwards. Each bit changes or not by AES of the bits before it, which is remembered, since a table's addresses
 * lie close together.
 */
export class CryptoPan {
  readonly #cipher: ReturnType<typeof cipherOf>["cipher"];
  /** The encrypted pad, as an address's words: the most significant byte first. */
  readonly #pad: Int32Array;
  /** By prefix of an IPv4 address, of all lengths one behind the other: 0 unknown, 1 kept, 2 changed. */
  readonly #short = new Uint8Array(1 << SHORT);
  /** Where those of a network begin, by its first bits: one behind the other, each as long. */
  readonly #networks = new Map<number, number>();
  #long = new Uint8Array(NETWORK * 64);
  /** What is known of IPv6, by how many first bits stay and whether it is undone: the first groups, then those behind each. */
  readonly #groups = new Map<number, Map<number, Group>>();
  #groupsKept = 0;

  constructor(key: Uint8Array) {
    const { cipher, pad } = cipherOf(key);
    this.#cipher = cipher;
    const { s0, s1, s2, s3 } = cipher(pad[0]!, pad[1]!, pad[2]!, pad[3]!);
    this.#pad = Int32Array.of(swap(s0), swap(s1), swap(s2), swap(s3));
  }

  /** Maps an IPv4 address, whose first `kept` bits stay. `back` undoes it. */
  ipv4(address: number, kept: number, back = false): number {
    let from = address | 0;
    let to = from;
    let store: Uint8Array = this.#short;
    let start = 0;
    for (let bit = kept; bit < 32; bit++) {
      if (bit === SHORT || (bit > SHORT && bit === kept)) {
        start = this.#network(from >>> (32 - SHORT));
        store = this.#long;
      }
      // where the first bits stand among all of their length, behind those that are shorter
      const length = bit < SHORT ? bit : bit - SHORT;
      const first = length === 0 ? 0 : (from << (bit - length)) >>> (32 - length);
      const at = start + (1 << length) - 1 + first;
      let known = store[at]!;
      if (known === 0) {
        known = this.#flip(from, 0, 0, 0, bit) ? 2 : 1;
        store[at] = known;
      }
      if (known === 1) continue;
      to ^= 1 << (31 - bit);
      if (back) from = to;
    }
    return to >>> 0;
  }

  #network(of: number): number {
    const known = this.#networks.get(of);
    if (known !== undefined) return known;
    const start = this.#networks.size * NETWORK;
    if (start >= this.#long.length) {
      const longer = new Uint8Array(start * 2);
      longer.set(this.#long);
      this.#long = longer;
    }
    // where so many are kept already, each further one is forgotten when the next one comes
    if (this.#networks.size < MOST_KEPT - 1) this.#networks.set(of, start);
    else this.#long.fill(0, start, start + NETWORK);
    return start;
  }

  /** The same for the eight groups of an IPv6 address; all but the last are remembered. */
  ipv6(groups: readonly number[], kept: number, back = false): number[] {
    const way = kept * 2 + Number(back);
    let known = this.#groups.get(way) ?? new Map<number, Group>();
    this.#groups.set(way, known);
    const from = [...groups];
    return groups.map((group, at) => {
      let one = known.get(group);
      if (one === undefined) {
        one = { mapped: this.#group(from, at, kept, back), behind: new Map() };
        if (at < 7 && this.#groupsKept++ < MOST_KEPT) known.set(group, one);
      }
      known = one.behind;
      if (back) from[at] = one.mapped;
      return one.mapped;
    });
  }

  /** One group, by those before it. */
  #group(groups: readonly number[], at: number, kept: number, back: boolean): number {
    const word = (n: number) => (groups[2 * n]! << 16) | groups[2 * n + 1]! | 0;
    const words = Int32Array.of(word(0), word(1), word(2), word(3));
    const shift = at % 2 === 0 ? 16 : 0;
    let from = groups[at]!;
    let to = from;
    for (let bit = Math.max(0, Math.min(16, kept - at * 16)); bit < 16; bit++) {
      words[at >> 1] = (words[at >> 1]! & ~(0xffff << shift)) | (from << shift);
      if (!this.#flip(words[0]!, words[1]!, words[2]!, words[3]!, at * 16 + bit)) continue;
      to ^= 1 << (15 - bit);
      if (back) from = to;
    }
    return to;
  }

  /** Whether the bit behind so many first bits changes: the first bit of AES of these, filled up by the pad. */
  #flip(a: number, b: number, c: number, d: number, bits: number): boolean {
    const pad = this.#pad;
    const { s0 } = this.#cipher(
      swap(filled(a, pad[0]!, bits)),
      swap(filled(b, pad[1]!, bits - 32)),
      swap(filled(c, pad[2]!, bits - 64)),
      swap(filled(d, pad[3]!, bits - 96)),
    );
    return (s0 & 0x80) !== 0;
  }
}

/** The first bits of a word, and behind them those of another. */
function filled(word: number, pad: number, bits: number): number {
  if (bits <= 0) return pad;
  if (bits >= 32) return word;
  const mask = -1 << (32 - bits);
  return (word & mask) | (pad & ~mask);
}

const swap = (word: number): number =>
  ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
