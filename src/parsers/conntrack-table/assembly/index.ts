/**
 * Reads the rows that nearly all of a dump is made of: TCP, UDP and ICMP with their tokens in the one order
 * in which the tool and the kernel write them. It gives up on any other row, which `../scanner.ts` then
 * reads. It reads no row that the scanner would not, and none otherwise: a test holds both against a
 * third, plain parser.
 *
 * This is AssemblyScript, the part of TypeScript that `npm run assembly` compiles to WebAssembly. A field's
 * bytes are compared eight or sixteen at a time, and its digits become a value without a branch: how
 * long a number is cannot be predicted, so a loop over its digits would cost more than all else.
 */
import { bitsOf, digits, firstBytes, ipv4, ipv6, layOutDigits, number, value } from "./bytes";
import {
  FLOW_BYTES,
  FLOWS,
  IPV6,
  IPV6_BYTES,
  MOST_ROWS,
  ROW_BYTES,
  ROWS,
  SOURCE_BYTES,
  SOURCES,
} from "./memory";
import { classOf, findState, icmp, icmpv6, portRole, tcpRole, udp } from "./states";

export { CLASSES, FLOWS, IPV6, MOST_ROWS, ROWS, SOURCES, TEXT, TEXT_BYTES } from "./memory";
export { learnStateless, learnTcp } from "./states";

const UNREPLIED = 1;
const ASSURED = 2;
/** Bits of META, as in `../row.ts`. */
const IS_IPV6 = 32;
const IS_SNAT = 64;
/** A count of one beside META in the last word of a key. */
const ONE = 128;

/** What `read` leaves: where it stopped, and how many addresses stand at `IPV6`. */
export let stopped: usize = 0;
export let addresses: u32 = 0;

/** What the reader of a tuple leaves; where the texts begin is 0 for IPv4. */
let src: u32 = 0;
let srcText: usize = 0;
let srcEnd: usize = 0;
let dst: u32 = 0;
let dstText: usize = 0;
let dstEnd: usize = 0;
let sport: u32 = 0;
let dport: u32 = 0;

/** Borders of the roles of TCP, in remaining seconds. */
let border1: u32 = 0;
let border2: u32 = 0;
let border3: u32 = 0;

layOutDigits();

/** Reads the rows in `[from, end)` until there is no more room, or one that is not usual. Answers how many. */
export function read(from: usize, end: usize, first: u32, second: u32, third: u32): u32 {
  border1 = first;
  border2 = second;
  border3 = third;
  addresses = 0;
  stopped = from;
  let rows: u32 = 0;
  while (stopped < end && rows < MOST_ROWS) {
    const known = addresses;
    const next = readRow(stopped, rows);
    if (next === 0) {
      addresses = known;
      break;
    }
    stopped = next;
    rows++;
  }
  return rows;
}

/** Where the next row begins, or 0. */
function readRow(from: usize, index: u32): usize {
  const row = ROWS + index * ROW_BYTES;
  const flow = FLOWS + index * FLOW_BYTES;
  const source = SOURCES + index * SOURCE_BYTES;
  let p = from;
  // "ipv4     2 " and "ipv6     10 " of -o extended and /proc
  if (load<u64>(p) === 0x2020202034767069 && load<u32>(p, 7) === 0x20322020) p += 11;
  else if (load<u64>(p) === 0x2020202036767069 && load<u32>(p, 8) === 0x20303120) p += 12;
  // "tcp      6 ", "udp      17 ", "icmp     1 ", "icmpv6   58 "
  const protocol = load<u64>(p);
  let kind: u32 = 0;
  let isTcp = false;
  if (protocol === 0x2020202020706374 && load<u32>(p, 7) === 0x20362020) {
    isTcp = true;
    p += 11;
  } else if (protocol === 0x2020202020706475 && load<u32>(p, 8) === 0x20373120) {
    kind = udp;
    p += 12;
  } else if (protocol === 0x20202020706d6369 && load<u32>(p, 7) === 0x20312020) {
    kind = icmp;
    p += 11;
  } else if (protocol === 0x20203676706d6369 && load<u32>(p, 8) === 0x20383520) {
    kind = icmpv6;
    p += 12;
  } else return 0;
  p = number(p);
  const remaining = value;
  if (load<u8>(p++) !== 0x20) return 0;
  if (isTcp) {
    const state = findState(p);
    if (state === 0) return 0;
    kind = load<u32>(state, 16);
    p += load<u32>(state, 20) + 1;
  }

  p = tuple(p);
  if (p === 0) return 0;
  const client = src;
  const clientText = srcText;
  const sourcePort = sport;
  const port = dport;
  store<u32>(source, src);
  store<u32>(flow, dst);
  if (srcText !== 0) {
    keep(srcText, srcEnd, source);
    keep(dstText, dstEnd, flow);
  }
  // "[UNREPLIED] "
  if (load<u64>(p) === 0x494c5045524e555b) {
    if (load<u32>(p, 8) !== 0x205d4445) return 0;
    kind += UNREPLIED;
    p += 12;
  }
  p = tuple(p);
  if (p === 0 || (srcText === 0) !== (clientText === 0)) return 0;
  store<u32>(flow, src, 4);
  let meta: u32 = dst === client ? 0 : IS_SNAT;
  if (srcText !== 0) {
    keep(srcText, srcEnd, flow + 4);
    meta = IS_IPV6 | (sameWord(clientText, dstText) ? 0 : IS_SNAT);
  }
  // "[ASSURED] "
  if (load<u64>(p) === 0x444552555353415b) {
    if (load<u16>(p, 8) !== 0x205d) return 0;
    kind += ASSURED;
    p += 10;
  }
  // "mark=0 use=1\n", the mark where the kernel has them
  if (load<u32>(p) === 0x6b72616d) {
    if (load<u8>(p, 4) !== 0x3d) return 0;
    p = digits(p + 5);
    if (load<u8>(p++) !== 0x20) return 0;
  }
  if (load<u32>(p) !== 0x3d657375) return 0;
  p = digits(p + 4);
  if (load<u8>(p) !== 0x0a) return 0;

  meta |= classOf(
    kind,
    isTcp ? tcpRole(remaining, border1, border2, border3) : portRole(sourcePort, port),
  );
  store<u32>(row, kind);
  store<u32>(row, remaining, 4);
  store<u32>(row, meta, 8);
  store<u32>(flow, (port << 16) | sport, 8);
  store<u32>(flow, meta | ONE, 12);
  // where a connection goes out is no matter of its source's
  store<u32>(source, (meta & ~IS_SNAT) | ONE, 4);
  return p + 1;
}

