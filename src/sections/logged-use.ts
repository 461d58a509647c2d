import type { Respelt } from "./respelt.ts";

const STAMP =
  "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z| UTC|[+-]\\d\\d:?\\d\\d)?|(?:[A-Z][a-z]{2} {1,2})?[A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?: [A-Z]{3,5})?(?: \\d{4})?|\\d\\d:\\d\\d:\\d\\d";
const VALUE = "(\\d{1,3}(?:,\\d{3}){1,6}|\\d{1,20})";
const TABLE = "(?:nf_|ip_)?conntrack";
const WHAT = "(?:[ _-](?:table|count|entries|connections|usage|use|used)){0,2}";
/** A date, maybe a machine with its address, and the table's count, alone or of its limit. */
const LOGGED = new RegExp(
  `^\\[?(${STAMP})\\]?,? {1,4}(?:(?!${TABLE})([A-Za-z][\\w.-]{0,252}):? {1,4}(?:[\\d.:a-f]{3,45} {1,4}){0,2})?${TABLE}${WHAT}(?:\\[\\d{1,10}\\])?\\s{0,4}[:=]?\\s{0,4}${VALUE}(?:\\s?(?:/|of|out of)\\s?${VALUE})?(?:\\s?\\(\\d{1,3}(?:\\.\\d{1,4})? ?%\\))?$`,
);
/** What stands in a machine's place in the logs of programs. */
const NO_HOST =
  /^(?:info|notice|warn(?:ing)?|err(?:or)?|debug|trace|crit(?:ical)?|fatal|[A-Z]{3,4})$/i;

/** Reads a log's line of the table's use, as somebody's script writes them one under another; null for any other. */
export function loggedUse(bare: string): Respelt[] | null {
  return bare.length > 600 ? null : (dated(bare) ?? fields(bare));
}

function dated(bare: string): Respelt[] | null {
  const [, time, host, count, max] = LOGGED.exec(bare) ?? [];
  return count === undefined ? null : useOf(count, max, { time, host });
}

const FIELD = /([A-Za-z_][\w.]{0,40})=("(?:[^"\\]|\\.){0,300}"|[^\s"]{0,300})(?:\s{1,8}|$)/g;

/** `time=… host=… msg="conntrack usage" count=65000 max=65536`. */
function fields(bare: string): Respelt[] | null {
  if (!/^[A-Za-z_][\w.]{0,40}=/.test(bare) || !/\bconntrack\b/i.test(bare)) return null;
  if (bare.replace(FIELD, "").trim() !== "") return null;
  const said = new Map(
    [...bare.matchAll(FIELD)].map(([, key, value]) => [key!, value!.replace(/^"(.*)"$/, "$1")]),
  );
  const one = (...keys: readonly string[]) =>
    keys.map((key) => said.get(key)).find((value) => value !== undefined);
  const number = (value: string | undefined) =>
    /^\d{1,20}$/.test(value ?? "") ? value : undefined;
  const count = number(one("count", "entries", "used", "current"));
  return count === undefined
    ? null
    : useOf(count, number(one("max", "limit")), {
        time: one("time", "ts", "timestamp", "t"),
        host: one("host", "hostname", "node", "instance"),
      });
}

function useOf(
  count: string,
  max: string | undefined,
  { time, host }: { time: string | undefined; host: string | undefined },
): Respelt[] {
  const isHost = host !== undefined && /^[\w.-]{1,253}$/.test(host) && !NO_HOST.test(host);
  const of = { ...(time === undefined ? {} : { time }), ...(isHost ? { host } : {}) };
  return [["count", count] as const, ...(max === undefined ? [] : [["max", max] as const])].map(
    ([name, value]) => ({
      ...of,
      text: `net.netfilter.nf_conntrack_${name} = ${value.replaceAll(",", "")}`,
    }),
  );
}
