import type { LineParser } from "./line-parser.ts";
import { worded, wordList } from "./redaction.ts";
import { hostAddress } from "./rule-target.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, putBounded, words } from "./values.ts";

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
  /** `namespace/name` of the pod that it belongs to. Null where nothing tells. Untrusted text. */
  pod: string | null;
  line: number;
}

/**
 * How full the tables of the other network namespaces are, such as those of pods, and whose they are.
 *
 * Source: the collector, a row a namespace below a header, which names the columns. A node without other
 * namespaces has the header alone.
 */
export interface NamespacesFact {
  namespaces: NamespaceCount[];
  /** What `ip netns` calls them, by inode; also of those without a process. Untrusted text. */
  names: Map<string, string>;
  /** The pods of the namespaces, by their addresses as the kernel spells them. */
  byAddress: Map<string, string>;
  unparsedLines: number;
  /** True when rows beyond the ceiling were left out. */
  cut: boolean;
}

/** A node runs at most some hundred pods. */
const MAX_NAMESPACES = 10_000;
/** The columns of 0.1 and of what is typed by hand. The last one may hold blanks. */
const COLUMNS = ["netns", "count", "max", "pid", "comm"];

/** @throws AnalyzerError `PARSE_FAILED` when neither the header nor a row is there. */
const parser: LineParser<NamespacesFact> = (entry) => {
  const fact: NamespacesFact = {
    namespaces: [],
    names: new Map(),
    byAddress: new Map(),
    unparsedLines: 0,
    cut: false,
  };
  let header = false;
  let columns: readonly string[] = COLUMNS;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0) return;
      if (cells[0] === "netns") {
        header = true;
        columns = cells;
        return;
      }
      const cell = (name: string): string | null => {
        const at = columns.indexOf(name);
        const all = at === columns.length - 1 ? cells.slice(at) : cells.slice(at, at + 1);
        const text = at < 0 ? "" : all.join(" ");
        return text === "" || text === "-" ? null : text;
      };
      const netns = cell("netns") ?? "";
      if (!/^\d{1,20}$/.test(netns) || cells.length < 3) fact.unparsedLines++;
      else if (fact.namespaces.length >= MAX_NAMESPACES) fact.cut = true;
      else {
        const name = cell("name")?.slice(0, 253);
        if (name !== undefined) putBounded(fact.names, netns, name, MAX_NAMESPACES);
        const pid = cell("pid");
        // a name without a process is a row of its own
        if (name !== undefined && pid === null) return;
        const pod = cell("pod")?.slice(0, 507) ?? null;
        for (const address of (cell("addresses") ?? "").split(",").slice(0, 8))
          if (pod !== null && hostAddress(address) !== null)
            putBounded(fact.byAddress, address, pod);
        fact.namespaces.push({
          netns,
          count: decimal(cell("count") ?? ""),
          max: decimal(cell("max") ?? ""),
          pid: decimal(pid ?? ""),
          comm: cell("comm")?.slice(0, 64) ?? null,
          pod,
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
  sensitive: ["names", "addresses"],
  redact: worded(wordList("netns name count max pid pod cgroup addresses comm")),
  alternatives: [],
  parser,
});
