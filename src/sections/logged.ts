import type { Respelt } from "./respelt.ts";

const STAMP =
  "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z| UTC|[+-]\\d\\d:?\\d\\d)?|(?:[A-Z][a-z]{2} {1,2})?[A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?: [A-Z]{3,5})?(?: \\d{4})?";
const NAME =
  "(?:net\\.(?:ipv4\\.)?(?:netfilter\\.)?|(?:\\/proc\\/sys\\/)?net\\/(?:ipv4\\/)?(?:netfilter\\/)?)?(?:nf|ip)_conntrack_[a-z_]{3,48}";
const VALUE = "\\d{1,3}(?:,\\d{3}){1,6}|\\d{1,20}";
const PAIR = `(${NAME})"?\\s{0,8}(?:[=:]\\s{0,8}|\\s)"?(${VALUE})"?`;
/** A date, a machine and maybe a program's name before one setting or some. */
const LOGGED = new RegExp(
  `^\\[?(${STAMP})\\]?,? {1,4}([A-Za-z0-9][\\w.-]{0,252}):? {1,4}(?:[\\w./-]{1,64}(?:\\[\\d{1,10}\\])?: {1,4})?((?:"?${PAIR}[,;]?\\s{0,4}){1,8})$`,
);
/** Several settings on one line, as somebody's script prints them. */
const SEVERAL = new RegExp(`^"?${PAIR}(?:(?:\\s{0,4}[,;|/]\\s{0,4}|\\s{1,8})"?${PAIR}){1,15}$`);
const PAIRS = new RegExp(PAIR, "g");
/** What stands in a machine's place in the logs of programs. */
const NO_HOST =
  /^(?:info|notice|warn(?:ing)?|err(?:or)?|debug|trace|crit(?:ical)?|fatal|[A-Z]{3,4})$/i;

/** Reads a log's line that tells settings, as somebody's script writes them one under another; null for any other. */
export function loggedSettings(bare: string): Respelt[] | null {
  const [, time, host, said] = LOGGED.exec(bare) ?? [];
  if (said === undefined) return SEVERAL.test(bare) ? pairsOf(bare, {}) : null;
  const of = NO_HOST.test(host!) ? { time: time! } : { time: time!, host: host! };
  return pairsOf(said, of);
}

const pairsOf = (said: string, of: Pick<Respelt, "host" | "time">): Respelt[] =>
  [...said.matchAll(PAIRS)].map(([, name, value]) => ({
    ...of,
    text: `${fullName(name!)} = ${value!.replaceAll(",", "")}`,
  }));

function fullName(name: string): string {
  const plain = name.replace(/^\/proc\/sys\//, "").replaceAll("/", ".");
  if (plain.startsWith("nf_")) return `net.netfilter.${plain}`;
  return plain.startsWith("ip_") ? `net.ipv4.netfilter.${plain}` : plain;
}
