/**
 * Reads the rows that nearly all of a dump is made of: TCP, UDP and ICMP with their tokens in the one order
 * in which the tool and the kernel write them. It gives up on any other row, which `../scanner.ts` then
 * reads. It reads no row that the scanner would not, and none otherwise: a test holds both against a
 * third, plain parser.
 *
 * This is AssemblyScript, the part of TypeScript that `npm run assembly` compiles to WebAssembly. A field's
 * bytes are compared eight or sixteen at a time, and its digits become a value without a branch: how
 * long a number is cannot be predicted, so a loop over its digits would cost more than all else. Where the
 * fields are is known before (`marks.ts`), so that none waits for another. The text that is expected at a
 * mark begins with the blank there.
 */
import { bitsOf, differs, noDigits } from "./bytes";
import { head, isTcp, kind, remaining } from "./head";
import { layOutShapes } from "./ipv4";
import { addresses, forgetAddresses } from "./ipv6";
import { findMarks } from "./marks";
import {
  ANSWER_BYTES,
  ANSWERING,
  ANSWERS,
  BY_KIND,
  BY_META,
  COUNTS_BYTES,
  FIRST,
  FLOW_BYTES,
  FLOWS,
  MARK_BYTES,
  MARKS,
  MOST_ROWS,
  ROW_BYTES,
  ROWS,
  SOURCE_BYTES,
  SOURCES,
} from "./memory";
import { classOf, portRole, tcpRole } from "./states";
import { dport, dst, isBack, sport, src, tuple } from "./tuple";

export { addresses } from "./ipv6";
export {
  ANSWERING,
  ANSWERS,
  BY_KIND,
  BY_META,
  CLASSES,
  FIRST,
  FLOWS,
  IPV6,
  MOST_ROWS,
  ROWS,
  SOURCES,
  TEXT,
  TEXT_BYTES,
} from "./memory";
export { learnStateless, learnTcp } from "./states";

const UNREPLIED = 1;
const ASSURED = 2;
/** Bits of META, as in `../row.ts`. */
const CLASS_MASK: u32 = 31;
const IS_IPV6 = 32;
const IS_SNAT = 64;
/** A count of one beside META in the last word of a key. */
const ONE = 128;

/** What `read` leaves: where it stopped. */
export let stopped: usize = 0;

/** Rows that may be answers. */
export let answers: u32 = 0;

/** The first mark that is not read yet. */
let mark: usize = MARKS;

/** Borders of the roles of TCP, in remaining seconds. */
let border1: u32 = 0;
let border2: u32 = 0;
let border3: u32 = 0;
let border4: u32 = 0;
let border5: u32 = 0;
let border6: u32 = 0;

layOutShapes();

/** Takes the whole lines in `[from, end)`. */
export function take(from: usize, end: usize): void {
  findMarks(from, end);
  mark = MARKS;
}

/** Tells the borders of the roles of TCP, in their order. */
export function learnBorders(b1: u32, b2: u32, b3: u32, b4: u32, b5: u32, b6: u32): void {
  border1 = b1;
  border2 = b2;
  border3 = b3;
  border4 = b4;
  border5 = b5;
  border6 = b6;
}

/**
 * Reads and counts the rows in `[from, end)` until there is no more room, or one that is not usual. Answers how many.
 */
export function read(from: usize, end: usize): u32 {
  forgetAddresses(0);
  memory.fill(BY_KIND, 0, COUNTS_BYTES);
  answers = 0;
  stopped = from;
  while (<usize>load<u32>(mark) < from) mark += MARK_BYTES;
  let rows: u32 = 0;
  while (stopped < end && rows < MOST_ROWS) {
    const known = addresses;
    const next = readRow(stopped, rows);
    if (next === 0) {
      forgetAddresses(known);
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
  let m = head(from, mark);
  if (m === 0) return 0;
  let flags: u32 = 0;
  // an IPv6 address has a colon among its first letters
  const client: usize = load<u32>(m) + 5;
  const isIpv6 = bitsOf(v128.load(client), 0x3a) !== 0;
  m = tuple(m, isIpv6, 0, source, flow);
  if (m === 0) return 0;
  const clientNumber = src;
  const sourcePort = sport;
  const port = dport;
  store<u32>(source, src);
  store<u32>(flow, dst);
  let at: usize = load<u32>(m);
  // " [UNREPLIED] "
  if (load<u64>(at) === 0x4c5045524e555b20) {
    if (differs(at + 8, 0x205d444549, 5)) return 0;
    flags = UNREPLIED;
    m += MARK_BYTES;
  }
  m = tuple(m, isIpv6, client, flow + 4, 0);
  if (m === 0) return 0;
  store<u32>(flow, src, 4);
  let meta: u32 = 0;
  if (isIpv6) {
    meta = isBack ? IS_IPV6 : IS_IPV6 | IS_SNAT;
    // the last one belongs nowhere
    if (!isBack) forgetAddresses(addresses - 1);
  } else if (dst !== clientNumber) meta = IS_SNAT;
  at = load<u32>(m);
  // " [ASSURED] "
  if (load<u64>(at) === 0x4552555353415b20) {
    if (differs(at + 8, 0x205d44, 3)) return 0;
    flags += ASSURED;
    m += MARK_BYTES;
    at = load<u32>(m);
  }
  // " mark=0 use=1\n", the mark where the kernel has them
  if (!differs(at, 0x3d6b72616d20, 6)) {
    m += MARK_BYTES;
    const end: usize = load<u32>(m);
    if (noDigits(at + 6, end)) return 0;
    at = end;
  }
  m += MARK_BYTES;
  const end: usize = load<u32>(m);
  if (differs(at, 0x3d65737520, 5) || noDigits(at + 5, end) || load<u8>(end) !== 0x0a) return 0;
  mark = m + MARK_BYTES;

  const role = isTcp
    ? tcpRole(remaining, border1, border2, border3, border4, border5, border6)
    : portRole(sourcePort, port);
  meta |= classOf(kind + flags, role);
  store<u32>(row, kind + flags);
  store<u32>(row, remaining, 4);
  count(index, kind + flags, meta, sourcePort);
  store<u32>(flow, (port << 16) | sport, 8);
  store<u32>(flow, meta | ONE, 12);
  // where a connection goes out is no matter of its source's
  store<u32>(source, (meta & ~IS_SNAT) | ONE, 4);
  return end + 1;
}

/** Counts a row, for `../count.ts`. */
function count(index: u32, kind: u32, meta: u32, sport: u32): void {
  increment(BY_KIND + (kind << 2));
  increment(BY_META + (meta << 2));
  const rowClass = meta & CLASS_MASK;
  const first = FIRST + (rowClass << 2);
  if (load<u32>(first) === 0) store<u32>(first, index + 1);
  if (sport === 0 || sport >= load<u32>(ANSWERING + (rowClass << 2))) return;
  const answer = ANSWERS + answers * ANSWER_BYTES;
  store<u32>(answer, index);
  store<u32>(answer, sport, 4);
  answers++;
}

function increment(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}
