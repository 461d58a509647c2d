import { bitsOf, firstBytes } from "./bytes";
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
  const word = firstBytes(v128.load(TEXT), length);
  let state = placeOf(word);
  while (load<u8>(state) !== 0) state += STATE_BYTES;
  v128.store(state, word);
  store<u32>(state, kind, 16);
  store<u32>(state, length, 20);
}

/** Where the TCP state stands that is written at `p`, a blank behind it, or 0. */
export function findState(p: usize): usize {
  const text = v128.load(p);
  const word = firstBytes(text, i32.ctz(bitsOf(text, 0x20)));
  let state = placeOf(word);
  while (!i8x16.all_true(i8x16.eq(v128.load(state), word))) {
    if (load<u8>(state) === 0) return 0;
    state += STATE_BYTES;
  }
  return state;
}

/** The first place where a word may stand, of 32; there is room behind them for all states. */
function placeOf(word: v128): usize {
  const mixed = (i64x2.extract_lane(word, 0) ^ i64x2.extract_lane(word, 1)) * 0x1e3779b97f4a7c15;
  return STATES + ((mixed >>> 59) as u32) * STATE_BYTES;
}

/** The class of a kind, when its role is told. */
export function classOf(kind: u32, role: u32): u32 {
  return load<u8>(CLASSES + kind * ROLES + role);
}

/** The role of a TCP row: between which of the three borders its remaining seconds lie. */
export function tcpRole(remaining: u32, first: u32, second: u32, third: u32): u32 {
  return u32(remaining >= first) + u32(remaining >= second) + u32(remaining >= third);
}

/** The role of any other row by its ports, which are those of `udpClass` in `../states.ts`. */
export function portRole(sport: u32, dport: u32): u32 {
  if (dport === 53) return 4;
  if (dport === 4789 || dport === 8472 || dport === 6081) return 5;
  return sport === 53 ? 6 : 7;
}
