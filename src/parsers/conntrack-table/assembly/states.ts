import { WRONG } from "./bytes";
import { CLASSES, ROLES, STATE_BYTES, STATES, TEXT } from "./memory";

/** Kinds of the protocols without states, without flags. */
export let udp: u32 = 0;
export let icmp: u32 = 0;
export let icmpv6: u32 = 0;

/** Tells the kinds of the protocols without states. */
export function learnStateless(ofUdp: u32, ofIcmp: u32, ofIcmpv6: u32): void {
  udp = ofUdp;
  icmp = ofIcmp;
  icmpv6 = ofIcmpv6;
}

/** Tells the kind of a TCP state, whose word of up to 16 letters stands at `TEXT`. */
export function learnTcp(length: u32, kind: u32): void {
  const head = headOf(TEXT, length);
  const tail = tailOf(TEXT, length);
  let state = placeOf(head, tail);
  while (load<u32>(state, 20) !== 0) state += STATE_BYTES;
  store<u64>(state, head);
  store<u64>(state, tail, 8);
  store<u32>(state, kind, 16);
  store<u32>(state, length, 20);
}

/** The kind of the TCP state that is written in `[from, end)`. */
export function tcpKind(from: usize, end: usize): u64 {
  const length = (end - from) as u32;
  const head = headOf(from, length);
  const tail = tailOf(from, length);
  let state = placeOf(head, tail);
  for (; load<u32>(state, 20) !== 0; state += STATE_BYTES)
    if (load<u64>(state) === head && load<u64>(state, 8) === tail)
      return load<u32>(state, 20) === length ? load<u32>(state, 16) : WRONG;
  return WRONG;
}

/** The first eight letters of a word; fewer stand behind zeros. */
function headOf(word: usize, length: u32): u64 {
  return load<u64>(word) << unused(length);
}

/** The last eight letters, likewise. */
function tailOf(word: usize, length: u32): u64 {
  return load<u64>(word + max<i32>(length - 8, 0)) << unused(length);
}

/** Bits of eight letters that a word of so many leaves. */
function unused(length: u32): u64 {
  return max<i32>(64 - (length << 3), 0);
}

/** The first place where a word may stand, of 32; there is room behind them for all states. */
function placeOf(head: u64, tail: u64): usize {
  return STATES + ((((head + tail) * 55) >>> 59) as u32) * STATE_BYTES;
}

/** The class of a kind, when its role is told. */
export function classOf(kind: u32, role: u32): u32 {
  return load<u8>(CLASSES + kind * ROLES + role);
}

/** The role of a TCP row: above how many of six borders its remaining seconds lie. */
export function tcpRole(remaining: u32, b1: u32, b2: u32, b3: u32, b4: u32, b5: u32, b6: u32): u32 {
  return (
    u32(remaining >= b1) +
    u32(remaining >= b2) +
    u32(remaining >= b3) +
    u32(remaining >= b4) +
    u32(remaining >= b5) +
    u32(remaining >= b6)
  );
}

/** The role of any other row by its ports, which are those of `udpClass` in `../states.ts`. */
export function portRole(sport: u32, dport: u32): u32 {
  if (dport === 53) return 7;
  if (dport === 4789 || dport === 8472 || dport === 6081) return 8;
  return sport === 53 ? 9 : 10;
}
