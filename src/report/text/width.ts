import stringWidth from "fast-string-width";
import { keepUnits, NO_BREAK } from "../../format.ts";

/** Columns of the usual terminal. The summary keeps to them on wider ones, too. */
export const WIDTH = 80;

/** What a reader takes for one character may be many code points, such as an emoji of a family. */
const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Columns that a text takes: two for CJK and emoji, none for combining marks and colours. */
export const widthOf = (text: string): number => stringWidth(text);

export const padEnd = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)));

export const padStart = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - widthOf(text))) + text;

/** The longest beginning of a text that fits, at least one character, and what is left of it. */
function cut(text: string, width: number): [string, string] {
  let end = 0;
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    const next = index + segment.length;
    if (end > 0 && widthOf(text.slice(0, next)) > width) break;
    end = next;
  }
  const [head, rest] = [text.slice(0, end), text.slice(end)];
  // a path is broken between its words, so that each of them is found again
  const word = /[A-Za-z0-9]+$/.exec(head);
  const isWithin = word !== null && word.index > 0 && /^[A-Za-z0-9]/.test(rest);
  return isWithin ? [text.slice(0, word.index), text.slice(word.index)] : [head, rest];
}

/** Behind these a path may go on in the next line. */
const SEAM = /(?<=[\w.][/-])(?=[a-z])/i;
const PATH = /^[a-z.][^ ]*\//i;

/** The parts of a text that a line's end leaves whole: words, numbers with their units, the parts of a path. */
export const wholeParts = (text: string): string[] => keepUnits(text).split(" ").flatMap(partsOf);

/** A name with a hyphen stays whole, as do a number and its unit. */
const partsOf = (word: string): string[] => (PATH.test(word) ? word.split(SEAM) : [word]);

/** The same as `cut`, of a word: behind one of its parts where one fits. */
function cutWord(word: string, width: number): [string, string] {
  let end = 0;
  for (const part of partsOf(word)) {
    if (widthOf(word.slice(0, end + part.length)) > width) break;
    end += part.length;
  }
  return end === 0 ? cut(word, width) : [word.slice(0, end), word.slice(end)];
}

/** A text that takes at most `width` columns; one that was cut ends in `…`. Without colours. */
export const shorten = (text: string, width: number): string =>
  widthOf(text) <= width ? text : `${cut(text, width - 1)[0].trimEnd()}…`;

/**
 * Breaks a text at its blanks into lines of at most `width` columns, the first behind `first` and the
 * others behind `rest`. A word that is longer than a line, such as a path, is broken where it must be.
 */
export function wrap(text: string, first = "", rest = first, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = first;
  let used = widthOf(first);
  let empty = true;
  const end = () => {
    lines.push(line);
    line = rest;
    used = widthOf(rest);
    empty = true;
  };
  for (let word of keepUnits(text).split(/[ \t\r\n]+/)) {
    if (word === "") continue;
    if (!empty && used + 1 + widthOf(word) > width) end();
    while (widthOf(word) > width - used) {
      const [part, left] = cutWord(word, width - used);
      if (left === "") break;
      line += part;
      end();
      word = left;
    }
    line += empty ? word : ` ${word}`;
    used += widthOf(word) + (empty ? 0 : 1);
    empty = false;
  }
  if (!empty) lines.push(line);
  return lines.map((one) => one.replaceAll(NO_BREAK, " "));
}
