import { TOLD_USE } from "../parsers/node-metrics.ts";
import type { Respelt } from "./respelt.ts";

const PERCENT = "(\\d{1,3}(?:[.,]\\d{1,4})?)\\s?(?:%|per ?cent\\b)";
/** What the table is called. */
export const TABLE = "(?:nf_|ip_)?conntrack(?:[ -]table)?";
/** A share of the limit in the words of an alert or of a person, and no count beside it. */
const FORMS: readonly (readonly [RegExp, number])[] = [
  [
    new RegExp(
      `(?:^|[\\s:"'(])${PERCENT} of (?:the |all )?(?:${TABLE} (?:entries|table|limit|slots)|nf_conntrack_max) (?:is|are|were found)? ?(?:being |currently )?(?:used|in use|full|taken)\\b`,
      "i",
    ),
    100,
  ],
  [
    new RegExp(
      `\\b${TABLE}(?: entries)? (?:usage|utili[sz]ation|use|fill level)(?: on \\S{1,253})?\\s?(?::|=|is|at|is at|of)?\\s?(?:now |currently )?${PERCENT}(?:\\s|[.,;)!]|$)`,
      "i",
    ),
    100,
  ],
  [
    new RegExp(
      `\\b${TABLE}(?: on \\S{1,253})? is (?:now |currently |at )?${PERCENT} (?:full|used|in use)\\b`,
      "i",
    ),
    100,
  ],
  [
    /\bnode_nf_conntrack_entries(?:\{[^{}]{0,300}\})?\s?\/\s?node_nf_conntrack_entries_limit(?:\{[^{}]{0,300}\})?\)?\s{0,4}(?:=|:|=>|is)?\s{0,4}(0?\.\d{1,20}|1(?:\.0{0,20})?)$/,
    1,
  ],
];
/** What makes of a share a threshold, a wish or the past. */
export const NOT_NOW =
  /[<>≥≤?]|\b(?:above|over|exceed\w{0,3}|more than|less than|below|under|thresholds?|if|when|should|would|could|until|unless|was|were|had|yesterday|last (?:week|night|month)|resolved|reach\w{0,3}|target|at least|up to|peak\w{0,3}|fell|dropp?\w{0,3}|back to|before|after)\b/i;
/** The machine that it is said of. */
export const MACHINE =
  /\b(?:instance|node|host|hostname)\s?[=:]\s?"?([A-Za-z0-9][\w.-]{0,252})|\bon (?:node |host )?((?=[\w.-]{0,252}[\d-])[A-Za-z0-9][\w.-]{0,252}\w)/;

/** Reads a line that tells a use of the limit and no numbers; null for any other. */
export function toldUse(bare: string): Respelt[] | null {
  if (bare.length > 600) return null;
  for (const [form, whole] of FORMS) {
    const found = form.exec(bare);
    if (found === null) continue;
    // the division sign and a quoted expression are no comparison
    if (NOT_NOW.test(bare.replace(found[0], ""))) return null;
    const share = Number(found[1]!.replace(",", ".")) / whole;
    if (!(share > 0 && share <= 1.001)) return null;
    const [, labelled, said] = MACHINE.exec(bare) ?? [];
    const host = labelled ?? said;
    const text = `${TOLD_USE} ${Number(share.toFixed(6))}`;
    return [host === undefined ? { text } : { text, host }];
  }
  return null;
}
