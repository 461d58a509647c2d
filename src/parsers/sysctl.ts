import type { LineParser } from "./line-parser.ts";
import { defineSource } from "./source.ts";
import { OF_TABLE, sysctlSetting } from "./sysctl-line.ts";
import { redactSetting } from "./sysctl-redaction.ts";
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

/** A setting, by the first of its names that is one whole number here, or null. */
export function sysctlNumber(fact: SysctlFact, ...names: readonly string[]): NumberAt | null {
  for (const name of names) {
    const found = fact.values.get(name);
    const value = found === undefined ? null : integer(found.value);
    if (found !== undefined && value !== null) return { ...found, value };
  }
  return null;
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

export const sysctl = defineSource<SysctlFact>({
  what: "the sysctls",
  get: "sysctl -a",
  sensitive: ["names", "secrets"],
  redact: redactSetting,
  alternatives: [],
  wanted: true,
  parser,
});
