import { number } from "./bytes";
import { MARK_BYTES } from "./memory";
import { icmp, icmpv6, tcpKind, udp } from "./states";

/** What the reader of a row's head leaves: its kind, without flags, and its remaining seconds. */
export let kind: u32 = 0;
export let isTcp: bool = false;
export let remaining: u32 = 0;

/**
 * Reads `tcp      6 86400 ESTABLISHED`, or another protocol without a state, perhaps with its family before it:
 * the mark behind it, or 0.
 *
 * @param m the first mark of the row
 */
export function head(from: usize, m: usize): usize {
  let p = from;
  // "ipv4     2 " and "ipv6     10 " of -o extended and /proc
  if (load<u64>(p) === 0x2020202034767069 && load<u32>(p, 7) === 0x20322020) {
    p += 11;
    m += 2 * MARK_BYTES;
  } else if (load<u64>(p) === 0x2020202036767069 && load<u32>(p, 8) === 0x20303120) {
    p += 12;
    m += 2 * MARK_BYTES;
  }
  // "tcp      6 ", "udp      17 ", "icmp     1 ", "icmpv6   58 "
  const protocol = load<u64>(p);
  isTcp = false;
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
  m += 2 * MARK_BYTES;
  const end: usize = load<u32>(m);
  const seconds = number(p, end);
  if (seconds >> 32 !== 0) return 0;
  remaining = seconds as u32;
  if (!isTcp) return m;
  const state = tcpKind(end + 1, load<u32>(m, 4));
  if (load<u8>(end) !== 0x20 || state >> 32 !== 0) return 0;
  kind = state as u32;
  return m + MARK_BYTES;
}
