import { ASSURED, CLASS, CLASS_OF_KIND, STUCK_SECONDS, UNREPLIED, udpClass } from "./states.ts";

/** A scanned row is eight 32-bit words. */
export const ROW_WORDS = 9;
export const KIND = 0;
export const REMAINING = 1;
export const ZONE = 2;
export const DST = 3;
export const REPLY_SRC = 4;
/** Destination port << 16 | reply source port. */
export const PORTS = 5;
export const META = 6;
export const SRC = 7;
export const SPORT = 8;

/** Bits of `META`: the class in its lowest five, IPv6, source translated. */
export const CLASS_MASK = 31;
export const IPV6 = 32;
export const SNAT = 64;
/** Values that `META` can have. */
export const METAS = 128;

const ESTABLISHED = CLASS["established-band-0"];
const STUCK = CLASS["established-stuck"];
const UDP = CLASS.udp;
const ONE_WAY_UDP = CLASS["udp-one-way"];

/** The class of a row. `borders` are those between the bands of ESTABLISHED, in remaining seconds. */
export function classOf(
  kind: number,
  remaining: number,
  sourcePort: number,
  port: number,
  borders: readonly [number, number],
): number {
  const rowClass = CLASS_OF_KIND[kind]!;
  if (rowClass === ESTABLISHED) {
    if (remaining <= STUCK_SECONDS) return STUCK;
    if (remaining < borders[0]) return rowClass;
    return rowClass + (remaining >= borders[1] ? 2 : 1);
  }
  return rowClass === UDP || rowClass === ONE_WAY_UDP
    ? udpClass((kind & UNREPLIED) !== 0, sourcePort, port, (kind & ASSURED) !== 0)
    : rowClass;
}
