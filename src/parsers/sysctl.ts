import type { LineParser } from "./line-parser.ts";
import type { Hide, Redaction } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { integer, type NumberAt, parseFailed, putBounded, type TextAt } from "./values.ts";

/**
 * Kernel settings by name, as they were when the bundle was taken.
 *
 * Source: `name = value` lines in the form of `sysctl -a`, or one `"name": "value",` a line. Names
 * are spelt with dots. Values stay text: units differ by name. A setting whose module is not
 * loaded, or that the kernel does not have, is absent.
 */
export interface SysctlFact {
  values: Map<string, TextAt>;
  /** Lines that are no settings, such as messages about keys that cannot be read. */
  unparsedLines: number;
  /** Lines of a count or a limit that is no whole number: cut, or misread from a picture. */
  oddLines?: number[];
}

/** The setting as one whole number, or null when it is absent or is not one number. */
export function sysctlNumber(fact: SysctlFact, name: string): NumberAt | null {
  const found = fact.values.get(name);
  const value = found === undefined ? null : integer(found.value);
  return found === undefined || value === null ? null : { ...found, value };
}

/**
 * One spelling for a name. Where the first separator is a slash, slashes and dots change places,
 * as sysctl itself does it, so that `net/ipv4/conf/eth0.1/…` and `net.ipv4.conf.eth0/1.…` agree.
 */
export function sysctlName(spelt: string): string {
  const name = spelt.startsWith("/proc/sys/") ? spelt.slice("/proc/sys/".length) : spelt;
  const slash = name.indexOf("/");
  const dot = name.indexOf(".");
  if (slash < 0 || (dot >= 0 && dot < slash)) return name;
  return name.replace(/[./]/g, (separator) => (separator === "/" ? "." : "/"));
}