/**
 * `src=A dst=B sport=N dport=M `, or `type=N code=N id=N ` for the ports, perhaps with counters behind it: where
 * the next token begins, or 0.
 */
function tuple(from: usize): usize {
  if (load<u32>(from) !== 0x3d637273) return 0;
  let p = ipv4(from + 4);
  src = value;
  srcText = 0;
  if (p === 0) {
    p = ipv6(from + 4);
    srcText = from + 4;
  }
  srcEnd = p;
  // " dst="
  if (load<u8>(p) !== 0x20 || load<u32>(p, 1) !== 0x3d747364) return 0;
  dstText = p + 5;
  // both are of one family
  p = srcText === 0 ? ipv4(dstText) : ipv6(dstText);
  dst = value;
  dstEnd = p;
  p = (load<u64>(p) & 0xffffffffffff) === 0x3d6570797420 ? icmpIdentity(p) : ports(p);
  if (p === 0) return 0;
  // "packets=" and "bytes=", where the kernel counts them
  if (load<u64>(p) !== 0x3d7374656b636170) return p;
  p = digits(p + 8);
  if (load<u32>(p) !== 0x74796220 || load<u32>(p, 3) !== 0x3d736574) return 0;
  p = digits(p + 7);
  return load<u8>(p) === 0x20 ? p + 1 : 0;
}

/** ` sport=N dport=M `: where the next token begins, or 0. */
function ports(from: usize): usize {
  if ((load<u64>(from) & 0xffffffffffffff) !== 0x3d74726f707320) return 0;
  let p = number(from + 7);
  sport = value;
  if ((load<u64>(p) & 0xffffffffffffff) !== 0x3d74726f706420) return 0;
  p = number(p + 7);
  dport = value;
  return load<u8>(p) === 0x20 && (sport | dport) <= 65_535 ? p + 1 : 0;
}

/** ` type=N code=N id=N `, in place of ports: where the next token begins, or 0. */
function icmpIdentity(from: usize): usize {
  sport = 0;
  dport = 0;
  let p = digits(from + 6);
  if ((load<u64>(p) & 0xffffffffffff) !== 0x3d65646f6320) return 0;
  p = digits(p + 6);
  if (load<u32>(p) !== 0x3d646920) return 0;
  p = digits(p + 4);
  return load<u8>(p) === 0x20 ? p + 1 : 0;
}

/** Keeps the IPv6 address in `[text, end)`, whose id belongs at `word`. */
function keep(text: usize, end: usize, word: usize): void {
  const to = IPV6 + addresses * IPV6_BYTES;
  const length = (end - text) as i32;
  v128.store(to, firstBytes(v128.load(text), length));
  v128.store(to, firstBytes(v128.load(text, 16), max<i32>(length - 16, 0)), 16);
  v128.store(to, firstBytes(v128.load(text, 32), max<i32>(length - 32, 0)), 32);
  store<u32>(to, word >> 2, 48);
  addresses++;
}

/** Whether two words, each with a blank behind it, are the same. */
function sameWord(a: usize, b: usize): bool {
  let differ: u32 = 0;
  let blanks: u32 = 0;
  for (; (differ | blanks) === 0; a += 16, b += 16) {
    const text = v128.load(a);
    differ = i8x16.bitmask(i8x16.ne(text, v128.load(b)));
    blanks = bitsOf(text, 0x20);
  }
  return (differ & (blanks ^ (blanks - 1))) === 0;
}
