import { MAX_ZONES, type TableFact } from "./fact.ts";
import * as row from "./row.ts";
import { CLASS, STATES } from "./states.ts";
import { USUAL_WORDS, type UsualRows } from "./usual.ts";

/** Above it, Linux chooses the ports of clients. */
const CLIENT_PORTS = 32_768;
/** By class: one-way, so that it may be an answer whose question is not tracked. */
const MAY_BE_ANSWER = new Uint8Array(32);
for (const name of ["established-one-way", "udp-one-way", "dns-answer"] as const)
  MAY_BE_ANSWER[CLASS[name]] = 1;
/** By state: a number of its protocol. */
const PROTOCOLS = ["tcp", "udp"];
const PROTOCOL_OF_STATE = Uint8Array.from(
  STATES,
  ({ protocol }) => PROTOCOLS.indexOf(protocol) + 1,
);

/** Adds a scanned row to every count. */
export function countRow(fact: TableFact, words: Int32Array, line: number): void {
  const meta = words[row.META]!;
  countEntry(fact, words[row.KIND]!, words[row.REMAINING]!, meta, line);
  const { zones } = fact;
  const zone = words[row.ZONE]!;
  if (zone !== 0 && (zones.has(zone) || zones.size < MAX_ZONES))
    zones.set(zone, (zones.get(zone) ?? 0) + 1);
  const sport = words[row.SPORT]!;
  const ports = row.portsOf(words);
  // what has no ports is not told apart from its like
  if (zone !== 0 && ports !== 0)
    fact.zoned.add(
      words[row.SRC]!,
      words[row.DST]!,
      ports,
      (meta & row.IPV6) | PROTOCOL_OF_STATE[words[row.KIND]! >> 2]!,
      1,
    );
  countAnswer(fact, words[row.SRC]!, sport, meta);
  fact.flows.add(words[row.DST]!, words[row.REPLY_SRC]!, words[row.PORTS]!, meta, 1);
  fact.sources.add(words[row.SRC]!, 0, 0, meta & ~row.SNAT, 1);
  fact.pairs.add(words[row.SRC]!, words[row.DST]!, words[row.PORTS]!, meta & ~row.SNAT);
}

/**
 * Adds usual rows to every count; none of them has a zone. `line` is that of the first. Each loop is short and reads
 * nothing but arrays: this runs for every row of a large table.
 */
export function countUsual(fact: TableFact, usual: UsualRows, count: number, line: number): void {
  const { rows, flows, sources } = usual;
  const { byKind, byMeta, firstLine } = fact;
  fact.parsed += count;
  for (let n = 0, at = 0; n < count; n++, at += USUAL_WORDS) {
    const meta = rows[at + 2]!;
    const rowClass = meta & row.CLASS_MASK;
    byKind[rows[at]!]!++;
    byMeta[meta]!++;
    if (firstLine[rowClass] === 0) firstLine[rowClass] = line + n;
    if (MAY_BE_ANSWER[rowClass] === 1) countAnswer(fact, sources[n * 2]!, rows[at + 3]!, meta);
  }
  fact.remaining.addAll(rows, USUAL_WORDS, count);
  fact.flows.addAll(flows, count);
  fact.sources.addAll(sources, count);
  for (let n = 0, at = 0; n < count; n++, at += USUAL_WORDS)
    fact.pairs.add(sources[n * 2]!, flows[n * 4]!, flows[n * 4 + 2]!, rows[at + 2]! & ~row.SNAT);
}

/** Counts a one-way entry whose source has a port of servers. */
function countAnswer(fact: TableFact, source: number, sport: number, meta: number): void {
  if (MAY_BE_ANSWER[meta & row.CLASS_MASK] === 1 && sport > 0 && sport < CLIENT_PORTS)
    fact.answers.add(source, sport, 0, meta & ~row.SNAT, 1);
}

function countEntry(
  fact: TableFact,
  kind: number,
  remaining: number,
  meta: number,
  line: number,
): void {
  fact.parsed++;
  fact.byKind[kind]!++;
  fact.byMeta[meta]!++;
  fact.remaining.add(kind, remaining);
  const rowClass = meta & row.CLASS_MASK;
  if (fact.firstLine[rowClass] === 0) fact.firstLine[rowClass] = line;
}
