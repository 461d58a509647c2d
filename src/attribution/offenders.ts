import type { CountingTable } from "../parsers/conntrack-table/counting-table.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { ipv4Text } from "./addresses.ts";
import { USE_NAMES } from "./use-ids.ts";
import type { Use } from "./uses.ts";

/** Somebody who holds part of a use: a destination, an endpoint, a source. */
export interface Offender {
  /** `10.96.0.20:80/tcp`, `10.244.1.7:8080`, `10.244.3.4`. */
  name: string;
  /** `namespace/name:port` of the Service behind it, where the ruleset names it. */
  service: string | null;
  entries: number;
}

/** How many offenders are kept of each kind. */
export const TOP = 10;

/** The part of what several hold from which one of them is named as the one that matters. */
const WORTH_NAMING = 0.2;
/** Of more than so many none is named. */
const MOST_NAMED = 4;

/** Parts of what the largest and the one before hold from which another one holds alike. */
const ALIKE = { largest: 0.5, before: 0.6 };

/** All of them, or none where they are so many that none matters more than another. */
export const mostNamed = <T>(named: T[]): T[] => (named.length > MOST_NAMED ? [] : named);

/**
 * Those of some holders, the largest first, that hold a part worth naming, with those that hold about as much:
 * of four that do the same, one may be just below that part.
 */
export const worthNaming = <T extends Pick<Offender, "entries">>(
  holders: readonly T[],
  entries: number,
): T[] => {
  const named = holders.filter((one) => one.entries > 0 && one.entries >= WORTH_NAMING * entries);
  const [first] = named;
  for (const next of holders.slice(named.length)) {
    const least = Math.max(
      ALIKE.largest * (first?.entries ?? Number.POSITIVE_INFINITY),
      ALIKE.before * (named.at(-1)?.entries ?? 0),
    );
    if (next.entries < least) break;
    named.push(next);
  }
  return mostNamed(named);
};

/** What a slot is counted by beside address and port: its use, UDP or not, IPv6 or not. */
export const flagsOf = (use: number, udp: number, v6: boolean): number =>
  (use << 2) | (udp << 1) | (v6 ? 1 : 0);
export const useOfFlags = (flags: number): number => flags >> 2;
export const withoutUse = (flags: number): number => flags & 3;
export const isUdp = (flags: number): boolean => (flags & 2) === 2;
export const isIpv6 = (flags: number): boolean => (flags & 1) === 1;

/** A slot of a table that is counted by address, port and flags. */
export interface Slot {
  address: number;
  port: number;
  flags: number;
  entries: number;
}

/** The largest keys of each use, and how many keys it has. Nothing is made for the others. */
export function topOfUses(
  table: CountingTable,
  take: (use: Use, top: Slot[], distinct: number) => void,
): void {
  const tops: Slot[][] = USE_NAMES.map(() => []);
  const distinct = new Float64Array(USE_NAMES.length);
  table.forEach((address, port, _, flags, entries) => {
    const use = useOfFlags(flags);
    distinct[use]!++;
    keepTop(tops[use]!, address, port, flags, entries);
  });
  for (const [use, top] of tops.entries())
    if (top.length > 0) take(USE_NAMES[use]!, top, distinct[use]!);
}

/** Puts a slot among the `TOP` largest, if it is one. Equals stand in the order of their addresses. */
export function keepTop(
  top: Slot[],
  address: number,
  port: number,
  flags: number,
  entries: number,
): void {
  if (top.length === TOP && entries < top[TOP - 1]!.entries) return;
  const slot = { address, port, flags, entries };
  let at = top.length;
  while (at > 0 && isBefore(slot, top[at - 1]!)) at--;
  top.splice(at, 0, slot);
  if (top.length > TOP) top.pop();
}

const isBefore = (a: Slot, b: Slot): boolean =>
  (b.entries - a.entries ||
    (a.address >>> 0) - (b.address >>> 0) ||
    a.port - b.port ||
    a.flags - b.flags) < 0;

/** Adds the offenders of one table to those of the others. */
export const merge = (
  known: readonly Offender[],
  slots: readonly Slot[],
  describe: (slot: Slot) => Omit<Offender, "entries">,
): Offender[] =>
  [...known, ...slots.map((slot) => ({ ...describe(slot), entries: slot.entries }))]
    .sort((a, b) => b.entries - a.entries)
    .slice(0, TOP);

const PORTLESS: ReadonlySet<Use> = new Set<Use>(["icmp", "other-protocol"]);

/** `/tcp` or `/udp`; nothing for uses without ports. */
export const protocolOf = (use: Use, flags: number): string =>
  PORTLESS.has(use) ? "" : isUdp(flags) ? "/udp" : "/tcp";

/** The text of a row's address word. */
export const addressText = (table: TableFact, word: number, v6: boolean): string =>
  v6 ? table.addresses.text(word) : ipv4Text(word);

/** `10.0.0.1:80`, `[fd00::1]:80`, or the address alone where there is no port. */
export function endpointText(table: TableFact, word: number, port: number, v6: boolean): string {
  const address = addressText(table, word, v6);
  if (port === 0) return address;
  return v6 ? `[${address}]:${port}` : `${address}:${port}`;
}