/** Names that people write without what stands before them. */
const BARE = /^(?:nf_conntrack_\w{2,64}|ip_conntrack_\w{2,64})$/;
/** What grep puts before a name in the folder where it stands. */
const HERE = /^\.\//;
/** `131,072`, also with the narrow blanks of some locales. */
const GROUPED = /^\d{1,3}(?:[,'\u2009\u202f_]\d{3})+$/;

/** `131.072` and `131 072`, of settings that are never a fraction nor a list. */
const GROUPED_BY_OTHERS = /^\d{1,3}(?:([. ])\d{3})(?:\1\d{3})*$/;

/** Settings that a verdict on the table rests on. */
const OF_TABLE = /conntrack_(?:count|max|buckets)$/;

/** A name and its value, or null for a line of another form. */
export function sysctlSetting(text: string): { name: string; value: string } | null {
  const trimmed = text.trim();
  const json = trimmed.startsWith('"');
  const at = json ? trimmed.indexOf('":') : signOf(trimmed);
  if (at < 1) return null;
  const spelt = trimmed
    .slice(json ? 1 : 0, at)
    .trim()
    .replace(HERE, "");
  if (!/^[\w./:*@-]{1,256}$/.test(spelt)) return null;
  // an arrow's head is none of the value
  let value = trimmed
    .slice(at + (json ? 2 : 1))
    .replace(/^>/, "")
    .trim();
  if (json && value.endsWith(",")) value = value.slice(0, -1);
  if (/^(["']).*\1$/.test(value) && value.length > 1) value = value.slice(1, -1);
  if (json) value = value.replaceAll("\\t", " ");
  const isOfTable = OF_TABLE.test(spelt);
  // what somebody notes beside it
  if (isOfTable) value = value.replace(/(?<=^\d[\d,.' ]{0,24}) {1,8}[^\w\s.,'"].*$/, "").trimEnd();
  if (GROUPED.test(value) || (isOfTable && GROUPED_BY_OTHERS.test(value)))
    value = value.replace(/\D/g, "");
  const found = /(?:^|\/)proc\/sys\/(.*)$/s.exec(spelt);
  const name = sysctlName(found === null ? spelt : `/proc/sys/${found[1]}`);
  const full = BARE.test(name)
    ? `${name.startsWith("ip_") ? "net.ipv4.netfilter" : "net.netfilter"}.${name}`
    : name;
  return { name: full, value: value.replaceAll("\t", " ") };
}

/**
 * Where the name ends: at the first `=`; in `name: value` and `path:value` at the colon, which an interface's
 * name may hold as well.
 */
function signOf(text: string): number {
  const equals = text.indexOf("=");
  if (equals >= 0) return equals;
  const name = /^([\w./@-]{3,256})\s{0,8}:\s*\S/.exec(text)?.[1];
  return name !== undefined && (/\w[./]\w/.test(name) || BARE.test(name.replace(HERE, "")))
    ? text.indexOf(":")
    : -1;
}

/** @throws AnalyzerError `PARSE_FAILED` when no line is a setting. */
const parser: LineParser<SysctlFact> = (entry) => {
  const values = new Map<string, TextAt>();
  let unparsedLines = 0;
  const oddLines: number[] = [];
  return {
    line(text, number) {
      const trimmed = text.trim();
      if (trimmed === "" || trimmed.startsWith("#") || trimmed === "{" || trimmed === "}") return;
      const setting = sysctlSetting(trimmed);
      if (setting === null) unparsedLines++;
      else if (OF_TABLE.test(setting.name) && !((integer(setting.value) ?? -1) >= 0))
        oddLines.push(number);
      else if (!putBounded(values, setting.name, { value: setting.value, line: number })) {
        unparsedLines++;
      }
    },
    end() {
      if (values.size === 0 && oddLines.length === 0)
        throw parseFailed(entry, 1, "no settings: expected name = value");
      return { values, unparsedLines, ...(oddLines.length > 0 ? { oddLines } : {}) };
    },
  };
};

/** Numbers, and the few words that are read. */
const SHOWN_VALUE =
  /^[-\d\s,.'"\\t]*$|^["\s]*(?:cubic|reno|bbr|dctcp|htcp|vegas|fq|fq_codel|pfifo_fast|codel|noqueue|enabled|disabled|permanent|temporary|NONE)(?:\s(?:cubic|reno|bbr|dctcp|htcp|vegas)){0,8}["\s]*$/;

/** How the kernel's settings begin, below a copy of /proc or not. */
const ROOTS =
  /^(?:\/?(?:[\w.-]{1,64}\/){0,8}proc\/sys\/)?(?:net|kernel|vm|fs|abi|crypto|debug|dev|sunrpc|user|module)[./]|^(?:\/?(?:[\w.-]{1,64}\/){0,8})?(?:nf|ip)_conntrack_/;

/** A setting whose value is a number; of the others the machine's name alone. Interfaces' names are in some names. */
export const redactSetting: Redaction = () => (line, hide) => {
  const bare = line.trim();
  if (bare === "" || bare === "{" || bare === "}" || bare === "},") return line;
  const [, before, name, sign, rest] =
    /^(\s*"?)([\w./:*@-]{1,256}?)("?\s{0,40}[=:]\s{0,40})(.*)$/s.exec(line) ?? [];
  if (name === undefined || !ROOTS.test(name) || sysctlSetting(bare) === null) return "";
  const value = rest!.trimEnd().replace(/,$/, "");
  const behind = rest!.slice(value.length);
  const shown = SHOWN_VALUE.test(value) ? value : /hostname$/.test(name) ? hide.name(value) : null;
  return shown === null ? "" : `${before}${shownName(name, hide)}${sign}${shown}${behind}`;
};

/** The kernel's own words, and between them an interface. */
const shownName = (name: string, hide: Hide): string =>
  name
    .replace(/^.+(?=\/proc\/sys\/)/, (folder) => hide.name(folder))
    .replace(
      /((?:^|[./])(?:conf|neigh)[./])(.+)([./]\w+)$/,
      (_, before: string, of: string, last: string) => before + hide.name(of) + last,
    );

export const sysctl = defineSource<SysctlFact>({
  what: "the sysctls",
  get: "sysctl -a",
  sensitive: ["names", "secrets"],
  redact: redactSetting,
  alternatives: [],
  wanted: true,
  parser,
});
