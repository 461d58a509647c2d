import type { AddressIndex } from "./addresses.ts";
import {
  asBytes,
  CR,
  isDigit,
  LF,
  readIpv4,
  readIpv6,
  readNumber,
  readPort,
  SPACE,
  skipWord,
  startsWith,
  value,
  wordEnd,
} from "./fields.ts";
import * as row from "./row.ts";
import { ASSURED, stateId, UNREPLIED } from "./states.ts";
import { lookup, PROTOCOL_WORDS, STATE_WORDS, STATELESS, TCP } from "./words.ts";

const EQUALS = 61;
const SRC = asBytes("src=");
const DST = asBytes("dst=");
const SPORT = asBytes("sport=");
const DPORT = asBytes("dport=");
const ZONE = asBytes("zone=");
const TCP_OFFLOAD = stateId("tcp", "OFFLOAD");
const UDP_OFFLOAD = stateId("udp", "OFFLOAD");
const UNKNOWN = stateId("unknown", null);
const UDP = stateId("udp", null);

/**
 * Reads any row of `conntrack -L` (default, extended, id, timestamp, label output) and of
 * `/proc/net/nf_conntrack` from bytes into words, in one forward scan without strings or objects.
 *
 * A row's tokens may stand in any order after the state; `key=value` and `[flag]` tokens that it does
 * not know are passed over. Anything else makes it give up on the row (-1), so that the exact, slow
 * reader in `forms.ts` can look at it.
 */
export class RowScanner {
  readonly out: Int32Array;
  readonly #addresses: AddressIndex;
  /** Borders between the bands of ESTABLISHED, in remaining seconds. */
  readonly #borders: readonly [number, number];
  /** Whether rows of entries that have ended come, which tell of no time left, and of no state up to Linux 5.11. */
  readonly #ends: boolean;
  /** Addresses of the row that were IPv6: none of its four, or all. */
  #ipv6 = 0;

  constructor(
    out: Int32Array,
    addresses: AddressIndex,
    borders: readonly [number, number],
    ends = false,
  ) {
    this.#ends = ends;
    this.out = out;
    this.#addresses = addresses;
    this.#borders = borders;
  }

  /**
   * Scans the row that starts at `from` into the words of `out`; the block must end with a line feed.
   * Answers where the next line starts, or -1 when this is not a row as it expects.
   */
  scan(b: Uint8Array, from: number): number {
    const { out } = this;
    let p = from;
    // "ipv4     2 " of -o extended and /proc
    if (b[p] === 105 && b[p + 1] === 112) p = skipWord(b, skipWord(b, p));
    const start = p;
    p = wordEnd(b, p);
    if (p < 0) return -1;
    let state = lookup(STATELESS, b, start, p);
    const family = state < 0 ? lookup(PROTOCOL_WORDS, b, start, p) : -1;
    if (state < 0 && family < 0) return -1;
    while (b[p] === SPACE) p++;
    if (!isDigit(b[p]!)) return -1;
    const number = p;
    p = skipWord(b, p);
    let remaining = -1;
    if (isDigit(b[p]!)) {
      p = readNumber(b, p);
      if (p < 0 || b[p] !== SPACE) return -1;
      remaining = value;
      while (b[p] === SPACE) p++;
    }
    let c = b[p]!;
    if (family >= 0 && c >= 65 && c <= 90) {
      const word = p;
      p = wordEnd(b, p);
      if (p < 0) return -1;
      state = lookup(STATE_WORDS[family]!, b, word, p);
      if (state < 0) return -1;
      p++;
    }
    let flags = 0;
    let offload = false;
    let seen = 0;
    let ports = 0;
    let sourcePort = 0;
    let rdst = 0;
    this.#ipv6 = 0;
    out[row.ZONE] = 0;
    for (;;) {
      c = b[p]!;
      if (startsWith(b, p, SRC)) {
        p = this.#address(b, p + 4);
        if (p < 0 || (seen & 3) > 1) return -1;
        out[seen & 3 ? row.REPLY_SRC : row.SRC] = value;
        seen++;
      } else if (startsWith(b, p, DST)) {
        p = this.#address(b, p + 4);
        if (p < 0 || seen >= 8) return -1;
        if (seen >= 4) rdst = value;
        else out[row.DST] = value;
        seen += 4;
      } else if (startsWith(b, p, SPORT)) {
        p = readPort(b, p + 6);
        if (p < 0) return -1;
        if ((seen & 3) === 2) ports = (ports & ~0xffff) | value;
        else if ((seen & 3) === 1) sourcePort = value;
      } else if (startsWith(b, p, DPORT)) {
        p = readPort(b, p + 6);
        if (p < 0) return -1;
        if ((seen & 3) === 1) ports = (ports & 0xffff) | (value << 16);
      } else if (c === 91) {
        if (b[p + 1] === 65 && b[p + 2] === 83) flags |= ASSURED;
        else if (b[p + 1] === 85 && b[p + 2] === 78) flags |= UNREPLIED;
        else if (b[p + 1] === 79 || b[p + 1] === 72) offload = true;
        while (b[p]! !== 93) if (b[p++]! < SPACE) return -1;
        p++;
      } else if (startsWith(b, p, ZONE)) {
        p = readNumber(b, p + 5);
        if (p < 0) return -1;
        out[row.ZONE] = value;
      } else if (c >= 97 && c <= 122) {
        let equals = false;
        for (; b[p]! > SPACE; p++) if (b[p] === EQUALS) equals = true;
        // "timeout=30, stream_timeout=180 " of GRE in /proc has its comma inside the word: fine
        if (!equals) return -1;
      } else if (c === SPACE) {
        p++;
        continue;
      } else break;
      if (b[p]! > SPACE) return -1;
    }
    while (b[p] === CR) p++;
    // one family: a word is either an address or an id, never a mixture
    if (b[p] !== LF || seen !== 10 || (this.#ipv6 & 3) !== 0) return -1;
    if (remaining < 0) {
      if (offload) state = family === TCP ? TCP_OFFLOAD : state === UDP ? UDP_OFFLOAD : UNKNOWN;
      else if (!this.#ends) return -1;
      else if (state < 0) state = UNKNOWN;
      remaining = 0;
    } else if (state < 0) return -1;
    const kind = state * 4 + flags;
    const rowClass = row.classOf(kind, remaining, sourcePort, ports >>> 16, this.#borders);
    out[row.KIND] = kind;
    out[row.REMAINING] = remaining;
    out[row.PORTS] = ports;
    out[row.SPORT] = sourcePort;
    out[row.NUMBER] = state === UNKNOWN && readNumber(b, number) > 0 ? value & 255 : 0;
    out[row.META] =
      rowClass | (this.#ipv6 === 0 ? 0 : row.IPV6) | (rdst === out[row.SRC] ? 0 : row.SNAT);
    return p + 1;
  }

  #address(b: Uint8Array, from: number): number {
    const p = readIpv4(b, from);
    if (p >= 0) return p;
    this.#ipv6++;
    return readIpv6(b, from, this.#addresses);
  }
}
