/** A date that is made where it stands: `new Date(2026,10,27,0,31,43)`. */
const MADE_DATE = /\bnew (Date\([\d, ]{1,60}\))/g;
/** A date that nothing quotes, at the beginning of a row. */
const BARE_DATE = /\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),/g;
/** What Google's charts are answered, with the table last. */
const ANSWER = /^\{version:[^{]{0,400}table:/;

/** Answers for charts are JavaScript that is JSON but for dates and what is put around: as JSON. */
export function asJson(text: string): string {
  const head = ANSWER.exec(text)?.[0] ?? "";
  const table = head === "" ? text : text.slice(head.length).replace(/\}\s*$/, "");
  return table.replace(MADE_DATE, '"$1"').replace(BARE_DATE, '["$1",');
}
