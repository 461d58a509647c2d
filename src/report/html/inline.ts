import { keepUnits, printable } from "../../format.ts";
import type { Inline, Renderers, Verdict, Words } from "../document/document.ts";
import { plainOf, rendered } from "../document/inline.ts";
import { shown, tag } from "./charts/svg.ts";
import { unbroken } from "./unbroken.ts";

const chip = (name: "span" | "strong", word: string): string =>
  tag(name, { class: `chip ${word}` }, shown(word));

export const verdictChip = (verdict: Verdict): string =>
  chip("span", plainOf({ kind: "verdict", verdict }));

/** The reason of a tool stands whole. */
const LONGEST_CODE = 1000;

function code(text: string): string {
  const safe = printable(text, LONGEST_CODE).trim();
  return safe === "" ? "(empty)" : tag("code", {}, unbroken(safe));
}

const RENDERERS: Renderers<Inline, null, string> = {
  text: ({ text }) => flowing(text),
  quote: (one) => shown(plainOf(one)),
  code: ({ text }) => code(text),
  number: (one) => flowing(plainOf(one)),
  place: (one) => (one.place === null ? shown(plainOf(one)) : code(plainOf(one))),
  link: ({ text, to }) => tag("a", { href: to, rel: "noreferrer" }, shown(text)),
  strong: ({ words }) => tag("strong", {}, inlines(words)),
  verdict: (one) => shown(plainOf(one)),
  level: (one) =>
    one.level === "warning" || one.level === "critical"
      ? chip("strong", plainOf(one))
      : shown(plainOf(one)),
  // a chart has its place
  bar: () => "",
  break: () => "<br>",
};

/** Words of our own, whose numbers stay on the line of their units. */
const flowing = (text: string): string => shown(keepUnits(text));

export const inlines = (words: Words): string =>
  words.map((one, at) => rendered(RENDERERS, behind(one, words[at - 1]), null)).join("");

/** The unit may stand in the words behind a number. */
const behind = (one: Inline, before: Inline | undefined): Inline =>
  one.kind === "text" && before?.kind === "number"
    ? { kind: "text", text: keepUnits(`0${one.text}`).slice(1) }
    : one;
