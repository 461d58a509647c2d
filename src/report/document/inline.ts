import { formatNumber, printable } from "../../format.ts";
import type { AnalysisSignal } from "../contract.ts";
import { formatValue } from "../values.ts";
import { LEVEL_WORDS, shortEntry, VERDICT_WORDS } from "../words.ts";
import type { Column, Inline, Place, Renderers, Words } from "./document.ts";

export const text = (text: string): Inline => ({ kind: "text", text });
export const quote = (text: string): Inline => ({ kind: "quote", text });
export const code = (text: string): Inline => ({ kind: "code", text });
export const place = (place: Place | null): Inline => ({ kind: "place", place });
export const number = (value: number | null, unit = ""): Inline => ({
  kind: "number",
  value,
  unit,
});
export const share = (value: number): Inline => number(value, "share");
export const strong = (words: Words): Inline => ({ kind: "strong", words });
export const BREAK: Inline = { kind: "break" };

/** A reading: text of the bundle stands as code. */
export function value(value: AnalysisSignal["value"], unit: string): Inline {
  if (typeof value === "string") return code(value);
  return typeof value === "boolean" ? text(formatValue(value, unit)) : number(value, unit);
}

/** A sentence with inlines in it: `` says`taken on ${code(name)}` ``. Strings in it are our own words. */
export const says = (
  strings: TemplateStringsArray,
  ...parts: readonly (string | Inline | Words)[]
): Words =>
  strings.flatMap((one, at): Words => {
    const part = parts[at] ?? "";
    const own = typeof part === "string" ? text(one + part) : text(one);
    const words = typeof part === "string" ? [] : "kind" in part ? [part] : part;
    return [own, ...words].filter((inline) => inline.kind !== "text" || inline.text !== "");
  });

/** Words one behind the other with a separator of our own between. */
export const joined = (list: readonly Words[], separator: string): Words =>
  list.flatMap((words, at) => (at === 0 ? words : [text(separator), ...words]));

/** Characters of one quotation that a report shows: a program may say any amount. */
const LONGEST_QUOTE = 1000;

/** What an inline says, without any mark. */
export function plainOf(inline: Inline): string {
  switch (inline.kind) {
    case "text":
    case "link":
    case "code":
      return inline.text;
    // several lines of a program are one sentence's words here
    case "quote":
      return printable(inline.text.replace(/[\r\n]+/g, " "), LONGEST_QUOTE);
    case "number":
      return inline.unit === "" && inline.value !== null
        ? formatNumber(inline.value)
        : formatValue(inline.value, inline.unit);
    case "place":
      return inline.place === null ? "–" : `${shortEntry(inline.place.entry)}:${inline.place.line}`;
    case "strong":
      return plain(inline.words);
    case "verdict":
      return VERDICT_WORDS[inline.verdict];
    case "level":
      return LEVEL_WORDS[inline.level];
    case "bar":
      return "";
    case "break":
      return " ";
  }
}

export const plain = (words: Words): string => words.map(plainOf).join("");

/** Renders one of a union by its kind. */
export const rendered = <T extends { kind: string }, C, R>(
  by: Renderers<T, C, R>,
  one: T,
  context: C,
): R => (by[one.kind as T["kind"]] as (one: T, context: C) => R)(one, context);

/** Columns of a table: a name alone is a column of words. */
export const columns = (...list: readonly (string | Column)[]): Column[] =>
  list.map((one) => (typeof one === "string" ? { title: one, type: "text" } : one));
export const counted = (title: string): Column => ({ title, type: "number" });
export const BAR: Column = { title: "Bar", type: "bar" };
