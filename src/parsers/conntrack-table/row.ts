import { ASSURED, CLASS, CLASS_OF_KIND, STUCK_SECONDS, UNREPLIED, udpClass } from "./states.ts";

/** A scanned row is ten 32-bit words. */
export const ROW_WORDS = 10;
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
/** The number of a protocol that the kernel does not know, else 0. */
export const NUMBER = 9;

/** Bits of `META`: the class in its lowest five, IPv6, source translated. */
export const CLASS_MASK = 31;
export const IPV6 = 32;
export const SNAT = 64;
/** Values that `META` can have. */
export const METAS = 128;
export const META_MASK = METAS - 1;

/** By `META`: 1 for those of which a thing is true. */
export const metasOf = (is: (meta: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: METAS }, (_, meta) => Number(is(meta)));
export const TRANSLATED = metasOf((meta) => (meta & SNAT) !== 0);

const ESTABLISHED = CLASS["established-band-0"];
/** Of bands 1 and 2: what had its last packet within a minute, if the border is an hour below its timeout. */
const RECENT = [CLASS["established-recent-1"], CLASS["established-recent-2"]] as const;
/** Seconds above a border from which an entry is recent, and up to which it can be. */
export const RECENT_FROM = 3540;
export const RECENT_TO = 3600;
const STUCK = CLASS["established-stuck"];
const UDP = CLASS.udp;
const ONE_WAY_UDP = CLASS["udp-one-way"];

/** Above it, Linux chooses the ports of clients. */
const CLIENT_PORTS = 32_768;
/**
 * By class: the port below which an entry's source may be a server whose question is not tracked, so that the
 * entry is its answer. Of entries that are not one-way none.
 */
export const ANSWERING = new Int32Array(CLASS_MASK + 1);
for (const name of ["established-one-way", "udp-one-way", "dns-answer"] as const)
  ANSWERING[CLASS[name]] = CLIENT_PORTS;

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
    const [first, second] = borders;
    if (remaining < first) return rowClass;
    if (remaining >= second) return remaining >= second + RECENT_FROM ? RECENT[1] : rowClass + 2;
    return remaining >= first + RECENT_FROM && remaining <= first + RECENT_TO
      ? RECENT[0]
      : rowClass + 1;
  }
  return rowClass === UDP || rowClass === ONE_WAY_UDP
    ? udpClass((kind & UNREPLIED) !== 0, sourcePort, port, (kind & ASSURED) !== 0)
    : rowClass;
}

/** Source port << 16 | destination port: a word that tells a row's ports. */
export const portsOf = (words: Int32Array): number =>
  (words[SPORT]! << 16) | (words[PORTS]! >>> 16);
