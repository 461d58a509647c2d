import { machineOf, measureOf, measureWithin } from "./measures.ts";

/** Words that tell columns of one measure apart and name no machine. */
const NO_NAME =
  /^(?:avg|average|mean|median|max(?:imum)?|min(?:imum)?|sum|total|current|last|now|value|count|rate|high|low|warning|critical|threshold|today|yesterday|previous|before|after|ago|used?|usage|ipv?[46]|cpu-?\d*|core-?\d*|zone-?\d*|p\d{1,3}|\d{1,3}(?:th|st|nd|rd)|\d{1,4}(?:ms|[smhdw])|#?[a-z]|#?\d{1,3})$/i;
/** What a machine's name is alone, without another beside it: it has a figure or a dot, as words do not. */
/** A name at the end, behind a word that says where. */
const BEHIND = / (?:on|at|of|from|host|node|instance) ([\w.:-]{1,253})$/i;
const isAlone = (word: string): boolean =>
  word.length > 2 && /[a-z.:]/i.test(word) && /[\d.]/.test(word);
const NAME = /^[a-z0-9][\w.:-]{0,252}(?: [a-z0-9][\w.:-]{0,252}){0,3}$/i;
/** Titles that are looked at. */
const MOST = 2000;

const wordsOf = (title: string): string[] =>
  title
    .split(/[\s,()|/]{1,16}/)
    .map((word) => word.replace(/^[-–—:]{1,8}/, "").replace(/[-–—:]{1,8}$/, ""))
    .filter((word) => word !== "");
const isName = (name: string): boolean =>
  NAME.test(name) && !name.split(" ").some((word) => NO_NAME.test(word) || isOfMeasure(word));
const isOfMeasure = (word: string): boolean =>
  /conntrack|netfilter|entries|limit/i.test(word) || measureOf(`conntrack ${word}`, "") !== null;

/**
 * The machine of each title that has one among its words, such as `node-a nf_conntrack_entries` beside
 * `node-b nf_conntrack_entries`: what is left of titles of one measure without the words that all of them have.
 */
export function machinesOfTitles(all: readonly string[], about: string): Map<string, string> {
  const found = new Map<string, string>();
  const groups = new Map<string, string[]>();
  for (const title of [...new Set(all)].slice(0, MOST)) {
    const measured = title.includes("{") ? null : measureWithin(title, about);
    if (measured === null || measured.host !== null) continue;
    const key = `${measured.measure} ${measured.form}`;
    groups.set(key, [...(groups.get(key) ?? []), title]);
  }
  for (const titles of groups.values())
    for (const [title, name] of restsOf(titles)) found.set(title, name);
  const known = new Set(found.values());
  const lone = [...groups.values()].flatMap((titles) => (titles.length === 1 ? titles : []));
  for (const title of lone) {
    const own = wordsOf(title).filter(
      (word) =>
        known.has(word) ||
        (isName(word) &&
          (isAlone(word) ||
            BEHIND.exec(title)?.[1] === word ||
            (/-/.test(word) &&
              lone.length > 1 &&
              lone.every((one) => wordsOf(one).includes(word))))),
    );
    if (own.length === 1) found.set(title, own[0]!);
  }
  return new Map(
    [...found].flatMap(([title, name]) => {
      const machine = machineOf(name);
      return machine === null ? [] : [[title, machine] as const];
    }),
  );
}

/** What each of several titles has for itself, where that may be the name of a machine. */
function restsOf(titles: readonly string[]): [title: string, name: string][] {
  if (titles.length < 2) return [];
  const words = titles.map(wordsOf);
  const common = new Set(words[0]!.filter((word) => words.every((own) => own.includes(word))));
  const names = words.map((own) => own.filter((word) => !common.has(word)).join(" "));
  return common.size > 0 && new Set(names).size === names.length && names.every(isName)
    ? titles.map((title, at) => [title, names[at]!])
    : [];
}
