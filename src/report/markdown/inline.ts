import { codeSpan, printable, wholeSpan } from "../../format.ts";
import type { Inline, Renderers, Words } from "../document/document.ts";
import { plainOf, quote, rendered } from "../document/inline.ts";

/**
 * Words of our own: what would be markup in them is escaped, and no more, since the report is read raw, too.
 * The underscores of a setting's name mean nothing within it, and nothing before it where none can follow.
 */
const own = (text: string): string =>
  printable(text.replace(/[\t\r\n]+/g, " "), Number.POSITIVE_INFINITY)
    .replace(/[\\`*<[\]@~]|_(?!\w)|&(?=#?\w+;)/g, "\\$&")
    .replaceAll("://", ":\\//")
    .replace(/www\./gi, "www\\.");

/**
 * Text of a bundle within a sentence: the reason of a failure may quote any program's message. What trackers
 * make a link, a mention or a reference of is broken up, since they look for it in the rendered text,
 * where a backslash is gone.
 */
export const plain = (text: string): string =>
  plainOf(quote(text))
    .replace(/[#!~&%$](?=[\w"])/g, "$& ")
    .replace(/\bGH-(?=\d)/gi, "GH ")
    .replace(/[\\`*_{}[\]<>()#|!~&$]/g, (c) => `\\${c}`)
    .replaceAll("://", ":\\//")
    .replace(/www\./gi, "www\\.")
    .replaceAll("@", "(at)");

/** A bar of text, a block for each five per cent. */
const bar = (share: number): string =>
  "█".repeat(Math.round(share * 20)).padEnd(share > 0 ? 1 : 0, "▏");

const RENDERERS: Renderers<Inline, null, string> = {
  text: ({ text }) => own(text),
  quote: ({ text }) => plain(text),
  // a ticket is read raw, too, where a link's target hides the words
  link: ({ text }) => own(text),
  code: ({ text }) => wholeSpan(text),
  number: plainOf,
  place: (one) => (one.place === null ? plainOf(one) : codeSpan(plainOf(one))),
  strong: ({ words }) => `**${inlines(words)}**`,
  verdict: plainOf,
  level: (one) =>
    one.level === "warning" || one.level === "critical" ? `**${plainOf(one)}**` : plainOf(one),
  bar: ({ share }) => bar(share),
  break: () => "\n  ",
};

export const inlines = (words: Words): string =>
  words.map((one) => rendered(RENDERERS, one, null)).join("");

/** The beginning of a line, which a number or a sign could make a list, a heading or a quotation of. */
export const atStart = (line: string): string =>
  line
    .trimStart()
    .replace(/^(?=[#>+=-])/, "\\")
    .replace(/^\d+(?=[.)](?:\s|$))/, "$&\\");
