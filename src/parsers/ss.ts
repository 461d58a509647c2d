import type { LineParser } from "./line-parser.ts";
import { decimal, parseFailed, words } from "./values.ts";

/**
 * How many sockets there are. Source: `ss -s`. Unit: sockets of this network namespace, now. A
 * number that this version of ss does not print is null.
 */
export interface SsSummaryFact {
  total: number | null;
  tcp: {
    total: number;
    established: number | null;
    closed: number | null;
    orphaned: number | null;
    timeWait: number | null;
    line: number;
  };
}

/** @throws AnalyzerError `PARSE_FAILED` when there is no line `TCP: N (…)`. */
export const ssSummary: LineParser<SsSummaryFact> = (entry) => {
  let total: number | null = null;
  let tcp: SsSummaryFact["tcp"] | null = null;
  return {
    line(text, number) {
      const cells = words(text.slice(0, 1024));
      if (cells[0] === "Total:") total = decimal(cells[1] ?? "");
      const sockets = cells[0] === "TCP:" ? decimal(cells[1] ?? "") : null;
      if (sockets === null || tcp !== null) return;
      // "timewait 3/0": old versions add the buckets behind a slash.
      const named = (name: string) => {
        const found = cells.findIndex((cell) => cell === name || cell === `(${name}`);
        return found < 0 ? null : decimal((cells[found + 1] ?? "").split(/[/,)]/, 1)[0] ?? "");
      };
      tcp = {
        total: sockets,
        established: named("estab"),
        closed: named("closed"),
        orphaned: named("orphaned"),
        timeWait: named("timewait"),
        line: number,
      };
    },
    end() {
      if (tcp === null) throw parseFailed(entry, 1, 'expected a line "TCP: N (estab …"');
      return { total, tcp };
    },
  };
};

/** One listening socket whose accept queue was over its length. */
export interface FullListener {
  /** Address and port as ss prints them, as in `0.0.0.0:80` or `[::]:80`. Untrusted text. */
  local: string;
  /** Connections that wait to be accepted. */
  queued: number;
  /** The queue's length: the smaller of the program's backlog and `net.core.somaxconn`. */
  backlog: number;
  line: number;
}

/** The listening TCP sockets and their accept queues. Source: `ss -ltn`. */
export interface SsListenFact {
  listeners: number;
  /** How many had more waiting than their length, which is when the kernel drops a SYN. */
  full: number;
  /** Of those, the ones with the most connections waiting; the worst first, at most 20. */
  worst: FullListener[];
}

/** @throws AnalyzerError `PARSE_FAILED` when there is neither the header nor a socket. */
export const ssListen: LineParser<SsListenFact> = (entry) => {
  const fact: SsListenFact = { listeners: 0, full: 0, worst: [] };
  let header = false;
  return {
    line(text, number) {
      if (text.includes("Recv-Q") && text.includes("Send-Q")) header = true;
      const cells = words(text);
      if (cells[0] === "tcp") cells.shift();
      const queued = decimal(cells[1] ?? "");
      const backlog = decimal(cells[2] ?? "");
      if (cells[0] !== "LISTEN" || queued === null || backlog === null) return;
      if (cells[3] === undefined) return;
      fact.listeners++;
      if (queued <= backlog) return;
      fact.full++;
      fact.worst.push({ local: cells[3].slice(0, 128), queued, backlog, line: number });
      fact.worst.sort((a, b) => b.queued - a.queued || a.line - b.line);
      fact.worst.length = Math.min(fact.worst.length, 20);
    },
    end() {
      if (!header && fact.listeners === 0) throw parseFailed(entry, 1, "expected LISTEN rows");
      return fact;
    },
  };
};
