import { formOf } from "./forms.ts";
import { LEAST_LIMIT } from "./logged-use.ts";
import type { Respelt } from "./respelt.ts";
import { MACHINE, NOT_NOW, TABLE } from "./told-use.ts";

const NUMBER = "(\\d{1,3}(?:[,.'_]\\d{3}){1,3}|\\d{1,12})(?![\\w%]|[.,]\\d)";
const IS = "(?:\\s?(?:=|:|is(?: now| currently| at)?|at)\\s?|\\s)";
/** In words, with any sign; by the setting's own name, with a sign it is read elsewhere. */
const named = (words: string, name: string): RegExp =>
  new RegExp(
    `(?:\\bconntrack (?:table )?(?:${words})${IS}|\\bnf_conntrack_${name} is (?:now |currently |at )?)${NUMBER}`,
    "i",
  );
/** What a person says that the table holds, and how many it may. */
const COUNT = named("count|entries(?: in use| used)?|usage", "count");
const MAX = named("max(?:imum)?|limit", "max");
/** Both in one. */
const BOTH = new RegExp(
  `\\b${NUMBER} (?:of|out of|/) ${NUMBER} (?:nf_)?conntrack (?:entries|slots|connections)\\b`,
  "i",
);
/** Beside the one's own name the other needs none. */
const SHORT_COUNT = new RegExp(`\\b(?:count|current|in use|used)${IS}${NUMBER}`, "i");
const SHORT_MAX = new RegExp(`\\b(?:max(?:imum)?|limit)${IS}${NUMBER}`, "i");
/** Both in a sentence, where blanks may part the thousands. */
const PARTED = "(\\d{1,3}(?:[,.' ]\\d{3}){1,4}|\\d{3,12})";
const SENTENCE = new RegExp(
  `\\b${TABLE} (?:count|entries) (?:is|are) (?:now |currently |at )?${PARTED},? (?:and|with|while|of|out of) (?:an? |the |its )?(?:nf_conntrack_max|max(?:imum)?|limit) (?:is |of |at )?${PARTED}(?!\\d)`,
  "i",
);
/** What makes of a value a default, a wish or a step. */
const NO_VALUE =
  /\b(?:defaults?|recommend\w{0,5}|suggest\w{0,4}|set(?:s|ting)?|rais\w{1,3}|increas\w{1,3}|lower\w{0,3}|chang\w{1,3}|bump\w{0,3}|tun\w{1,3}|e\.g\.|example|per core|per GB|enough|will|too|try|add|put)\b/i;

/** Longer lines tell a story. */
const LONGEST = 200;

const plain = (one: string): number => Number(one.replace(/\D/g, ""));

function settings(values: { count?: string; max?: string }, host?: string): Respelt[] {
  return Object.entries(values).map(([name, value]) => {
    const text = `net.netfilter.nf_conntrack_${name} = ${plain(value)}`;
    return host === undefined ? { text } : { text, host };
  });
}

/** Reads a sentence that tells the count and the limit; null of any other. */
export function saidSentence(bare: string): Respelt[] | null {
  const [, count, max] = SENTENCE.exec(bare) ?? [];
  return count === undefined || NOT_NOW.test(bare) ? null : settings({ count, max: max! });
}

/** Reads a line of a person that tells the count, the limit, or both; null of any other. */
export function saidValues(bare: string): Respelt[] | null {
  if (bare.length > LONGEST) return null;
  const both = BOTH.exec(bare);
  const [ownCount, ownMax] = [both?.[1] ?? COUNT.exec(bare)?.[1], both?.[2] ?? MAX.exec(bare)?.[1]];
  if ((ownCount ?? ownMax) === undefined) return null;
  if (NO_VALUE.test(bare) || NOT_NOW.test(bare) || formOf(bare) !== null) return null;
  const count = ownCount ?? SHORT_COUNT.exec(bare)?.[1];
  const max = ownMax ?? SHORT_MAX.exec(bare)?.[1];
  if (max !== undefined && plain(max) < LEAST_LIMIT) return null;
  // with further numbers it is not clear which one holds here
  const numbers = bare.replace(/\d[\d.]{0,8} ?%/g, "").match(/\d[\d,.'_]{2,15}\d/g) ?? [];
  if (numbers.some((one) => one !== count && one !== max)) return null;
  const [, labelled, said] = MACHINE.exec(bare) ?? [];
  return settings({ ...(count && { count }), ...(max && { max }) }, labelled ?? said);
}
