import { printable } from "../../format.ts";
import type { Inline, Renderers, Words } from "../document/document.ts";
import { plainOf, rendered } from "../document/inline.ts";
import { LEVEL_TONES, type Paint, VERDICT_TONES } from "./colour.ts";

/** Characters of one text of the bundle that a terminal is shown. */
const LONGEST = 1000;

/**
 * Names of the bundle stand in a terminal without a code span: without control characters, the colours that
 * are put around them are the only codes.
 */
const safe = (text: string): string => printable(text, LONGEST);

const RENDERERS: Renderers<Inline, Paint, string> = {
  text: ({ text }) => safe(text),
  quote: plainOf,
  link: ({ text }) => safe(text),
  code: ({ text }) => safe(text),
  number: plainOf,
  place: (one) => safe(plainOf(one)),
  // a terminal has colours for what matters, and bold for its headings
  strong: ({ words }, paint) => inlines(words, paint),
  verdict: (one, paint) => paint(VERDICT_TONES[one.verdict], plainOf(one)),
  level: (one, paint) => paint(LEVEL_TONES[one.level], plainOf(one)),
  bar: ({ share }) => bar(share),
  break: () => " ",
};

export const inlines = (words: Words, paint: Paint): string =>
  words.map((one) => rendered(RENDERERS, one, paint)).join("");

/** A title, what is strong in it as a heading. */
export const titled = (words: Words, paint: Paint): string =>
  words
    .map((one) => {
      const shown = inlines([one], paint);
      return one.kind === "strong" ? paint("heading", shown) : shown;
    })
    .join("");

/** A share as a bar of ten columns, to an eighth of a column; a share above none shows. */
export function bar(share: number): string {
  const eighths = Math.round(Math.min(1, share) * 80);
  const rest = " ▏▎▍▌▋▊▉"[eighths % 8]!;
  return ("█".repeat(Math.floor(eighths / 8)) + rest).trimEnd().padEnd(share > 0 ? 1 : 0, "▏");
}
