import { sysctlName } from "../parsers/sysctl-line.ts";
import type { Expected } from "./context.ts";
import { innerCommand, substituted } from "./inner.ts";

/** A command that lists every entry. */
const WHOLE_LIST =
  /^(?:conntrack\s+(?:-L|--dump)(?:\s+-o\s+\S+)?|cat\s+\/proc\/net\/(?:nf|ip)_conntrack)(?:\s+2>\s*\S+)?$/;

/** What leaves of a setting's line its value. */
const VALUES_ONLY =
  /^(?:awk\s.{0,20}'\s?\{\s?print \$(?:3|NF|2)\s?;?\s?\}\s?'|cut\s+-d\s?["']?[= ]["']?\s+-f\s?[23])$/;

/** A log, of which the messages of a full table are asked for. */
const LOG =
  /^(?:dmesg|journalctl)\b|^[ez]?grep\s.{0,400}\s\/var\/log\/(?:kern\.log|messages|syslog)\S{0,20}$/;
const OF_FULL = /^[ez]?grep\s.{0,80}(?:table full|dropping packet)/;
/** Counts the lines that are left. */
const COUNTS = /^wc -l$|^[ez]?grep\s(?:\S+\s)*?-\w*c/;

/** Whether a pipeline counts how often a log calls the table full. */
function countsFull(first: string, rest: readonly string[]): boolean {
  const stages = [first, ...rest];
  return (
    stages.length <= 3 &&
    LOG.test(first) &&
    COUNTS.test(stages.at(-1)!) &&
    stages.some((stage) => OF_FULL.test(stage)) &&
    !stages.some((stage) => /^[ez]?grep\s(?:\S+\s)*?-\w*v/.test(stage))
  );
}

/** Puts the lines that it is given on one. */
const JOINS = /^(?:xargs(?:$| echo| printf| -)|tr (?:-s )?["']?\\n|paste -(?:s|d\S{0,4} -s))/;

/** The files of settings that a command names, in its order; also from within their folder. */
const settingsOf = (command: string): Expected[] =>
  [
    ...command.matchAll(
      /\/(?:proc\/sys|sys\/module)\/[^\s\]"']+|(?<=\s)(?:\.\/)?(?:nf|ip)_conntrack_[\w{},]+(?=\s|$)/g,
    ),
  ].flatMap(([path]) => expand(path).flatMap((one) => settingOfPath(one) ?? []));

/** The bare values that one command prints, each on its line, or all on one. */
export function expectedOf(first: string, rest: readonly string[]): Expected[] {
  if (!JOINS.test(rest.at(-1) ?? "")) return linesOf(first, rest);
  const of = linesOf(first, rest.slice(0, -1));
  return of.length > 1 ? [{ is: "line", of }] : of;
}

function linesOf(first: string, rest: readonly string[]): Expected[] {
  if (/^(?:echo|printf)\b/.test(first)) {
    const inner = substituted(first);
    const of = inner.flatMap((one) => expectedOf(innerCommand(one), []));
    if (of.length === 0) return [];
    // a loop's own word before them is that of which they are asked
    const word = /^(?:echo|printf)\s{1,9}(?:-\w{1,8}\s{1,9})?["']?\$\{?(\w{1,32})/.exec(first)?.[1];
    const isAsked = inner.some((one) => one.includes(`$${word}`) || one.includes(`\${${word}`));
    return [{ is: "line", of: isAsked ? [{ is: "hostname" }, ...of] : of }];
  }
  if (countsFull(first, rest)) return [{ is: "messages" }];
  // all rows, counted: -L is the whole table, or of one address family
  if (
    (/^wc\s+-l\s+\/proc\/net\/(?:nf|ip)_conntrack$/.test(first) && rest.length === 0) ||
    (/^wc\s+-l$/.test(rest[0] ?? "") && rest.length === 1 && WHOLE_LIST.test(first))
  )
    return [{ is: "count" }];
  if (rest.some((stage) => /^(?:wc|uniq)\b/.test(stage) || /^e?grep\s(?:\S+\s)*?-\w*c/.test(stage)))
    return [{ is: "rows" }];
  if (/^e?grep\s(?:\S+\s)*?-\w*c/.test(first))
    return /cpuinfo/.test(first) ? [{ is: "cpus" }] : [{ is: "rows" }];
  if (/^paste\b/.test(first)) {
    const of = settingsOf(first);
    return of.length === 0 ? [] : [{ is: "line", of }];
  }
  if (/^(?:cat|head|tail|sudo cat|zabbix_get|talosctl\s.{0,400}\sread)\b/.test(first))
    return settingsOf(first);
  const words = first.split(/\s+/);
  const command =
    words.find((word) => !word.startsWith("-") && !/^(?:sudo|\w+=.*)$/.test(word)) ?? "";
  if (
    /\bsysctl$/.test(command) &&
    (words.some((word) => /^-\w*[nb]/.test(word) || word === "--values") ||
      (rest.length === 1 && VALUES_ONLY.test(rest[0]!)))
  )
    return words
      .filter((word) => /^[\w-]+(?:[./][\w-]+)+$/.test(word))
      .map((name) => ({ is: "setting", name: sysctlName(name) }));
  if (/\bconntrack\b.{0,400}\s-(?:C|-count)\b/.test(first)) return [{ is: "count" }];
  if (/\b(?:nproc|getconf\s+_NPROCESSORS)/.test(first)) return [{ is: "cpus" }];
  if (/^uname\s+-r\b/.test(first)) return [{ is: "release" }];
  if (/^hostname(?:\s+-[sf])?$/.test(first)) return [{ is: "hostname" }];
  if (/\/proxyMode\b/.test(first)) return [{ is: "proxy-mode" }];
  if (/^date\s+(?:-u\s+)?["']?\+%s/.test(first)) return [{ is: "epoch" }];
  return [];
}

/** `a{b,c}d` as the shell expands it, once. */
function expand(path: string): string[] {
  const braces = /^([^{]*)\{([^}]{1,256})\}(.*)$/.exec(path);
  return braces === null
    ? [path]
    : braces[2]!.split(",").map((middle) => `${braces[1]}${middle}${braces[3]}`);
}

/** The setting that a file below /proc/sys or a module's parameters holds, from wherever it was copied. */
export function settingOfPath(path: string): Expected | null {
  const found = /(?:^|\/)proc\/sys\/([\w.@-]+(?:\/[\w.@-]+)+)$/.exec(path)?.[1];
  if (found !== undefined) return { is: "setting", name: sysctlName(`/proc/sys/${found}`) };
  const module = /(?:^|\/)sys\/module\/(\w+)\/parameters\/(\w+)$/.exec(path);
  if (module !== null) return { is: "setting", name: `module.${module[1]}.${module[2]}` };
  const bare = /(?:^|[/._-])((?:nf|ip)_conntrack_\w{1,60})(?:\.txt)?$/.exec(path)?.[1];
  if (bare !== undefined && /_(?:count|max|buckets|expect_max)$|timeout|_acct$|_tcp_/.test(bare))
    return {
      is: "setting",
      name:
        bare === "nf_conntrack_max" || bare.startsWith("nf_")
          ? `net.netfilter.${bare}`
          : `net.ipv4.netfilter.${bare}`,
    };
  return null;
}
