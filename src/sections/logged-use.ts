import type { Respelt } from "./respelt.ts";

const STAMP =
  "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z| UTC|[+-]\\d\\d:?\\d\\d)?|(?:[A-Z][a-z]{2} {1,2})?[A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?: [A-Z]{3,5})?(?: \\d{4})?|\\d\\d:\\d\\d:\\d\\d";
const VALUE = "(\\d{1,3}(?:,\\d{3}){1,6}|\\d{1,20})";
const SHARE = "\\(?\\d{1,3}(?:\\.\\d{1,4})? ?%\\)?";
/** A date, and maybe a machine with its address, and a program. */
const HEAD = `^\\[?(${STAMP})\\]?,? {1,4}(?:(?!(?:nf_|ip_)?conntrack)([A-Za-z][\\w.-]{0,252}):? {1,4}(?:[\\d.:a-f]{3,45} {1,4}){0,2})?(?:[\\w./-]{1,64}(?:\\[\\d{1,10}\\])?: {1,4})?`;
const WHAT = "(?:[ _-](?:table|count|entries|connections|usage|use|used))";
const END = `(?: (?:entries|connections|used|in use)){0,2}(?: ${SHARE})?$`;
/** The table's count of its limit. */
const RATIO = new RegExp(
  `${HEAD}(?:nf_|ip_)?conntrack${WHAT}{0,2}\\s{0,4}[:=]?\\s{0,4}(?:${SHARE} )?\\(?${VALUE}\\s?(?:/|of|out of)\\s?${VALUE}\\)?${END}`,
);
/** Its count alone, which is called one. */
const COUNT = new RegExp(
  `${HEAD}(?:nf_conntrack|ip_conntrack|conntrack${WHAT})${WHAT}{0,1}\\s{0,4}[:=]?\\s{0,4}${VALUE}${END}`,
);
/** `conntrack count: 130555`, as people and scripts call it. */
const LABELLED = new RegExp(
  `^(?:nf |ip )?conntrack (?:table )?(count|entries|max|limit)\\s{0,8}[:=]\\s{0,8}${VALUE}$`,
  "i",
);
/** `… count=31002 max=131072` in a log that is called after the table. */
const BOTH = new RegExp(
  `^\\[?(${STAMP})\\]?,? {1,4}(?:(?:nf_|ip_)?conntrack:? )?count=${VALUE},? (?:max|limit)=${VALUE}$`,
);
/** No table has a lower limit. */
export const LEAST_LIMIT = 100;
/** What stands in a machine's place in the logs of programs. */
const NO_HOST =
  /^(?:info|notice|warn(?:ing)?|err(?:or)?|debug|trace|crit(?:ical)?|fatal|[A-Z]{3,4})$/i;

/** Reads a log's line of the table's use, as somebody's script writes them one under another; null for any other. */
export function loggedUse(bare: string, about: string): Respelt[] | null {
  if (bare.length > 600) return null;
  return labelled(bare) ?? both(bare, about) ?? dated(bare) ?? fields(bare);
}

function labelled(bare: string): Respelt[] | null {
  const [, label, value] = LABELLED.exec(bare) ?? [];
  if (label === undefined) return null;
  const name = /^(?:max|limit)$/i.test(label) ? "max" : "count";
  return [{ text: `net.netfilter.nf_conntrack_${name} = ${value!.replaceAll(",", "")}` }];
}

function both(bare: string, about: string): Respelt[] | null {
  const [, time, count, max] = /conntrack/i.test(`${about} ${bare}`) ? (BOTH.exec(bare) ?? []) : [];
  return count === undefined ? null : useOf(count, max, { time, host: undefined });
}

function dated(bare: string): Respelt[] | null {
  const [, time, host, count, max] = RATIO.exec(bare) ?? COUNT.exec(bare) ?? [];
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
): Respelt[] | null {
  // of steps and of peers as well somebody writes 3/4
  if (max !== undefined && Number(max.replaceAll(",", "")) < LEAST_LIMIT) return null;
  const isHost = host !== undefined && /^[\w.-]{1,253}$/.test(host) && !NO_HOST.test(host);
  const of = { ...(time === undefined ? {} : { time }), ...(isHost ? { host } : {}) };
  return [["count", count] as const, ...(max === undefined ? [] : [["max", max] as const])].map(
    ([name, value]) => ({
      ...of,
      text: `net.netfilter.nf_conntrack_${name} = ${value.replaceAll(",", "")}`,
    }),
  );
}
