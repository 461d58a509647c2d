import type { Random } from "../bench/random.ts";

/** What a counter has since boot, and at most rises by within the window of a node that is well. */
type Counters = Readonly<Record<string, readonly [total: number, rise: number]>>;

/** In `/proc/net/netstat` and `/proc/net/snmp`, with the names of their groups. */
export const TCP_IP: Readonly<Record<string, Counters>> = {
  TcpExt: {
    TW: [9_000_000, 3000],
    ListenOverflows: [88_000, 10],
    ListenDrops: [88_000, 10],
    TCPTimeouts: [400_000, 40],
    TCPMemoryPressures: [60, 1],
    IPReversePathFilter: [70_000, 11],
    TCPTimeWaitOverflow: [9000, 10],
    TCPReqQFullDoCookies: [4000, 5],
    TCPReqQFullDrop: [3000, 5],
    TCPSynRetrans: [300_000, 20],
  },
  Ip: { InReceives: [2e9, 90_000], FragOKs: [7000, 10], FragFails: [52_000, 6] },
  Tcp: { ActiveOpens: [8e6, 900], PassiveOpens: [9e6, 900], RetransSegs: [700_000, 60] },
};

/** Of connection tracking, in the order of its columns. */
export const CONNTRACK: Counters = {
  entries: [0, 0],
  clashres: [3_000_000, 60],
  found: [900_000, 20],
  new: [0, 0],
  invalid: [5_000_000, 11],
  ignore: [0, 0],
  delete: [0, 0],
  chainlength: [4000, 5],
  insert: [0, 0],
  insert_failed: [90_000, 4],
  drop: [90_000, 1],
  early_drop: [2000, 0],
};

export const SOFTNET: Counters = {
  processed: [4e9, 1e6],
  dropped: [70_000, 50],
  squeezed: [60_000, 90],
};

export const CLOUD: Counters = {
  bw_in_allowance_exceeded: [900_000, 200],
  bw_out_allowance_exceeded: [700_000, 200],
  pps_allowance_exceeded: [20_000, 20],
  conntrack_allowance_exceeded: [3000, 1],
  linklocal_allowance_exceeded: [9000, 1],
};

/** Of the neighbour table; what it refuses comes last. */
export const NEIGHBOURS: Counters = {
  entries: [400, 0],
  allocs: [90_000, 40],
  table_fulls: [900, 4],
};

/** Each of these is a moment of the whole host, not a packet: a longer window has no more of them. */
const MOMENTS = new Set(["TCPMemoryPressures", "entries"]);

/**
 * Both values of each counter: at the window's start and its end.
 *
 * @param times how many usual windows this one is long
 */
export function drawn(
  random: Random,
  counters: Counters,
  times: number,
): Map<string, readonly [number, number]> {
  return new Map(
    Object.entries(counters).map(([name, [total, rise]]) => {
      const before = random.chance(0.2) ? 0 : random.below(total + 1);
      const most = MOMENTS.has(name) ? rise : rise * times;
      return [name, [before, before + random.below(most + 1)]];
    }),
  );
}

const column = (counters: ReadonlyMap<string, readonly [number, number]>, at: 0 | 1): number[] =>
  [...counters.values()].map((both) => both[at]);

/** A line of names and a line of values behind a group's name. */
export const twoRows = (
  group: string,
  counters: ReadonlyMap<string, readonly [number, number]>,
  at: 0 | 1,
): string =>
  `${group}: ${[...counters.keys()].join(" ")}\n${group}: ${column(counters, at).join(" ")}\n`;

/** A row of hexadecimal numbers, as of one CPU, below their names where the kernel prints these. */
export const hexRow = (
  counters: ReadonlyMap<string, readonly [number, number]>,
  at: 0 | 1,
  header = true,
): string => {
  const cells = column(counters, at).map((value) => (value >>> 0).toString(16).padStart(8, "0"));
  return `${header ? `${[...counters.keys()].join(" ")}\n` : ""}${cells.join(" ")}\n`;
};

/** `name: value` lines, as of ethtool. */
export const listed = (
  counters: ReadonlyMap<string, readonly [number, number]>,
  at: 0 | 1,
): string =>
  `NIC statistics:\n${[...counters].map(([name, both]) => `     ${name}: ${both[at]}\n`).join("")}`;
