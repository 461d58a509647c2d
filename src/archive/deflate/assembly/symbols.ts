import { put } from "./bits";
import {
  DISTANCE_WORDS,
  DISTANCES,
  LENGTHS,
  LITERAL_WORDS,
  MATCH_WORDS,
  SYMBOL_OF_DISTANCE,
  SYMBOL_OF_LENGTH,
  TOKENS,
} from "./memory";
import { symbolOf, tokensEnd } from "./tokens";

/** Says what stands for each length and distance (RFC 1951, 3.2.5). */
export function layOutSymbols(): void {
  let least: u32 = 3;
  for (let n: u32 = 0; n < 28; n++) {
    const more: u32 = n < 8 ? 0 : (n >> 2) - 1;
    store<u32>(LENGTHS + (n << 2), least | (more << 24));
    memory.fill(SYMBOL_OF_LENGTH + least, <u8>n, 1 << more);
    least += 1 << more;
  }
  store<u32>(LENGTHS + (28 << 2), 258);
  store<u8>(SYMBOL_OF_LENGTH + 258, 28);
  least = 1;
  for (let n: u32 = 0; n < 30; n++) {
    const more: u32 = n < 4 ? 0 : (n >> 1) - 1;
    store<u32>(DISTANCES + (n << 2), least | (more << 24));
    if (least <= 256) memory.fill(SYMBOL_OF_DISTANCE + least - 1, <u8>n, 1 << more);
    else memory.fill(SYMBOL_OF_DISTANCE + 256 + ((least - 1) >> 7), <u8>n, 1 << (more - 7));
    least += 1 << more;
  }
}

/** Writes what the input is made of. */
export function putTokens(): void {
  for (let t = TOKENS; t < tokensEnd; t += 4) {
    const token = load<u32>(t);
    const distance = token >> 16;
    if (distance === 0) {
      const word = load<u32>(LITERAL_WORDS + (token << 2));
      put(word & 0xffffff, word >> 24);
      continue;
    }
    const word = load<u32>(MATCH_WORDS + ((token & 0xffff) << 2));
    const symbol = symbolOf(distance);
    const back = load<u32>(DISTANCE_WORDS + (symbol << 2));
    const from = load<u32>(DISTANCES + (symbol << 2));
    const length = word >> 24;
    const backLength = back >> 24;
    put(
      <u64>(word & 0xffffff) |
        (<u64>(back & 0xffffff) << length) |
        (<u64>(distance - (from & 0xffff)) << (length + backLength)),
      length + backLength + (from >> 24),
    );
  }
}
