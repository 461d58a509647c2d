import { type Fields, isFields } from "../parsers/json-shapes.ts";
import type { Respelt } from "./respelt.ts";
import { saysWhen } from "./says-when.ts";

const SETTING =
  /^(?:net\.)?(?:netfilter\.)?(?:nf_)?conntrack[_.]?(count|max|entries|limit|buckets)$/;
const HOST = [
  "host",
  "hostname",
  "node",
  "nodename",
  "node_name",
  "instance",
  "server",
  "machine",
  "name",
];
/** Keys that say when or what, and never whose it is. */
const NO_HOST =
  /^(?:before|after|start|end|begin|pre|post|first|second|last|old|new|now|then|current|previous|today|yesterday|live|configured|runtime|sysctls?|settings?|values?|data|result|results|output|conntrack|netfilter|kernel|metrics|stats|sample|run)$/i;
const MOST_HOSTS = 5000;

/** The settings that an object tells, as lines of them. */
function settingsOf(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([key, value]) => {
    if (/^(?:nf_)?conntrack$/.test(key) && isFields(value))
      return settingsOf(
        Object.fromEntries(Object.entries(value).map(([end, one]) => [`conntrack_${end}`, one])),
      );
    const what = SETTING.exec(key)?.[1];
    if (what === undefined || !/^\d{1,12}$/.test(String(value))) return [];
    const name = what === "entries" ? "count" : what === "limit" ? "max" : what;
    return `net.netfilter.nf_conntrack_${name} = ${value}`;
  });
}

const isName = (name: unknown): name is string =>
  typeof name === "string" && /^[A-Za-z0-9][\w.-]{0,252}$/.test(name);

/** Settings by machine, as inventories and scripts write them: a list of objects that name it, or an object by its name. */
export function hostLines(value: unknown): Respelt[] | null {
  const lines = Array.isArray(value)
    ? value.slice(0, MOST_HOSTS).flatMap((one) => ofNamed(one))
    : isFields(value)
      ? [...ofNamed(value), ...byName(value), ...listed(value)]
      : [];
  return lines.length === 0 ? null : lines;
}

/** Such a list under the one name of an object. */
function listed(value: Fields): Respelt[] {
  const [list, ...others] = Object.values(value).filter(Array.isArray);
  return list === undefined || others.length > 0
    ? []
    : list.slice(0, MOST_HOSTS).flatMap((one) => ofNamed(one));
}

/** An object that says whose it is. */
function ofNamed(value: unknown): Respelt[] {
  if (!isFields(value)) return [];
  const host = hostOf(value);
  return host === undefined ? [] : settingsOf(value).map((text) => ({ text, host }));
}

/** The machine that an object says it is of. */
export const hostOf = (fields: Fields): string | undefined =>
  HOST.map((key) => fields[key]).find(isName);

/** Objects of one kind under the names of their machines. */
function byName(value: Fields): Respelt[] {
  const named = Object.entries(value)
    .slice(0, MOST_HOSTS)
    .flatMap(([host, inner]) => {
      const lines = isFields(inner) ? settingsOf(inner) : [];
      return lines.length === 0 ? [] : [{ host, lines }];
    });
  const isByHost =
    named.length > 1 &&
    named.every(({ host }) => isName(host) && !NO_HOST.test(host) && !saysWhen(host));
  return isByHost ? named.flatMap(({ host, lines }) => lines.map((text) => ({ text, host }))) : [];
}
