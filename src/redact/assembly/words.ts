import { firstBytes, isSame, mixed } from "./bytes";
import { LESSON, WORD_PLACES } from "./memory";

/** Teaches a word of up to 16 letters, which stands at `LESSON`, to a table. */
export function learnWord(table: usize, length: u32): void {
  const word = firstBytes(v128.load(LESSON), length);
  v128.store(placeOf(table, word), word);
}

/** Whether a table has a word. */
export function hasWord(table: usize, word: v128): bool {
  return isSame(v128.load(placeOf(table, word)), word);
}

/** Where a word stands, or would. */
function placeOf(table: usize, word: v128): usize {
  let at = (mixed(word) as u32) & (WORD_PLACES - 1);
  while (true) {
    const held = v128.load(table + (at << 4));
    if (!v128.any_true(held) || isSame(held, word)) return table + (at << 4);
    at = (at + 1) & (WORD_PLACES - 1);
  }
}
