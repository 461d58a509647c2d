import { NUMBER, ungrouped } from "./grouped-number.ts";
import { LEAST_LIMIT } from "./logged-use.ts";
import type { Respelt } from "./respelt.ts";

/** `CONNTRACK OK: 57% used (151335/262144)|…` of a monitor, `conntrack: 131072 of 262144`. */
const RATIO = new RegExp(
  `^.{0,40}(?:\\b|_|(?<=check))conntrack(?:\\b|_).{0,80}?(?:\\(|[:= ])[\`*]{0,2}(${NUMBER})\\s?(?:/|of|out of)\\s?(${NUMBER})(?![\\d./])`,
  "i",
);
/** The machine that a person or a monitor says it is of. */
const OF_NODE = /\b(?:on|of) (?:node|host) ([A-Za-z0-9](?:[\w.-]{0,251}\w)?)/;

/** A monitor's verdict, or a line that names nothing but the table's use. */
const SAYS_USE =
  /\b(?:OK|WARN(?:ING)?|CRIT(?:ICAL)?|UNKNOWN)\b|^(?:nf_)?conntrack(?:_count)?(?:[ /_](?:table|entries|count|usage|utili[sz]ation|use|used|nf_conntrack_max|max))*\s{0,4}[:=]/i;

/** How many of how many entries there are, as a person or a monitor says it. */
export function saidRatio(bare: string): Respelt[] | null {
  const [, count, max] = RATIO.exec(bare) ?? [];
  if (count === undefined || !SAYS_USE.test(bare)) return null;
  if (Number(ungrouped(max!)) < LEAST_LIMIT) return null;
  const host = OF_NODE.exec(bare)?.[1];
  return [
    `net.netfilter.nf_conntrack_count = ${ungrouped(count)}`,
    `net.netfilter.nf_conntrack_max = ${ungrouped(max!)}`,
  ].map((text) => (host === undefined ? { text } : { text, host }));
}

/** What routers call the same table: LuCI's page of the state, and RouterOS under its own command. */
export function routerUse(bare: string, about: string): Respelt[] | null {
  const [, count, max] =
    /^Active Connections:?\s{1,40}(\d{1,12}) ?\/ ?(\d{1,12})(?: \(\d{1,3} ?%\))?$/.exec(bare) ?? [];
  if (count !== undefined)
    return [
      ["count", count],
      ["max", max],
    ].map(([name, value]) => ({
      text: `net.netfilter.nf_conntrack_${name} = ${value}`,
    }));
  const [, which, value] = /^(max|total)-entries: (\d{1,12})$/.exec(bare) ?? [];
  if (which === undefined || !/connection[ /]tracking/.test(about)) return null;
  return [{ text: `net.netfilter.nf_conntrack_${which === "max" ? "max" : "count"} = ${value}` }];
}
