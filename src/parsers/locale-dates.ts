/** Months as the C library abbreviates them in other languages, from January on; French and Spanish with a dot. */
const OTHERS = [
  "jan feb mär apr mai jun jul aug sep okt nov dez",
  "janv févr mars avril mai juin juil août sept oct nov déc",
  "ene feb mar abr may jun jul ago sep oct nov dic",
  "jan fev mar abr mai jun jul ago set out nov dez",
  "gen feb mar apr mag giu lug ago set ott nov dic",
  "jan feb mrt apr mei jun jul aug sep okt nov dec",
].map((names) => names.split(" "));
const ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const WEEKDAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
const NUMBER = new Map(OTHERS.flatMap((names) => names.map((name, at) => [name, at] as const)));

const MONTH = `(${[...NUMBER.keys()].sort((a, b) => b.length - a.length).join("|")})\\.?`;
const WEEKDAY = "(?!(?:mon|tue|wed|thu|fri|sat|sun) )\\p{L}{2,4}\\.?,?";
const CLOCK = "\\d\\d:\\d\\d:\\d\\d";
/** `[Mo Mai  6 07:08:09 2024]` of dmesg -T. */
const CTIME = new RegExp(`^(\\[?)${WEEKDAY} ${MONTH} {1,2}(\\d{1,2}) (${CLOCK} \\d{4})`, "iu");
/** `Mai 06 07:08:09 node kernel: …` of journalctl. */
const SYSLOG = new RegExp(`^${MONTH}(?= {1,2}\\d{1,2} ${CLOCK} )`, "iu");
/** `Mo 6. Mai 07:08:09 CEST 2024`, `lun. 06 mai 2024 07:08:09 CEST` of date. */
const POSIX = new RegExp(
  `^${WEEKDAY} {1,2}(\\d{1,2})\\.? ${MONTH} (?:(\\d{4}) )?(${CLOCK})(?: ([A-Z]{2,5}))?(?: (\\d{4}))?$`,
  "iu",
);

const english = (month: string): string => ENGLISH[NUMBER.get(month.toLowerCase())!]!;
/** `Mon May  6`. */
function dayOf(year: string, name: string, day: string): string {
  const month = english(name);
  const date = new Date(Date.UTC(Number(year), ENGLISH.indexOf(month), Number(day)));
  return `${WEEKDAYS[date.getUTCDay()]} ${month} ${day.padStart(2)}`;
}

/** A line with the date at its beginning in English, where the machine's own language wrote it. */
export function inEnglish(text: string): string {
  const [all, bracket, of, at, rest] = CTIME.exec(text) ?? [];
  if (all !== undefined)
    return `${bracket}${dayOf(rest!.slice(-4), of!, at!)} ${rest}${text.slice(all.length)}`;
  const [, day, month, early, clock, zone, late] = POSIX.exec(text) ?? [];
  const year = early ?? late;
  if (year !== undefined)
    return `${dayOf(year, month!, day!)} ${clock}${zone === undefined ? "" : ` ${zone}`} ${year}`;
  return text.replace(SYSLOG, (_, name: string) => english(name));
}
