import { firstBytes, isSame, mixed } from "./bytes";
import {
  LESSON,
  LONG,
  LONG_BYTES,
  MOST_LONG,
  MOST_SHORT,
  SHORT,
  SHORT_BYTES,
  SPARE,
} from "./memory";

/** Slots of a table at first: a small bundle leaves little to forget. */
const FEW: u32 = 0x800;
/** By how many times it grows. */
const GROWTH: u32 = 8;

let shortSlots: u32 = FEW;
let shortUsed: u32 = 0;
let longSlots: u32 = FEW;
let longUsed: u32 = 0;

export function forgetAddresses(): void {
  memory.fill(SHORT, 0, shortSlots * SHORT_BYTES);
  memory.fill(LONG, 0, longSlots * LONG_BYTES);
  shortSlots = FEW;
  longSlots = FEW;
  shortUsed = 0;
  longUsed = 0;
}

/**
 * Where that stands which stands for the address of so many letters, behind its length; or 0.
 */
export function findAddress(from: usize, length: u32): usize {
  const a = v128.load(from);
  if (length < 16) {
    const slot = shortSlot(firstBytes(a, length));
    if (load<u8>(slot) !== 0) return slot + 16;
    if (longUsed === 0) return 0;
  }
  const slot = longSlot(
    firstBytes(a, length),
    firstBytes(v128.load(from, 16), length - 16),
    firstBytes(v128.load(from, 32), length - 32),
  );
  return load<u8>(slot) === 0 ? 0 : slot + 48;
}

/** Teaches an address, which stands at `LESSON`, and 48 bytes behind it what stands for it. */
export function learnAddress(length: u32, hiddenLength: u32): void {
  const a = firstBytes(v128.load(LESSON), length);
  let slot: usize;
  if (length < 16 && hiddenLength < 16) {
    if (shortUsed * 8 > shortSlots * 5) growShort();
    shortUsed++;
    slot = shortSlot(a);
    v128.store(slot, a);
    slot += 16;
  } else {
    if (longUsed * 8 > longSlots * 5) growLong();
    longUsed++;
    const b = firstBytes(v128.load(LESSON, 16), length - 16);
    const c = firstBytes(v128.load(LESSON, 32), length - 32);
    slot = longSlot(a, b, c);
    v128.store(slot, a);
    v128.store(slot, b, 16);
    v128.store(slot, c, 32);
    slot += 48;
  }
  store<u8>(slot, hiddenLength);
  memory.copy(slot + 1, LESSON + 48, hiddenLength);
}

/** Makes room; one that is as large as it may be forgets all. */
function growShort(): void {
  const bytes = shortSlots * SHORT_BYTES;
  const old = shortSlots < MOST_SHORT ? bytes : 0;
  memory.copy(SPARE, SHORT, old);
  memory.fill(SHORT, 0, bytes);
  shortSlots = min<u32>(shortSlots * GROWTH, MOST_SHORT);
  if (old === 0) shortUsed = 0;
  for (let from = SPARE; from < SPARE + old; from += SHORT_BYTES)
    if (load<u8>(from) !== 0) memory.copy(shortSlot(v128.load(from)), from, SHORT_BYTES);
}

function growLong(): void {
  const bytes = longSlots * LONG_BYTES;
  const old = longSlots < MOST_LONG ? bytes : 0;
  memory.copy(SPARE, LONG, old);
  memory.fill(LONG, 0, bytes);
  longSlots = min<u32>(longSlots * GROWTH, MOST_LONG);
  if (old === 0) longUsed = 0;
  for (let from = SPARE; from < SPARE + old; from += LONG_BYTES)
    if (load<u8>(from) !== 0)
      memory.copy(
        longSlot(v128.load(from), v128.load(from, 16), v128.load(from, 32)),
        from,
        LONG_BYTES,
      );
}

/** Where a short address stands, or would. */
function shortSlot(a: v128): usize {
  const mask = shortSlots - 1;
  let at = (mixed(a) as u32) & mask;
  while (true) {
    const slot = SHORT + <usize>at * SHORT_BYTES;
    if (load<u8>(slot) === 0 || isSame(v128.load(slot), a)) return slot;
    at = (at + 1) & mask;
  }
}

function longSlot(a: v128, b: v128, c: v128): usize {
  const mask = longSlots - 1;
  const h = mixed(a) ^ (mixed(b) * 3) ^ (mixed(c) * 5);
  let at = (h as u32) & mask;
  while (true) {
    const slot = LONG + <usize>at * LONG_BYTES;
    if (
      load<u8>(slot) === 0 ||
      (isSame(v128.load(slot), a) &&
        isSame(v128.load(slot, 16), b) &&
        isSame(v128.load(slot, 32), c))
    )
      return slot;
    at = (at + 1) & mask;
  }
}
