/**
 * The word of a list that is most like a misspelt one, as `: did you mean …?`; empty where none is like it.
 * Case and two wrong letters are forgiven, more in a long word.
 */
export function didYouMean(word: string, words: readonly string[]): string {
  let best: { word: string; distance: number } | null = null;
  for (const other of words) {
    const distance = distanceOf(word.toLowerCase(), other.toLowerCase());
    if (best === null || distance < best.distance) best = { word: other, distance };
  }
  const forgiven = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return best === null || best.distance > forgiven ? "" : `: did you mean ${best.word}?`;
}

/** Levenshtein's distance: how many letters must be put in, left out or changed. */
function distanceOf(from: string, to: string): number {
  // what is that much longer is no misspelling, and would only take time
  if (Math.abs(from.length - to.length) > 20) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let a = 1; a <= from.length; a++) {
    const next = [a];
    for (let b = 1; b <= to.length; b++)
      next.push(
        Math.min(row[b]! + 1, next[b - 1]! + 1, row[b - 1]! + (from[a - 1] === to[b - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[to.length]!;
}
