/** What people and their tools do to an output's own lines. */
import type { Output } from "./outputs.ts";

type Content = (lines: readonly string[]) => string[];

const same: Content = (lines) => [...lines];

const setting = /^([\w./-]+) = (.*)$/;

/** 262144 as 262,144. */
const grouped = (value: string): string =>
  /^\d{4,}$/.test(value) ? value.replace(/\B(?=(?:\d{3})+$)/g, ",") : value;

/** Ways to write settings, by name. */
export const SETTINGS: Readonly<Record<string, Content>> = {
  "as sysctl prints them": same,
  "with thousands separators": (lines) =>
    lines.map((line) => line.replace(setting, (_, name, value) => `${name} = ${grouped(value)}`)),
  "as grep prints paths": (lines) =>
    lines.map((line) =>
      line
        .replace(/^module\.(\w+)\.(\w+) = /, "/sys/module/$1/parameters/$2:")
        .replace(/^((?:net|kernel|vm|fs)\.[\w.-]+) = /, (_, name: string) => {
          return `/proc/sys/${name.replaceAll(".", "/")}:`;
        }),
    ),
  "as JSON": (lines) => {
    const pairs = lines.flatMap((line) => {
      const found = setting.exec(line);
      return found === null ? [] : [[found[1]!, found[2]!]];
    });
    return JSON.stringify(Object.fromEntries(pairs), null, 2).split("\n");
  },
  "with tabs": (lines) => lines.map((line) => line.replace(" = ", "\t=\t")),
  "with colons": (lines) => lines.map((line) => line.replace(" = ", ": ")),
};

/** Ways to paste a log, by name. */
export const LOGS: Readonly<Record<string, Content>> = {
  whole: same,
  "cut at 80 columns": (lines) => lines.flatMap((line) => line.match(/.{1,80}/g) ?? [line]),
  "wrapped at 80 columns": (lines) => lines.flatMap(wrapped),
};

/** As a mail program wraps: between words. */
function wrapped(line: string): string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > 80) {
    const at = rest.lastIndexOf(" ", 80);
    if (at <= 0) break;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...parts, rest];
}

export const withContents = (output: Output, ways: { settings: string; log: string }): Output => {
  const content =
    output.kind === "sysctl.txt"
      ? SETTINGS[ways.settings]!
      : output.kind === "kernel-log.txt"
        ? LOGS[ways.log]!
        : same;
  return { ...output, lines: content(output.lines) };
};
