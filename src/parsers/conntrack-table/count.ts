import { MAX_ZONES, type TableFact } from "./fact.ts";
import * as row from "./row.ts";
import { STATES } from "./states.ts";
import type { UsualRows } from "./usual.ts";

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
  const number = words[row.NUMBER]!;
  if (number !== 0) fact.unknown[number]!++;
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

/** Adds the usual rows that were just read to every count; none of them has a zone. `line` is that of the first. */
export function countUsual(fact: TableFact, usual: UsualRows, count: number, line: number): void {
  const { flows, sources, answers } = usual;
  fact.parsed += count;
  addTo(fact.byKind, usual.byKind);
  addTo(fact.byMeta, usual.byMeta);
  noteFirst(fact.firstLine, usual.first, line);
  for (let at = 0, end = usual.answerCount * 2; at < end; at += 2) {
    const n = answers[at]!;
    fact.answers.add(sources[n * 2]!, answers[at + 1]!, 0, sources[n * 2 + 1]! & row.META_MASK, 1);
  }
  fact.remaining.addAll(usual.rows, count);
  fact.flows.addAll(flows, count);
  fact.sources.addAll(sources, count);
  fact.pairs.addAll(sources, flows, count);
}

function addTo(sums: Int32Array, counts: Int32Array): void {
  for (let n = 0; n < sums.length; n++) sums[n]! += counts[n]!;
}

/** `first` holds numbers of rows, from 1, and 0 for none. */
function noteFirst(lines: Int32Array, first: Int32Array, line: number): void {
  for (let n = 0; n < lines.length; n++)
    if (lines[n] === 0 && first[n] !== 0) lines[n] = line + first[n]! - 1;
}

/** Counts a one-way entry whose source has a port of servers. */
function countAnswer(fact: TableFact, source: number, sport: number, meta: number): void {
  if (sport > 0 && sport < row.ANSWERING[meta & row.CLASS_MASK]!)
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
