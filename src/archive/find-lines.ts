import { LIMITS } from "../limits.ts";
import { type Blocks, joined } from "./entry.ts";

/** A line that holds one of the words, and its number. */
export interface FoundLine {
  text: string;
  line: number;
}

const LF = 10;
const NOTHING = new Uint8Array(0);

/**
 * The lines that hold one of some words, a block's at a time. All other lines stay bytes, so that one party's
 * rows of a large dump take no longer than its reading.
 */
export async function* linesWith(
  blocks: Blocks,
  words: readonly string[],
): AsyncGenerator<FoundLine[]> {
  const find = finderOf(words);
  const decoder = new TextDecoder();
  let line = 0;
  let rest: Uint8Array = NOTHING;
  for await (const block of blocks) {
    const feed = block.indexOf(LF);
    if (feed < 0) {
      // of an endless line no more is kept than any row has
      if (rest.length < LIMITS.lineBytes) rest = joined([rest, block.slice()]);
      continue;
    }
    const end = block.lastIndexOf(LF) + 1;
    const found = rest.length === 0 ? [] : search(joined([rest, block.subarray(0, feed + 1)]), 0);
    found.push(...search(block.subarray(0, end), rest.length === 0 ? 0 : feed + 1));
    rest = block.slice(end);
    if (found.length > 0) yield found;
  }
  if (rest.length > 0) yield search(joined([rest, Uint8Array.of(LF)]), 0);

  /** Searches whole lines, which are counted. */
  function search(bytes: Uint8Array, from: number): FoundLine[] {
    const found: FoundLine[] = [];
    let at = from;
    for (let match = find(bytes, at); match >= 0; match = find(bytes, at)) {
      const start = Math.max(at, bytes.lastIndexOf(LF, match) + 1);
      const end = bytes.indexOf(LF, match);
      line += feeds(bytes, at, start) + 1;
      if (end - start <= LIMITS.lineBytes)
        found.push({ text: decoder.decode(bytes.subarray(start, end)), line });
      at = end + 1;
    }
    line += feeds(bytes, at, bytes.length);
    return found;
  }
}

function feeds(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF, from); at >= 0 && at < to; at = bytes.indexOf(LF, at + 1))
    count++;
  return count;
}

type Find = (bytes: Uint8Array, from: number) => number;

/** Where the first of some words stands, or -1. */
function finderOf(words: readonly string[]): Find {
  const finders = words.map((word) => horspool(new TextEncoder().encode(word)));
  if (finders.length === 1) return finders[0]!;
  return (bytes, from) => {
    const found = finders.map((find) => find(bytes, from)).filter((at) => at >= 0);
    return found.length === 0 ? -1 : Math.min(...found);
  };
}

/** Horspool's search: it looks at a few of the bytes only, the last of a word first. */
function horspool(word: Uint8Array): Find {
  const last = word.length - 1;
  const skip = new Int32Array(256).fill(word.length);
  for (let at = 0; at < last; at++) skip[word[at]!] = last - at;
  return (bytes, from) => {
    for (let end = from + last; end < bytes.length; end += skip[bytes[end]!]!) {
      let at = last;
      while (at >= 0 && bytes[end - last + at] === word[at]) at--;
      if (at < 0) return end - last;
    }
    return -1;
  };
}
