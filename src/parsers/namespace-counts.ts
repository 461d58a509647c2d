import type { LineParser } from "./line-parser.ts";
import { worded, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, words } from "./values.ts";

/** The table of one other network namespace. */
export interface NamespaceCount {
  /** Inode of `/proc/PID/ns/net`, as in the kernel's messages since 6.17. */
  netns: string;
  /** Entries in its table. Null when it could not be read. */
  count: number | null;
  /** The one global maximum, as this namespace sees it. Null when it could not be read. */
  max: number | null;
  /** A process within, and its name. Untrusted text. */
  pid: number | null;
  comm: string | null;
  line: number;
}

/**
 * How full the tables of the other network namespaces are, such as those of pods.
 *
 * Source: the collector, a row a namespace below a header. A node without other namespaces has the
 * header alone.
 */
export interface NamespacesFact {
  namespaces: NamespaceCount[];
  unparsedLines: number;
  /** True when rows beyond the ceiling were left out. */
  cut: boolean;
}

/** A node runs at most some hundred pods. */
const MAX_NAMESPACES = 10_000;

/** @throws AnalyzerError `PARSE_FAILED` when neither the header nor a row is there. */
const parser: LineParser<NamespacesFact> = (entry) => {
  const fact: NamespacesFact = { namespaces: [], unparsedLines: 0, cut: false };
  let header = false;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0) return;
      if (cells[0] === "netns") {
        header = true;
        return;
      }
      const [netns = "", count = "", max = "", pid = ""] = cells;
      if (!/^\d{1,20}$/.test(netns) || cells.length < 3) fact.unparsedLines++;
      else if (fact.namespaces.length >= MAX_NAMESPACES) fact.cut = true;
      else {
        const comm = cells.slice(4).join(" ").slice(0, 64) || null;
        fact.namespaces.push({
          netns,
          count: decimal(count),
          max: decimal(max),
          pid: decimal(pid),
          comm: comm === "-" ? null : comm,
          line: number,
        });
      }
    },
    end() {
      if (!header && fact.namespaces.length === 0) {
        throw parseFailed(entry, 1, "expected the header netns count max pid comm");
      }
      return fact;
    },
  };
};

export const namespaceCounts = defineSource<NamespacesFact>({
  what: "the counts of other network namespaces",
  // the first process of the machine stands for the namespace that is no other one
  get: "echo netns count max pid comm; lsns -t net -nro NS,PID | while read -r n p; do [ $p = 1 ] || echo $n $(nsenter -t $p -n sysctl -n net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max) $p $(cat /proc/$p/comm); done",
  sensitive: ["names"],
  redact: worded(wordList("netns count max pid comm")),
  alternatives: [],
  parser,
});
