import { addressText } from "../../src/attribution/offenders.ts";
import { openBundle } from "../../src/node/open.ts";
import type { TableFact } from "../../src/parsers/conntrack-table/fact.ts";
import { IPV6 } from "../../src/parsers/conntrack-table/row.ts";
import { readBundle } from "../../src/read.ts";
import { readIpv4, readIpv6 } from "../../src/redact/addresses.ts";
import { NUMBERED } from "../../src/redact/names.ts";
import { isGeneric, isGenericNumbered } from "../../src/redact/words.ts";
import type { Analysis } from "../../src/report/contract.ts";
import { renderHtml } from "../../src/report/html/index.ts";
import { renderMarkdown } from "../../src/report/markdown/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { isOtherTable } from "../../src/sections/other-tables.ts";
import { type Copy, noInput, textsOf } from "./redacting.ts";

const ADDRESS =
  /(?<![\w.:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g;
/** Keys of facts under which a name stands. */
const NAMES = new Set(
  "name hostname nodename host namespace node agent comm local flooded pod service instance to".split(
    " ",
  ),
);

export interface Identifiers {
  addresses: ReadonlySet<string>;
  names: ReadonlySet<string>;
}

/** What every parser saw of a bundle that is somebody's. */
export async function identifiersOf(path: string): Promise<Identifiers> {
  const { pieces } = await readBundle(await openBundle(path, noInput));
  const addresses = new Set<string>();
  const names = new Set<string>();
  const text = (said: string, key: string) => {
    for (const [one] of said.matchAll(ADDRESS)) if (isAddress(one)) addresses.add(one);
    if (NAMES.has(key) && said.length < 254) names.add(said);
  };
  const seen = new Set<unknown>();
  const walk = (value: unknown, key: string): void => {
    if (typeof value === "string") text(value, key);
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) return;
    if (value instanceof Map)
      for (const [name, inner] of value) {
        if (typeof name === "string") text(name, key === "interfaces" ? "name" : key);
        walk(inner, typeof name === "string" ? (name === "kernel.hostname" ? "host" : name) : key);
        if (name === "kernel.hostname") text(String((inner as { value: unknown }).value), "host");
      }
    else if (Array.isArray(value)) for (const one of value) walk(one, key);
    else for (const [name, inner] of Object.entries(value)) walk(inner, name);
  };
  for (const { fact, source, context, unit } of pieces) {
    if (source === "conntrack-table") ofTable(fact as TableFact, addresses);
    else walk(fact, source);
    for (const one of [context.host, context.namespace, unit?.node, unit?.namespace, unit?.agent])
      if (one != null) text(one, "host");
  }
  return { addresses, names };
}

const isAddress = (text: string): boolean => readIpv4(text) !== null || readIpv6(text) !== null;

function ofTable(table: TableFact, addresses: Set<string>): void {
  const put = (word: number, meta: number) =>
    addresses.add(addressText(table, word, (meta & IPV6) !== 0));
  table.flows.forEach((destination, reply, _ports, meta) => {
    put(destination, meta);
    put(reply, meta);
  });
  table.sources.forEach((source, _b, _c, meta) => void put(source, meta));
}

/**
 * Looks for every identifier of a bundle in its redacted copy and in all reports made of that: as it is spelt, in
 * hexadecimal, and with its parts in reverse. Answers those that are there, and how many were looked for.
 */
export async function leaksOf(
  { addresses, names }: Identifiers,
  { path: copy, hide }: Copy,
  analysis: Analysis,
): Promise<{ found: string[]; sought: number }> {
  const texts = await textsOf(copy);
  const bundle = texts.map(({ path: entry, text }) => `${entry}\n${text}`).join("\n");
  const reports = [
    renderText(analysis, { verbose: true }),
    renderMarkdown(analysis),
    renderHtml(analysis),
    JSON.stringify(analysis),
  ].join("\n");
  const all = `${bundle}\n${reports}`;
  const hidden = [...addresses].filter((one) => hide.addresses.text(one) !== one);
  // what stands for one address may be another's own
  const images = new Set([...addresses].map((one) => hide.addresses.text(one) ?? one));
  const shown = new Set([...all.matchAll(ADDRESS)].map(([one]) => one));
  const words = new Set(all.toLowerCase().split(/[^0-9a-z]+/));
  const found = hidden.filter((one) => shown.has(one) && !images.has(one));
  const imageForms = new Set([...images].flatMap(formsOf));
  for (const one of hidden)
    for (const form of formsOf(one))
      if (words.has(form) && !imageForms.has(form)) found.push(`${one} as ${form}`);
  const own = [...names].filter((name) => isOwn(name));
  const lower = all.toLowerCase();
  for (const name of own.map((one) => one.toLowerCase())) {
    // a name whose words are not all there need not be looked for
    const isThere = name.split(/[^0-9a-z]+/).every((word) => words.has(word));
    if (isThere && stands(lower, name)) found.push(name);
  }
  return { found, sought: hidden.length + own.length };
}

/** Other forms of an IPv4 address: hexadecimal, in both orders of its bytes. */
function formsOf(address: string): string[] {
  const four = readIpv4(address);
  if (four === null) return [];
  const hex = four.toString(16).padStart(8, "0");
  const turned = hex.match(/../g)!.reverse().join("");
  return [hex, turned];
}

/** Whether a name is somebody's: a word of it is, and it is more than a word of the language. */
const isOwn = (name: string): boolean =>
  !isAddress(name) &&
  !/^[\d.:[\]*a-f/-]+$/.test(name) &&
  !isOtherTable(name) &&
  name.split(/[^0-9A-Za-z]+/).some((word) => {
    const [, letters] = NUMBERED.exec(word) ?? [];
    const isKept = isGeneric(word) || (letters !== undefined && isGenericNumbered(letters));
    return /[a-z]/i.test(word) && !isKept;
  }) &&
  /[^a-zA-Z]/.test(name);

function stands(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[a-z0-9]/.test(text[at - 1] ?? " ") && !/[a-z0-9]/.test(text[at + name.length] ?? " "))
      return true;
  return false;
}
