/** A time of day, or seconds since boot: a logged line quotes its message, and is one all the same. */
const STAMP = /\d\d:\d\d:\d\d|\[ {0,8}\d{1,10}\.\d{3,9}\]/;
/** Comments of programs and of configurations. */
const COMMENT = /^\s{0,64}(?:\/\/|\/\*|#\s)/;
/** Quotes that open and close alike. */
const ALIKE = ['"', "`"] as const;
/** Quotes that do not; a simple one within a word is an apostrophe. */
const PAIRS = [
  [/[“„«‘]/g, /[”»’]/g],
  [/(?:^|[\s(=,:[{])'/g, /'(?=[\s),.;:\]}])/g],
] as const;

/** A quote that opens behind a word: the words of one who speaks of it, in a log as well. */
const SPOKEN_OF = /[\w)]\s{1,4}["'`\u201c\u201e]$/;

/** A field of a record that begins with words of a sentence. */
const RETOLD = /":\s?"[A-Za-z][\w.,'-]{0,64} [\w.,' -]{1,200}: $/;

/** What a mail or a ticket is about, and what somebody looks for. */
const HEADED =
  /^\W{0,8}(?:subject|title|summary|topic|betreff|objet|pattern|regexp?|query|search|grep|question)\s?[:=]\s?(?:(?:re|aw|fwd?|wg|sv)\s?:\s?|\[[^\]]{1,60}\]\s?){0,4}\W{0,4}$/i;

/** Whether what stands at a place of a line stands within quotes or in a comment, and is not what a log's line tells. */
export function isQuoted(text: string, at: number): boolean {
  if (RETOLD.test(text.slice(0, at)) || HEADED.test(text.slice(0, at))) return true;
  if (STAMP.test(text)) return SPOKEN_OF.test(text.slice(0, at));
  if (COMMENT.test(text)) return true;
  const before = text.slice(0, at);
  const count = (pattern: RegExp) => before.match(pattern)?.length ?? 0;
  return (
    ALIKE.some((quote) => before.split(quote).length % 2 === 0) ||
    PAIRS.some(([opens, closes]) => count(opens) > count(closes))
  );
}
