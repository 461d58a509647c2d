import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { parseFailed, type TextAt } from "./values.ts";

/** The distribution. Source: `/etc/os-release`, or OpenWrt's own file. Either value is null when its line is absent. */
export interface OsReleaseFact {
  prettyName: TextAt | null;
  id: TextAt | null;
}

/** @throws AnalyzerError `PARSE_FAILED` when there is neither a name nor an id. */
const parser: LineParser<OsReleaseFact> = (entry) => {
  const fact: OsReleaseFact = { prettyName: null, id: null };
  return {
    line(text, number) {
      const trimmed = text.trim();
      const equals = trimmed.indexOf("=");
      let value = trimmed.slice(equals + 1, equals + 257);
      if (/^(["']).*\1$/.test(value) && value.length > 1) value = value.slice(1, -1);
      const key = trimmed.slice(0, Math.max(0, equals));
      if (key === "PRETTY_NAME") fact.prettyName = { value, line: number };
      if (key === "ID" || key === "DISTRIB_ID") fact.id ??= { value, line: number };
    },
    end() {
      if (fact.prettyName === null && fact.id === null) {
        throw parseFailed(entry, 1, "expected PRETTY_NAME=, ID= or DISTRIB_ID=");
      }
      return fact;
    },
  };
};

export const osRelease = defineSource<OsReleaseFact>({
  what: "the distribution",
  get: "cat /etc/os-release",
  sensitive: ["nothing"],
  redact: plain([
    /^(?:PRETTY_NAME|NAME|ID|DISTRIB_ID|DISTRIB_RELEASE|ID_LIKE|VERSION|VERSION_ID|VERSION_CODENAME)=["']?[\w. /+()-]{0,120}["']?$/,
  ]),
  alternatives: [],
  parser,
});
