import type { AddressIndex } from "./addresses.ts";
import { asNumber, LF, readIpv4, readIpv6, readNumber, SPACE, skipWord, value } from "./fields.ts";
import * as row from "./row.ts";
import { ASSURED, stateId, UNREPLIED } from "./states.ts";
import { lookup, STATE_WORDS } from "./words.ts";

const [TCP, UDP] = [asNumber("tcp "), asNumber("udp ")];
const [BLANKS, SIX, SEVENTEEN] = [asNumber("    "), asNumber("  6 "), asNumber(" 17 ")];
const [SRC, DST, SPOR, DPOR] = [
  asNumber("src="),
  asNumber("dst="),
  asNumber("spor"),
  asNumber("dpor"),
];
const [MARK, USE] = [asNumber("mark"), asNumber("use=")];
const [PACK, ETS, BYTE] = [asNumber("pack"), asNumber("ets="), asNumber("byte")];
const T_IS = asNumber("t=");
const [UNRE, PLIE, D_] = [asNumber("[UNR"), asNumber("EPLI"), asNumber("ED] ")];
const [ASSU, RED_] = [asNumber("[ASS"), asNumber("URED")];
const TCP_STATES = STATE_WORDS[0]!;
const UDP_STATE = stateId("udp", null);

/** The tuple that was read last, and how many addresses of the row were IPv6. */
let tupleSrc = 0;
let tupleDst = 0;
/** Destination port << 16 | source port. */
let tuplePorts = 0;
let ipv6 = 0;

/** Bytes behind a row's line feed that a look ahead may touch: a block must reach that far. */
export const LOOK_AHEAD = 16;

/**
 * Reads the rows that nearly all of a dump is made of: TCP and UDP with their tokens in the one order in
 * which the tool and the kernel write them. It goes straight ahead, four bytes at a time where a word is
 * expected, and gives up on any other row (-1), which `scanner.ts` then reads. It reads no row that
 * the scanner would not, and none otherwise: a test holds both against a third, plain parser.
 */
export class UsualRows {
  readonly #out: Int32Array;
  readonly #addresses: AddressIndex;
  readonly #borders: readonly [number, number];

  constructor(out: Int32Array, addresses: AddressIndex, borders: readonly [number, number]) {
    this.#out = out;
    this.#addresses = addresses;
    this.#borders = borders;
  }

  /** As `RowScanner.scan`; `v` views the bytes of `b`. */
  scan(b: Uint8Array, v: DataView, from: number): number {
    const out = this.#out;
    let p = from;
    if (b[p] === 105 && b[p + 1] === 112) p = skipWord(b, skipWord(b, p));
    const protocol = v.getInt32(p, true);
    if (v.getInt32(p + 4, true) !== BLANKS) return -1;
    let state = UDP_STATE;
    if (protocol === TCP && v.getInt32(p + 7, true) === SIX) {
      p = readNumber(b, p + 11);
      out[row.REMAINING] = value;
      if (p < 0 || b[p] !== SPACE) return -1;
      const start = ++p;
      while (b[p]! > SPACE) p++;
      state = lookup(TCP_STATES, b, start, p);
      if (state < 0) return -1;
    } else if (protocol === UDP && v.getInt32(p + 8, true) === SEVENTEEN) {
      p = readNumber(b, p + 12);
      out[row.REMAINING] = value;
      if (p < 0) return -1;
    } else return -1;
    if (b[p] !== SPACE) return -1;

    ipv6 = 0;
    p = this.#tuple(b, v, p + 1);
    if (p < 0) return -1;
    const src = tupleSrc;
    const ports = tuplePorts;
    out[row.SRC] = src;
    out[row.DST] = tupleDst;
    let kind = state * 4;
    if (v.getInt32(p, true) === UNRE) {
      if (v.getInt32(p + 4, true) !== PLIE || v.getInt32(p + 8, true) !== D_) return -1;
      kind += UNREPLIED;
      p += 12;
    }
    p = this.#tuple(b, v, p);
    if (p < 0 || (ipv6 & 3) !== 0) return -1;
    if (v.getInt32(p, true) === ASSU) {
      if (v.getInt32(p + 4, true) !== RED_ || b[p + 8] !== 93 || b[p + 9] !== SPACE) return -1;
      kind += ASSURED;
      p += 10;
    }
    if (v.getInt32(p, true) === MARK) {
      p = b[p + 4] === 61 ? readNumber(b, p + 5) : -1;
      if (p < 0 || b[p++] !== SPACE) return -1;
    }
    if (v.getInt32(p, true) !== USE) return -1;
    p = readNumber(b, p + 4);
    if (p < 0 || b[p] !== LF) return -1;

    out[row.KIND] = kind;
    out[row.ZONE] = 0;
    out[row.REPLY_SRC] = tupleSrc;
    out[row.PORTS] = (ports & ~0xffff) | (tuplePorts & 0xffff);
    out[row.META] =
      row.classOf(kind, out[row.REMAINING]!, ports & 0xffff, ports >>> 16, this.#borders) |
      (ipv6 === 0 ? 0 : row.IPV6) |
      (tupleDst === src ? 0 : row.SNAT);
    return p + 1;
  }

  /** `src=A dst=B sport=N dport=M `, perhaps with counters behind it. */
  #tuple(b: Uint8Array, v: DataView, from: number): number {
    if (v.getInt32(from, true) !== SRC) return -1;
    let p = this.#address(b, from + 4);
    tupleSrc = value;
    if (p < 0 || v.getInt32(p, true) !== DST) return -1;
    p = this.#address(b, p + 4);
    tupleDst = value;
    if (p < 0 || v.getInt32(p, true) !== SPOR || v.getInt16(p + 4, true) !== T_IS) return -1;
    p = readNumber(b, p + 6);
    const sport = value;
    if (p < 0 || b[p] !== SPACE) return -1;
    if (v.getInt32(p + 1, true) !== DPOR || v.getInt16(p + 5, true) !== T_IS) return -1;
    p = readNumber(b, p + 7);
    if (p < 0 || b[p] !== SPACE || (sport | value) > 65_535) return -1;
    tuplePorts = (value << 16) | sport;
    return v.getInt32(p + 1, true) === PACK ? skipCounters(b, v, p + 1) : p + 1;
  }

  /** Where the next token begins. */
  #address(b: Uint8Array, from: number): number {
    let p = readIpv4(b, from);
    if (p < 0) {
      p = readIpv6(b, from, this.#addresses);
      ipv6++;
    }
    return p > 0 && b[p] === SPACE ? p + 1 : -1;
  }
}

/** `packets=N bytes=N `, where the kernel counts them: passed over. */
function skipCounters(b: Uint8Array, v: DataView, from: number): number {
  if (v.getInt32(from + 4, true) !== ETS) return -1;
  const p = skipWord(b, from + 8);
  return v.getInt32(p, true) === BYTE && b[p + 4] === 115 && b[p + 5] === 61 ? skipWord(b, p) : -1;
}
