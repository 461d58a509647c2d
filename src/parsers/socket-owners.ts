import type { LineParser } from "./line-parser.ts";
import { worded, wordList } from "./redaction.ts";
import { hostAddress } from "./rule-target.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, words } from "./values.ts";

/** A process with several sockets to one other end. Untrusted text. */
export interface SocketOwner {
  sockets: number;
  pid: number;
  comm: string;
  /** `namespace/name` of the pod that it belongs to, one on the node's own network; null where nothing tells. */
  pod: string | null;
  protocol: string;
  /** Its own address, without a port. */
  local: string;
  /** The other end: address and port. */
  peer: string;
  line: number;
}

/**
 * Whose the sockets of the node's own network namespace are, most first. Source: the collector, from
 * `ss -tunp`, a row a process and other end below a header.
 */
export interface SocketOwnersFact {
  owners: SocketOwner[];
}

/** The collector writes 200. */
const MAX_OWNERS = 1000;

/** @throws AnalyzerError `PARSE_FAILED` when the header is missing. */
const parser: LineParser<SocketOwnersFact> = (entry) => {
  const owners: SocketOwner[] = [];
  let header = false;
  return {
    line(text, number) {
      const cells = words(text.slice(0, 1024));
      header ||= cells[0] === "sockets" && cells.includes("peer");
      const [count = "", id = "", pod = "", , protocol = "", at = "", peer = ""] = cells;
      const [sockets, pid, local] = [decimal(count), decimal(id), addressOf(at)];
      if (sockets === null || pid === null || local === null || owners.length >= MAX_OWNERS) return;
      owners.push({
        sockets,
        pid,
        comm: cells.slice(7).join(" ").slice(0, 64),
        pod: pod === "-" ? null : pod.slice(0, 507),
        protocol: protocol.slice(0, 16),
        local,
        peer: peer.slice(0, 128),
        line: number,
      });
    },
    end() {
      if (!header) throw parseFailed(entry, 1, "expected the header sockets pid pod");
      return { owners };
    },
  };
};

/** Characters of an address with its interface. */
const LONGEST = 80;

/** Without brackets, an interface, and the form that an IPv6 socket has for an IPv4 address. */
const addressOf = (text: string): string | null =>
  hostAddress(
    text
      .slice(0, LONGEST)
      .replace(/^\[?(?:::ffff:(?=\d+\.))?/, "")
      .replace(/(?:%[^\]]*)?\]?$/, ""),
  );

export const socketOwners = defineSource<SocketOwnersFact>({
  what: "the processes behind the node's own sockets",
  get: "sh collect.sh",
  sensitive: ["addresses", "names"],
  redact: worded(wordList("sockets pid pod cgroup protocol local peer comm tcp udp")),
  alternatives: [],
  parser,
});
