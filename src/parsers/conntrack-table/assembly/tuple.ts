import { differs, noDigits, number } from "./bytes";
import { ipv4 } from "./ipv4";
import { keepAddress, sameWord } from "./ipv6";
import { MARK_BYTES } from "./memory";

/** What the reader of a tuple leaves; the addresses are those of IPv4. */
export let src: u32 = 0;
export let dst: u32 = 0;
export let sport: u32 = 0;
export let dport: u32 = 0;
/** Whether the destination of IPv6 is the client. */
export let isBack: bool = false;

/**
 * Reads ` src=A dst=B sport=N dport=M`, or ` type=N code=N id=N` for the ports, perhaps with counters behind it:
 * the mark behind it, or 0.
 *
 * @param m the mark before it
 * @param client where the client's IPv6 address stands, which the destination may be; 0 in the first tuple
 * @param srcWord where the ids of IPv6 addresses belong
 */
export function tuple(
  m: usize,
  isIpv6: bool,
  client: usize,
  srcWord: usize,
  dstWord: usize,
): usize {
  const start: usize = load<u32>(m);
  const srcEnd: usize = load<u32>(m, 4);
  const dstEnd: usize = load<u32>(m, 8);
  if (differs(start, 0x3d63727320, 5) || differs(srcEnd, 0x3d74736420, 5)) return 0;
  if (isIpv6) {
    if (!keepAddress(start + 5, srcEnd, srcWord)) return 0;
    isBack = client !== 0 && sameWord(client, srcEnd + 5);
    if (!isBack && !keepAddress(srcEnd + 5, dstEnd, dstWord)) return 0;
  } else {
    const a = ipv4(start + 5, srcEnd);
    const b = ipv4(srcEnd + 5, dstEnd);
    if ((a | b) >> 32 !== 0) return 0;
    src = a as u32;
    dst = b as u32;
  }
  m = differs(dstEnd, 0x3d6570797420, 6)
    ? ports(m + 2 * MARK_BYTES)
    : icmpIdentity(m + 2 * MARK_BYTES);
  if (m === 0) return 0;
  const at: usize = load<u32>(m);
  // " packets=" and " bytes=", where the kernel counts them
  if (load<u64>(at) !== 0x7374656b63617020) return m;
  const packetsEnd: usize = load<u32>(m, 4);
  if (load<u8>(at, 8) !== 0x3d || noDigits(at + 9, packetsEnd)) return 0;
  if (differs(packetsEnd, 0x3d736574796220, 7) || noDigits(packetsEnd + 7, load<u32>(m, 8)))
    return 0;
  return m + 2 * MARK_BYTES;
}

/** ` sport=N dport=M`: the mark behind it, or 0. */
function ports(m: usize): usize {
  const start: usize = load<u32>(m);
  const sportEnd: usize = load<u32>(m, 4);
  if (differs(start, 0x3d74726f707320, 7) || differs(sportEnd, 0x3d74726f706420, 7)) return 0;
  const a = number(start + 7, sportEnd);
  const b = number(sportEnd + 7, load<u32>(m, 8));
  if ((a | b) >> 16 !== 0) return 0;
  sport = a as u32;
  dport = b as u32;
  return m + 2 * MARK_BYTES;
}

/** ` type=N code=N id=N`, in place of ports: the mark behind it, or 0. */
function icmpIdentity(m: usize): usize {
  const start: usize = load<u32>(m);
  const typeEnd: usize = load<u32>(m, 4);
  const codeEnd: usize = load<u32>(m, 8);
  if (differs(typeEnd, 0x3d65646f6320, 6) || differs(codeEnd, 0x3d646920, 4)) return 0;
  if (noDigits(start + 6, typeEnd) || noDigits(typeEnd + 6, codeEnd)) return 0;
  if (noDigits(codeEnd + 4, load<u32>(m, 12))) return 0;
  sport = 0;
  dport = 0;
  return m + 3 * MARK_BYTES;
}
