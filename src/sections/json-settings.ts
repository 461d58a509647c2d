import { type Fields, isFields } from "../parsers/json-shapes.ts";
import { hostOf } from "./json-hosts.ts";
import type { Respelt } from "./respelt.ts";

const MOST_SETTINGS = 5000;
const NAME = ["name", "key", "sysctl", "parameter", "setting"];
const VALUE = ["value", "current_value", "val"];

/**
 * Settings as an object within an object, `{"net":{"netfilter":{…}}}`, or as a list of names and values. Both forms
 * ask for settings as well, but nobody can ask for a count: without one it is not told which it is.
 */
export function settingLines(value: unknown): Respelt[] | null {
  if (isFlat(value)) return null;
  const found = (
    Array.isArray(value) ? value.slice(0, MOST_SETTINGS).flatMap(ofPair) : nested(value, [])
  ).slice(0, MOST_SETTINGS);
  if (!found.some(([name]) => name.endsWith(".nf_conntrack_count"))) return null;
  const host = isFields(value) ? hostOf(value) : undefined;
  return found.map(([name, set]) => {
    const text = `${name} = ${set}`;
    return host === undefined ? { text } : { text, host };
  });
}

/** An object of settings' whole names is read as it stands, line by line. */
const isFlat = (value: unknown): boolean =>
  isFields(value) && Object.keys(value).some((name) => name.startsWith("net."));

type Setting = readonly [name: string, value: string];

function ofPair(one: unknown): Setting[] {
  if (!isFields(one)) return [];
  const said = (keys: readonly string[]) =>
    keys.map((key) => one[key]).find((text) => text !== undefined);
  return setting(said(NAME), said(VALUE));
}

/** An object's own words are no deeper than a setting's name is long. */
function nested(value: unknown, path: readonly string[]): Setting[] {
  if (!isFields(value) || path.length > 6) return [];
  return Object.entries(value as Fields)
    .slice(0, MOST_SETTINGS)
    .flatMap(([key, one]) =>
      isFields(one) ? nested(one, [...path, key]) : setting([...path, key].join("."), one),
    );
}

const setting = (name: unknown, value: unknown): Setting[] => {
  const known = /(?:^|\.)(net\.[\w./-]{1,200})$/.exec(typeof name === "string" ? name : "")?.[1];
  const text = typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  return known !== undefined && /^\d[\d\s]{0,60}$/.test(text) ? [[known, text]] : [];
};
