/**
 * A plain inflater, bit by bit as RFC 1951 tells it, for tests: slow, and made so that it can be read. It answers all
 * bytes before what is wrong or missing.
 */
export function plain(bytes: Uint8Array): { out: number[]; ending: "whole" | "early" | "damaged" } {
  const out: number[] = [];
  let at = 0;
  try {
    for (let isLast = false; !isLast; ) {
      isLast = take(1) === 1;
      const kind = take(2);
      if (kind === 0) stored();
      else if (kind === 1) symbols(FIXED_LITERALS, FIXED_DISTANCES);
      else if (kind === 2) symbols(...ownCodes());
      else throw DAMAGED;
    }
    return { out, ending: "whole" };
  } catch (ending) {
    if (ending !== EARLY && ending !== DAMAGED) throw ending;
    return { out, ending: ending === EARLY ? "early" : "damaged" };
  }

  function take(count: number): number {
    let value = 0;
    for (let n = 0; n < count; n++, at++) {
      const byte = bytes[at >> 3];
      if (byte === undefined) throw EARLY;
      value |= ((byte >> (at & 7)) & 1) << n;
    }
    return value;
  }

  function stored(): void {
    at = (at + 7) & ~7;
    const length = take(16);
    if ((take(16) ^ 0xffff) !== length) throw DAMAGED;
    for (let n = 0; n < length; n++) out.push(take(8));
  }

  function symbols(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = symbolOf(literals);
      if (symbol < 256) out.push(symbol);
      else if (symbol === 256) return;
      else if (symbol > 285) throw DAMAGED;
      else {
        const length = LENGTHS[symbol - 257]! + take(LENGTH_BITS[symbol - 257]!);
        const far = symbolOf(distances);
        if (far > 29) throw DAMAGED;
        const distance = FAR[far]! + take(FAR_BITS[far]!);
        if (distance > out.length) throw DAMAGED;
        for (let n = 0; n < length; n++) out.push(out[out.length - distance]!);
      }
    }
  }

  function symbolOf({ words, longest }: Code): number {
    let word = 1;
    for (let length = 1; length <= longest; length++) {
      word = (word << 1) | take(1);
      const symbol = words.get(word);
      if (symbol !== undefined) return symbol;
    }
    throw DAMAGED;
  }

  function ownCodes(): [Code, Code] {
    const [literals, distances, count] = [take(5) + 257, take(5) + 1, take(4) + 4];
    if (literals > 286 || distances > 30) throw DAMAGED;
    const first = new Array<number>(19).fill(0);
    for (let n = 0; n < count; n++) first[ORDER[n]!] = take(3);
    const code = codeOf(first, false);
    const lengths: number[] = [];
    while (lengths.length < literals + distances) {
      const symbol = symbolOf(code);
      if (symbol < 16) lengths.push(symbol);
      else {
        if (symbol === 16 && lengths.length === 0) throw DAMAGED;
        const again = symbol === 16 ? lengths.at(-1)! : 0;
        const times = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
        for (let n = 0; n < times; n++) lengths.push(again);
      }
    }
    if (lengths.length > literals + distances || lengths[256] === 0) throw DAMAGED;
    return [codeOf(lengths.slice(0, literals), true), codeOf(lengths.slice(literals), true)];
  }
}

const EARLY = Symbol("the end comes too early");
const DAMAGED = Symbol("it is damaged");

/** Words of a code, each behind a 1, and what they stand for. */
interface Code {
  words: Map<number, number>;
  longest: number;
}

function codeOf(lengths: readonly number[], mayBeFew: boolean): Code {
  const words = new Map<number, number>();
  let [word, left] = [0, 1];
  for (let length = 1; length <= 15; length++) {
    word <<= 1;
    left *= 2;
    for (const [symbol, own] of lengths.entries())
      if (own === length) {
        words.set((1 << length) | word++, symbol);
        left--;
      }
    if (left < 0) throw DAMAGED;
  }
  const longest = Math.max(0, ...lengths);
  if (left > 0 && !(mayBeFew && longest <= 1)) throw DAMAGED;
  // a word of one bit that is none is known for none after that bit
  return { words, longest: left > 0 ? 1 : longest };
}

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BITS = [...new Array(28).keys()].map((n) => (n < 8 ? 0 : (n >> 2) - 1)).concat(0);
const FAR_BITS = [...new Array(30).keys()].map((n) => (n < 4 ? 0 : (n >> 1) - 1));
const LENGTHS = leastOf(LENGTH_BITS.slice(0, 28), 3).concat(258);
const FAR = leastOf(FAR_BITS, 1);

function leastOf(bits: readonly number[], first: number): number[] {
  let least = first;
  return bits.map((count) => {
    const own = least;
    least += 2 ** count;
    return own;
  });
}

const FIXED_LITERALS = codeOf(
  Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8)),
  false,
);
const FIXED_DISTANCES = codeOf(new Array<number>(32).fill(5), false);
