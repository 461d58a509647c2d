import type { Hide, Redaction } from "./redaction.ts";
import { sysctlSetting } from "./sysctl-line.ts";

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
