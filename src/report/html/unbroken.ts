import { shown, tag } from "./charts/svg.ts";

/** A word of up to so many characters fits a phone's line, in a command too. */
const WHOLE = 28;
/** Where a longer word may go on in the next line: between parts of a path, a setting, an address, a name. */
const SEAMS = /(?<=[/=,@:])(?![/:])|(?<=[.-])(?=[a-z])/i;
/** Within these a browser ends no line. */
const UNBROKEN = /^[\w.=,@:]*[/-]?$/;

/**
 * Text as it is, whose lines end at its blanks: no break within an option, a time or a number. A word too long for
 * a line of its own is broken between its parts; nothing of that is copied along.
 */
export const unbroken = (text: string): string =>
  text
    .split(/([ \t\n]+)/)
    .map((word, at) => (at % 2 === 1 ? word : marked(word)))
    .join("");

function marked(word: string): string {
  if (lengthOf(word) > WHOLE)
    return tag("span", { class: "long" }, word.split(SEAMS).map(whole).join("<wbr>"));
  return whole(word);
}

/** A part that is too long itself is broken where it must be. */
const whole = (part: string): string =>
  UNBROKEN.test(part) || lengthOf(part) > WHOLE
    ? shown(part)
    : tag("span", { class: "whole" }, shown(part));

const lengthOf = (text: string): number => [...text].length;
