import type { LineParser } from "./line-parser.ts";
import type { Redaction } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { parseFailed, words } from "./values.ts";

/** The kernel's version. Source: `/proc/version` or `uname -a`. */
export interface KernelVersionFact {
  /** As the kernel spells it, as in `6.18.44-generic`. */
  release: string;
  major: number;
  minor: number;
  /** 0 for a release without a third number, as in `6.18-rc1`. */
  patch: number;
  /** The machine's name, which `uname -a` prints; null where it does not stand. */
  nodename: string | null;
  line: number;
}

const RELEASE = /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,6}))?(?![\d.]*\.[a-z]{2,}$)/;

/** @throws AnalyzerError `PARSE_FAILED` when no word is a kernel's release. */
const parser: LineParser<KernelVersionFact> = (entry) => {
  let found: KernelVersionFact | null = null;
  return {
    line(text, number) {
      const cells = words(text.slice(0, 4096));
      const from = cells.indexOf("Linux");
      if (found !== null || from < 0) return;
      for (const release of cells.slice(from + 1, from + 4)) {
        const parts = RELEASE.exec(release);
        if (parts === null || release.length > 128) continue;
        const [major, minor, patch] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
        const before = cells[from + 1]!;
        const nodename = before === release || before === "version" ? null : before.slice(0, 253);
        found = { release, major, minor, patch, nodename, line: number };
        return;
      }
    },
    end() {
      if (found === null)
        throw parseFailed(entry, 1, "expected Linux and a release such as 6.12.3");
      return found;
    },
  };
};

/** The release, and the name that `uname -a` prints before it. Who built it, and where, is nobody's business. */
const redact: Redaction = () => (line, hide) => {
  const cells = words(line.slice(0, 4096));
  const from = cells.indexOf("Linux");
  const at =
    from < 0 ? -1 : cells.findIndex((cell, at) => at > from && at < from + 4 && RELEASE.test(cell));
  if (at < 0) return "";
  const before = cells
    .slice(from + 1, at)
    .map((cell) => (cell === "version" ? cell : hide.name(cell)));
  return ["Linux", ...before, cells[at]].join(" ");
};

export const kernelVersion = defineSource<KernelVersionFact>({
  what: "the kernel's version",
  get: "uname -a",
  sensitive: ["names"],
  redact,
  alternatives: [],
  parser,
});
