import type { Reduced } from "./context.ts";

/** Options of `conntrack -L` that choose rows. */
const CHOOSES =
  /(?:^|\s)(?:-p|-s|-d|-r|-q|-m|-u|-l|-w|-z|--(?:proto|src|dst|orig-src|orig-dst|reply-src|reply-dst|sport|dport|orig-port-\w+|reply-port-\w+|state|mark|status|label|zone|orig-zone|reply-zone|src-nat|dst-nat|any-nat|natted|src-nat-\w+))(?:[\s=]|$)|(?:^|\s)-[njg](?:\s|$)/;

/** Prints the entries that it deleted, changed, added or was asked for, one by one. */
const CHANGES =
  /\bconntrack\s(?:\S{1,64}\s){0,8}?(?:-[DUIG]|--(?:delete|update|create|get))(?:\s|$)/;

/**
 * Takes rows by where they stand, one in so many or at random: `shuf -n 500`, `awk 'NR % 10 == 0'`,
 * `awk 'rand() < .1'`, `sed -n '0~10p'`.
 */
const SAMPLES =
  /^shuf\b|^[gm]?awk\s.{0,40}?["'](?:BEGIN\s?\{\s?srand\([^)]{0,20}\);?\s?\}\s?)?!?\(?\s?(?:NR\s?%\s?\d{1,6}|rand\(\)\s?<=?\s?(?:0?\.\d{1,6}|\d{1,3}\s?\/\s?\d{1,6}))\)?(?:\s?==\s?\d{1,6})?\s?(?:\{\s?print(?: \$0)?;?\s?\})?["']|^sed\s+-n\s+["']?\d{1,6}~\d{1,6}\s?p["']?(?:\s|$)/;

/** What a pipeline leaves of its first command's output. */
export function reducedOf(first: string, rest: readonly string[]): Reduced | null {
  const listing = /(?:^|\s)conntrack\s/.test(` ${first}`)
    ? first
    : /nf_conntrack\b|ip_conntrack\b/.test(first) &&
        (/^(?:cat|zcat|head|tail|grep|egrep|less)\b/.test(first) || SAMPLES.test(first))
      ? first
      : null;
  let reduced: Reduced | null = null;
  let isSorted = false;
  if (listing !== null) {
    if (/\s(?:-E|--event)\b/.test(listing)) reduced = "events";
    else if (CHANGES.test(listing)) reduced = "changed";
    else if (/\s(?:-L|--dump)\s+(?:dying|unconfirmed|expect)\b/.test(listing)) reduced = "filtered";
    else if (
      /\bconntrack\b/.test(listing) &&
      !/nf_conntrack\b/.test(listing) &&
      CHOOSES.test(listing)
    )
      reduced = "filtered";
    else if (/^(?:e?grep)\b/.test(listing))
      reduced = /\s-\w*c/.test(listing) ? "counted" : "filtered";
    else if (/^(?:head|tail)\b/.test(listing)) reduced = "cut";
    else if (SAMPLES.test(listing)) reduced = "sampled";
  }
  for (const stage of rest) {
    if (/^(?:wc|uniq)\b/.test(stage) || /^e?grep\s(?:\S+\s)*?-\w*c/.test(stage)) return "counted";
    if (SAMPLES.test(stage)) reduced ??= "sampled";
    else if (/^sort\b/.test(stage)) isSorted = true;
    else if (/^(?:e?grep|awk|gawk|sed|rg|cut|jq)\b/.test(stage))
      reduced = reduced === "events" || reduced === "changed" ? reduced : "filtered";
    // what a sorted list begins with is no sample of it
    else if (/^(?:head|tail)\b/.test(stage)) reduced ??= isSorted ? "filtered" : "cut";
  }
  return reduced;
}
