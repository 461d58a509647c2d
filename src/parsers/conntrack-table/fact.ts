import { AddressIndex } from "./addresses.ts";
import { CountingTable } from "./counting-table.ts";
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
  /** Remaining time by kind, in the bins of `remaining.ts`; absent when the kind has no rows. */
  remaining: (Int32Array | undefined)[];
  /** Line of the first row of each class; 0 when it has none. */
  firstLine: Int32Array;
  /** (destination, reply source, ports, meta) → entries; meta as in `scanner.ts`. */
  flows: CountingTable;
  /** (source, meta) → entries. */
  sources: CountingTable;
  /** Texts of the IPv6 addresses that the tables hold as ids. */
  addresses: AddressIndex;
  /** The borders between the bands of ESTABLISHED, in remaining seconds. */
  borders: readonly [number, number];
  /** Rows by conntrack zone other than 0, at most {@link MAX_ZONES} of them. */
  zones: Map<number, number>;
  /** The number of rows that the tool says it printed, when its trailer is in the dump. */
  trailerRows: number | null;
  toolVersion: string | null;
}

export const MAX_ZONES = 1000;

export const newTable = (entry: string, borders: readonly [number, number]): TableFact => ({
  entry,
  rows: 0,
  parsed: 0,
  unparsed: { count: 0, examples: [] },
  ipv6: 0,
  byKind: new Int32Array(KINDS),
  remaining: new Array(KINDS).fill(undefined),
  firstLine: new Int32Array(CLASSES.length),
  flows: new CountingTable(4),
  sources: new CountingTable(2),
  addresses: new AddressIndex(),
  borders,
  zones: new Map(),
  trailerRows: null,
  toolVersion: null,
});
