import { LIMITS } from "../../../src/limits.ts";
import { MAX_ZONES, type TableFact } from "../../../src/parsers/conntrack-table/fact.ts";
import { CLASSES, STATES } from "../../../src/parsers/conntrack-table/states.ts";
import { type Row, readLine } from "./reference.ts";

/** A table's counts under names that people can read, so that two can be compared. */
export interface Counts {
  rows: number;
  parsed: number;
  unparsed: { count: number; examples: { line: number; text: string }[] };
  ipv6: number;
  byKind: Map<string, number>;
  remaining: Map<string, number>;
  firstLine: Map<string, number>;
  flows: Map<string, number>;
  sources: Map<string, number>;
  zones: Map<number, number>;
}

const add = <K>(map: Map<K, number>, key: K): Map<K, number> =>
  map.set(key, (map.get(key) ?? 0) + 1);
const OVERLONG = `(a line of more than ${LIMITS.lineBytes} bytes)`;

/** Counts a dump with the reference parser. */
export function countPlainly(
  text: string,
  borders: readonly [number, number],
  cut: boolean,
): Counts {
  const counts = {
    rows: 0,
    parsed: 0,
    unparsed: { count: 0, examples: [] },
    ipv6: 0,
  } as unknown as Counts;
  for (const key of ["byKind", "remaining", "firstLine", "flows", "sources", "zones"] as const)
    counts[key] = new Map<never, number>();
  const fail = (line: number, shown: string): void => {
    counts.rows++;
    counts.unparsed.count++;
    if (counts.unparsed.examples.length < LIMITS.examples)
      counts.unparsed.examples.push({ line, text: shown });
  };
  const lines = text.split("\n");
  for (const [at, line] of lines.entries()) {
    const last = at === lines.length - 1;
    if (last && line === "") break;
    if (line.length > LIMITS.lineBytes) fail(at + 1, last ? "(an endless line)" : OVERLONG);
    else if (last && cut) fail(at + 1, shown(line));
    else {
      const row = readLine(line);
      if (row === "unparsed") fail(at + 1, shown(line.replace(/\r+$/, "")));
      else if (row !== "no row") countRow(counts, row, at + 1, borders);
    }
  }
  return counts;
}

const shown = (line: string): string => line.slice(0, 160).replace(/[^ -~\u00a0-\u00ff]/g, "?");

function countRow(
  counts: Counts,
  row: Row,
  line: number,
  borders: readonly [number, number],
): void {
  const use = classOf(row, borders);
  const flags = `${row.unreplied ? " UNREPLIED" : ""}${row.assured ? " ASSURED" : ""}`;
  const kind = `${row.protocol} ${row.state}${flags}`;
  const meta = `${use}${row.ipv6 ? " ipv6" : ""}${row.dst[1] === row.src[0] ? "" : " snat"}`;
  counts.rows++;
  counts.parsed++;
  if (row.ipv6) counts.ipv6++;
  add(counts.byKind, kind);
  add(counts.remaining, `${kind} from ${binStart(row.remaining)} s`);
  if (!counts.firstLine.has(use)) counts.firstLine.set(use, line);
  add(counts.flows, `${row.dst[0]} ${row.dport[0]} > ${row.src[1]} ${row.sport[1]} ${meta}`);
  add(counts.sources, `${row.src[0]} ${use}${row.ipv6 ? " ipv6" : ""}`);
  if (row.zone !== 0 && (counts.zones.has(row.zone) || counts.zones.size < MAX_ZONES))
    add(counts.zones, row.zone);
}

function classOf(row: Row, borders: readonly [number, number]): string {
  const { protocol, state, unreplied, remaining } = row;
  if (state === "OFFLOAD") return "offloaded";
  if (protocol.startsWith("icmp")) return "icmp";
  if (protocol.startsWith("udp")) {
    if (row.dport[0] === 53) return unreplied ? "dns-one-way" : "dns";
    if ([4789, 8472, 6081].includes(row.dport[0])) return "overlay";
    if (!unreplied) return row.assured ? "udp-stream" : "udp";
    return row.sport[0] === 53 ? "dns-answer" : "udp-one-way";
  }
  if (protocol !== "tcp") return "other";
  if (state === "TIME_WAIT") return "time-wait";
  if (state === "CLOSE_WAIT") return "close-wait";
  if (["FIN_WAIT", "LAST_ACK", "CLOSE"].includes(state!)) return "closing";
  if (state === "ESTABLISHED") {
    if (unreplied) return "established-one-way";
    if (remaining <= 300) return "established-stuck";
    const band = borders.filter((border) => remaining >= border).length;
    // within the minute below an hour above its border
    const above = band === 0 ? 0 : remaining - borders[band - 1]!;
    const isRecent = band > 0 && above >= 3_540 && (band === 2 || above <= 3_600);
    return isRecent ? `established-recent-${band}` : `established-band-${band}`;
  }
  if (state === "SYN_RECV") return "half-open";
  return unreplied && state!.startsWith("SYN_SENT") ? "unanswered-syn" : "handshake";
}

/** To the second, up to two weeks. */
const binStart = (seconds: number): number => Math.min(seconds, 1_212_415);

/** The parser's fact under the same names. */
export function named(fact: TableFact): Counts {
  const { rows, parsed, unparsed, ipv6, zones } = fact;
  const counts = { rows, parsed, unparsed, ipv6, zones } as Counts;
  const kindOf = (kind: number): string => {
    const { protocol, state } = STATES[kind >> 2]!;
    return `${protocol} ${state}${kind & 1 ? " UNREPLIED" : ""}${kind & 2 ? " ASSURED" : ""}`;
  };
  const address = (word: number, meta: number): string =>
    meta & 32
      ? fact.addresses.text(word)
      : [24, 16, 8, 0].map((shift) => (word >>> shift) & 255).join(".");
  const metaOf = (meta: number): string =>
    `${CLASSES[meta & 31]}${meta & 32 ? " ipv6" : ""}${meta & 64 ? " snat" : ""}`;
  counts.byKind = new Map();
  counts.remaining = new Map();
  for (const [kind, count] of fact.byKind.entries()) {
    if (count > 0) counts.byKind.set(kindOf(kind), count);
  }
  fact.remaining.forEach((kind, left, held) => {
    counts.remaining.set(`${kindOf(kind)} from ${left} s`, held);
  });
  counts.firstLine = new Map(
    [...fact.firstLine].flatMap((line, id) => (line === 0 ? [] : [[CLASSES[id]!, line]])),
  );
  counts.flows = new Map();
  fact.flows.forEach((dst, src, ports, meta, count) => {
    const key = `${address(dst, meta)} ${ports >>> 16} > ${address(src, meta)} ${ports & 65_535}`;
    counts.flows.set(`${key} ${metaOf(meta)}`, count);
  });
  counts.sources = new Map();
  fact.sources.forEach((src, _b, _c, meta, count) => {
    counts.sources.set(`${address(src, meta)} ${metaOf(meta)}`, count);
  });
  return counts;
}
