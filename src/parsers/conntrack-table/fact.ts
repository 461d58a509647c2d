import type { LIMITS } from "../../limits.ts";
import { AddressIndex } from "./addresses.ts";
import { CountingTable } from "./counting-table.ts";
import { Pairs } from "./pairs.ts";
import { RemainingTimes } from "./remaining.ts";
import { IPV6, METAS } from "./row.ts";
import { CLASSES, KINDS } from "./states.ts";

/**
 * What one dump of the table holds, counted. Source: `conntrack -L`, or `/proc/net/nf_conntrack`.
 * Memory grows with distinct keys, never with rows.
 */
export interface TableFact {
  entry: string;
  /** Rows read = parsed + not parsed. Blank lines, trailers and XML frames are no rows. */
  rows: number;
  parsed: number;
  /** The first few rows that could not be parsed, made printable. */
  unparsed: { count: number; examples: { line: number; text: string }[] };
  /** Rows of IPv6, of those parsed. */
  ipv6: number;
  /** Rows of each kind (state and flags). */
  byKind: Int32Array;
  /** Seconds that entries have left, by kind. */
  remaining: RemainingTimes;
  /** Line of the first row of each class; 0 when it has none. */
  firstLine: Int32Array;
  /** Rows by meta (class, IPv6, translated: see `row.ts`). Exact, whatever the tables below forgot. */
  byMeta: Int32Array;
  /** (destination, reply source, ports, meta) → entries. */
  flows: CountingTable;
  /** (source, meta without its SNAT) → entries. */
  sources: CountingTable;
  /** The pairs of source and destination with very many TCP entries. */
  pairs: Pairs;
  /** (source, its port, meta without its SNAT) → one-way entries from a port that only servers have. */
  answers: CountingTable;
  /** (source, destination, both ports, protocol) → entries in zones other than 0: two are a flow in two zones. */
  zoned: CountingTable;
  /** Texts of the IPv6 addresses that the tables hold as ids. */
  addresses: AddressIndex;
  /** The borders between the bands of ESTABLISHED, in remaining seconds. */
  borders: readonly [number, number];
  /** Rows by conntrack zone other than 0, at most {@link MAX_ZONES} of them. */
  zones: Map<number, number>;
  /** Rows of protocols that the kernel does not know, by the number of the protocol. */
  unknown: Int32Array;
  /** The number of rows that the tool says it printed, when its trailer is in the dump. */
  trailerRows: number | null;
  /** Rows that are events of `conntrack -E`: of one flow there may be many, and of most none. */
  events: number;
  toolVersion: string | null;
}

/** Rows of IPv6, by their metas. */
export const ipv6Rows = ({ byMeta }: TableFact): number =>
  byMeta.reduce((sum, count, meta) => sum + ((meta & IPV6) === 0 ? 0 : count), 0);

export const MAX_ZONES = 1000;
/** Keys that a table has room for at first. */
const FEW = 2560;
/** The same for what most tables have little of. */
const FEW_PORTS = 64;

export const newTable = (
  entry: string,
  borders: readonly [number, number],
  limits: Pick<typeof LIMITS, "flows" | "sources" | "addresses">,
): TableFact => ({
  entry,
  rows: 0,
  parsed: 0,
  unparsed: { count: 0, examples: [] },
  ipv6: 0,
  byKind: new Int32Array(KINDS),
  remaining: new RemainingTimes(),
  firstLine: new Int32Array(CLASSES.length),
  byMeta: new Int32Array(METAS),
  flows: new CountingTable(3, FEW, limits.flows),
  sources: new CountingTable(1, FEW, limits.sources),
  pairs: new Pairs(),
  answers: new CountingTable(3, FEW_PORTS, limits.sources),
  zoned: new CountingTable(3, FEW_PORTS, limits.flows),
  addresses: new AddressIndex(limits.addresses),
  borders,
  zones: new Map(),
  unknown: new Int32Array(256),
  trailerRows: null,
  events: 0,
  toolVersion: null,
});
