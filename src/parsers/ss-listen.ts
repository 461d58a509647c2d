import type { LineParser } from "./line-parser.ts";
import { type Redaction, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, words } from "./values.ts";

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
const parser: LineParser<SsListenFact> = (entry) => {
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

/** Of a socket its state, its queues and its two ends; not the programs that have it. */
const redact: Redaction = () => (line, hide) => {
  if (line.includes("Recv-Q") && line.includes("Send-Q")) return "State Recv-Q Send-Q Local Peer";
  const cells = words(line);
  const at = cells[0] === "tcp" ? 1 : 0;
  return cells[at] === "LISTEN" ? hide.words(cells.slice(0, at + 5).join(" "), SHOWN) : "";
};
const SHOWN = wordList("tcp LISTEN");

export const ssListen = defineSource<SsListenFact>({
  what: "the listening sockets' queues",
  get: "ss -ltn",
  sensitive: ["addresses"],
  redact,
  alternatives: [],
  parser,
});
