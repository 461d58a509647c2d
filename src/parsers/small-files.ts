import type { LineParser } from "./line-parser.ts";
import { decimal, fractional, type NumberAt, parseFailed, type TextAt, words } from "./values.ts";

/** How long the node has run. Source: `/proc/uptime`. Unit: seconds, to the hundredth. */
export interface UptimeFact {
  seconds: number;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when the first word is no number. */
export const uptime: LineParser<UptimeFact> = (entry) => {
  let found: UptimeFact | null = null;
  return {
    line(text, number) {
      const seconds = fractional(words(text)[0] ?? "");
      if (seconds !== null) found ??= { seconds, line: number };
    },
    end() {
      if (found === null) throw parseFailed(entry, 1, "expected the seconds since boot");
      return found;
    },
  };
};

/** The kernel's version. Source: `/proc/version` or `uname -a`. */
export interface KernelVersionFact {
  /** As the kernel spells it, as in `6.18.44-generic`. */
  release: string;
  major: number;
  minor: number;
  /** 0 for a release without a third number, as in `6.18-rc1`. */
  patch: number;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no word is a kernel's release. */
export const kernelVersion: LineParser<KernelVersionFact> = (entry) => {
  let found: KernelVersionFact | null = null;
  return {
    line(text, number) {
      const cells = words(text.slice(0, 4096));
      const from = cells.indexOf("Linux");
      if (found !== null || from < 0) return;
      for (const release of cells.slice(from + 1, from + 4)) {
        const parts = /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,6}))?(?![\d.]*\.[a-z]{2,}$)/.exec(release);
        if (parts === null || release.length > 128) continue;
        const [major, minor, patch] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
        found = { release, major, minor, patch, line: number };
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

/** The distribution. Source: `/etc/os-release`. Either value is null when its line is absent. */
export interface OsReleaseFact {
  prettyName: TextAt | null;
  id: TextAt | null;
}

/** @throws AnalyzerError `PARSE_FAILED` when there is neither a name nor an id. */
export const osRelease: LineParser<OsReleaseFact> = (entry) => {
  const fact: OsReleaseFact = { prettyName: null, id: null };
  return {
    line(text, number) {
      const trimmed = text.trim();
      const equals = trimmed.indexOf("=");
      let value = trimmed.slice(equals + 1, equals + 257);
      if (/^(["']).*\1$/.test(value) && value.length > 1) value = value.slice(1, -1);
      const key = trimmed.slice(0, Math.max(0, equals));
      if (key === "PRETTY_NAME") fact.prettyName = { value, line: number };
      if (key === "ID") fact.id = { value, line: number };
    },
    end() {
      if (fact.prettyName === null && fact.id === null) {
        throw parseFailed(entry, 1, "expected PRETTY_NAME= or ID=");
      }
      return fact;
    },
  };
};

/** The node's CPUs. Source: `cpus = N`, `nproc`, or the `processor` lines of `/proc/cpuinfo`. */
export interface CpusFact {
  cpus: number;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no form gives at least one CPU. */
export const cpus: LineParser<CpusFact> = (entry) => {
  let named: NumberAt | null = null;
  let listed = 0;
  let listedLine = 0;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells[0] === "processor" && cells[1] === ":") {
        listed++;
        listedLine = number;
      }
      const bare = cells.length === 1;
      if (!bare && (cells[0] !== "cpus" || cells[1] !== "=")) return;
      const value = decimal(cells[bare ? 0 : 2] ?? "");
      if (value !== null && value > 0) named ??= { value, line: number };
    },
    end() {
      const found = named ?? (listed > 0 ? { value: listed, line: listedLine } : null);
      if (found === null || found.value > 65_536) throw parseFailed(entry, 1, "expected cpus = N");
      return { cpus: found.value, line: found.line };
    },
  };
};

/**
 * Entries in the table at one moment, expired ones included. Source: `conntrack -C` or
 * `/proc/sys/net/netfilter/nf_conntrack_count`. Of the collector's network namespace alone.
 */
export interface ConntrackCountFact {
  count: number;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when no line is a whole number. */
export const conntrackCount: LineParser<ConntrackCountFact> = (entry) => {
  let found: ConntrackCountFact | null = null;
  return {
    line(text, number) {
      const cells = words(text);
      const named = cells.length === 3 && cells[1] === "=" && cells[0]!.endsWith("_count");
      const count = decimal((named ? cells[2] : cells.length === 1 ? cells[0] : "") ?? "");
      if (count !== null) found ??= { count, line: number };
    },
    end() {
      if (found === null) throw parseFailed(entry, 1, "expected one whole number");
      return found;
    },
  };
};

/** What `conntrack` said beside its rows. Source: its standard error. Empty is a good answer. */
export interface ConntrackStderrFact {
  /** Rows that the tool says it has shown; null when the trailer is absent, so it did not finish. */
  trailerRows: NumberAt | null;
  /** As in `1.4.7`; null when no line names it. Up to 1.4.6, `-L` without `-f` lists IPv4 alone. */
  toolVersion: string | null;
  /** The first messages that are no trailer, each cut to 200 characters. */
  errors: { text: string; line: number }[];
}

const VERSION = /^conntrack v(\d{1,3}\.\d{1,3}\.\d{1,4}) \(conntrack-tools\): /;
const TRAILER = /(\d{1,15}) flow entries have been shown/;

/** Never throws: a dump that went well may have said nothing. */
export const conntrackStderr: LineParser<ConntrackStderrFact> = () => {
  const fact: ConntrackStderrFact = { trailerRows: null, toolVersion: null, errors: [] };
  return {
    line(text, number) {
      const trimmed = text.trim();
      const version = VERSION.exec(trimmed);
      fact.toolVersion ??= version?.[1] ?? null;
      const rows = TRAILER.exec(trimmed.slice(0, 200));
      if (rows !== null) fact.trailerRows = { value: Number(rows[1]), line: number };
      else if (trimmed !== "" && fact.errors.length < 5) {
        fact.errors.push({ text: trimmed.slice(0, 200), line: number });
      }
    },
    end: () => fact,
  };
};
