import { MAX_ZONES, type TableFact } from "./fact.ts";
import { countRemaining } from "./remaining.ts";
import * as row from "./row.ts";
import { USUAL_WORDS, type UsualRows } from "./usual.ts";

/** Adds a scanned row to every count. */
export function countRow(fact: TableFact, words: Int32Array, line: number): void {
  const meta = words[row.META]!;
  countEntry(fact, words[row.KIND]!, words[row.REMAINING]!, meta, line);
  const { zones } = fact;
  const zone = words[row.ZONE]!;
  if (zone !== 0 && (zones.has(zone) || zones.size < MAX_ZONES))
    zones.set(zone, (zones.get(zone) ?? 0) + 1);
  fact.flows.add(words[row.DST]!, words[row.REPLY_SRC]!, words[row.PORTS]!, meta, 1);
  fact.sources.add(words[row.SRC]!, 0, 0, meta & ~row.SNAT, 1);
  fact.pairs.add(words[row.SRC]!, words[row.DST]!, words[row.PORTS]!, meta & ~row.SNAT);
}

/** Adds usual rows to every count; none of them has a zone. `line` is that of the first. */
export function countUsual(fact: TableFact, usual: UsualRows, count: number, line: number): void {
  const { rows } = usual;
  for (let n = 0, at = 0; n < count; n++, at += USUAL_WORDS)
    countEntry(fact, rows[at]!, rows[at + 1]!, rows[at + 2]!, line + n);
  fact.flows.addAll(usual.flows, count);
  fact.sources.addAll(usual.sources, count);
  const { flows, sources } = usual;
  for (let n = 0; n < count; n++)
    fact.pairs.add(
      sources[n * 2]!,
      flows[n * 4]!,
      flows[n * 4 + 2]!,
      rows[n * USUAL_WORDS + 2]! & ~row.SNAT,
    );
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
  countRemaining(fact.remaining, kind, remaining);
  const rowClass = meta & row.CLASS_MASK;
  if (fact.firstLine[rowClass] === 0) fact.firstLine[rowClass] = line;
}
