import type { LineParser } from "./line-parser.ts";
import type { Redaction } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { sysctlSetting } from "./sysctl-line.ts";
import { redactSetting } from "./sysctl-redaction.ts";
import { parseFailed, putBounded, type TextAt } from "./values.ts";

/** In place of a file: a command that would write the setting, of which nothing tells whether it was run. */
export const BY_COMMAND = "(a command)";

/** A setting that a file asks for. `line` is that of the bundle's entry. Untrusted text. */
export interface FileSetting extends TextAt {
  /** The path of the file that wins, as the collector wrote it. */
  file: string;
  /** The line within that file. */
  fileLine: number;
}

/**
 * What the node's files ask for at boot. It holds until a program writes another value.
 *
 * Source: /etc/sysctl.conf and sysctl.d, one after the other in the order in which systemd-sysctl
 * applies them, each behind a line `# file: PATH`. Kept: keys that begin `net.`, and of several
 * the last. Names with wildcards are kept as they are written.
 */
export interface SysctlFilesFact {
  settings: Map<string, FileSetting>;
  files: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when the entry is empty. */
const parser: LineParser<SysctlFilesFact> = (entry) => {
  const settings = new Map<string, FileSetting>();
  let file = entry;
  let start = 0;
  let files = 0;
  let nonBlank = 0;
  return {
    line(text, number) {
      const trimmed = text.trim();
      if (trimmed === "") return;
      nonBlank++;
      if (trimmed.startsWith("# file: ")) {
        file = trimmed.slice("# file: ".length).trim().slice(0, 512);
        start = number;
        files++;
        return;
      }
      if (trimmed.startsWith("#") || trimmed.startsWith(";")) return;
      // A leading minus asks systemd to overlook errors; alone, without a value, it takes a key out.
      const setting = sysctlSetting(trimmed.startsWith("-") ? trimmed.slice(1) : trimmed);
      if (setting === null || !setting.name.startsWith("net.")) return;
      const { name, value } = setting;
      putBounded(settings, name, { value, line: number, file, fileLine: number - start });
    },
    end() {
      if (nonBlank === 0) throw parseFailed(entry, 1, "the entry is empty");
      return { settings, files };
    },
  };
};

/** The files' names and the settings that are read; what explains them is not. */
const redact: Redaction = () => {
  const setting = redactSetting();
  return (line, hide) => {
    const [, file] = /^\s*# file: (.*)$/.exec(line) ?? [];
    if (file !== undefined) return `# file: ${file === BY_COMMAND ? file : hide.name(file)}`;
    const bare = line.trim();
    if (/^[#;]/.test(bare)) return "";
    const minus = bare.startsWith("-") ? "-" : "";
    return minus + setting(bare.slice(minus.length), hide);
  };
};

export const sysctlFiles = defineSource<SysctlFilesFact>({
  what: "the sysctl.d files",
  get: "grep -sH '^[^#;]' /etc/sysctl.conf /etc/sysctl.d/*.conf",
  sensitive: ["names", "secrets", "comments"],
  redact,
  alternatives: [],
  parser,
});
