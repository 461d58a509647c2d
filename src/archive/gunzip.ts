import { DAMAGED, ENDS_EARLY, type Fault, GAP, WRONG_SUM } from "./damage.ts";
import { type Blocks, joined } from "./entry.ts";
import type { Inflater } from "./inflater.ts";
import { type ByteReader, byteReader } from "./reader.ts";

const HEAD = 10;
const TAIL = 8;
/** Bytes by which a member is found: two of its magic, the method, the flags. */
const MARK = 4;
/** Flags of the head. */
const SUM = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
/** From here on flags are reserved. */
const NO_FLAGS = 0x20;
/** Bytes that are looked through at once. */
const PART = 64 * 1024;
/** Bytes that what may be a member must give before it is believed to be one, unless it is whole. */
const BELIEVED = 64 * 1024;

type Member = AsyncGenerator<Uint8Array, Wrong | null>;
/** What is wrong with a member, and whether bytes are missing behind what it gave. */
interface Wrong {
  reason: string;
  isShort: boolean;
}

/**
 * Takes gzip off: any number of members, and the padding between and behind them. Where one is damaged, all that
 * can be read of it is given, then a gap, and then what the next members hold that can be found.
 */
export async function* gunzip(
  blocks: Blocks,
  inflater: Inflater,
  onFault: (fault: Fault) => void,
): AsyncGenerator<Uint8Array> {
  const input = byteReader(blocks);
  let given = 0;
  let isLost = false;
  for (;;) {
    const from = given;
    const one: Member = isLost ? believed(member(input, inflater)) : member(input, inflater);
    let next = await one.next();
    for (; !next.done; next = await one.next()) {
      given += next.value.length;
      yield next.value;
    }
    const wrong = next.value;
    if (wrong !== null && (!isLost || given > from))
      onFault({
        reason: wrong.reason,
        from: wrong.reason === ENDS_EARLY ? given : from,
        to: given,
        isShort: wrong.isShort,
      });
    if (wrong?.reason === ENDS_EARLY && !input.passGap()) return;
    isLost = wrong?.isShort === true;
    const { isFound, isPadded } = await seekMember(input);
    if (!isPadded && !isLost) {
      onFault({ reason: DAMAGED, from: given, to: given, isShort: true });
      isLost = true;
    }
    if (!isFound) return;
    if (isLost) yield GAP;
  }
}

/** The data of the member that begins here, and what is wrong with it. */
async function* member(input: ByteReader, inflater: Inflater): Member {
  const early = { reason: ENDS_EARLY, isShort: true };
  if (!(await passHead(input))) return early;
  const ending = yield* inflater.inflate(input);
  if (ending !== "whole") return { reason: ending, isShort: true };
  const tail = await input.take(TAIL);
  if (tail.length < TAIL) return early;
  const view = new DataView(tail.buffer, tail.byteOffset);
  const isShort = view.getUint32(4, true) !== inflater.size >>> 0;
  return isShort || view.getUint32(0, true) !== inflater.sum
    ? { reason: WRONG_SUM, isShort }
    : null;
}

/** The same of what may be none: nothing of it, before so much came as does not come by chance. */
async function* believed(one: Member): Member {
  const held: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await one.next();
    if (next.done) {
      if (next.value === null) yield* held;
      return next.value;
    }
    if (size >= BELIEVED) yield next.value;
    else {
      held.push(next.value.slice());
      size += next.value.length;
      if (size >= BELIEVED) yield* held.splice(0);
    }
  }
}

/** Passes a member's head; answers whether it is all there. */
async function passHead(input: ByteReader): Promise<boolean> {
  const head = await input.take(HEAD);
  if (head.length < HEAD) return false;
  const flags = head[3]!;
  if (flags & EXTRA) {
    const length = await input.take(2);
    const extra = length[0]! + length[1]! * 256;
    if (length.length < 2 || (await input.skip(extra)) < extra) return false;
  }
  for (const flag of [NAME, COMMENT]) if (flags & flag && !(await passText(input))) return false;
  return !(flags & SUM) || (await input.skip(2)) === 2;
}

/** Passes a text and the zero behind it. */
async function passText(input: ByteReader): Promise<boolean> {
  for (;;) {
    const part = await input.part(PART);
    if (part === null) return false;
    const end = part.indexOf(0);
    if (end < 0) continue;
    input.back(part.subarray(end + 1));
    return true;
  }
}

/** Goes to where the next member begins. `isPadded`: there were zeros before it, or before the end, if anything. */
async function seekMember(input: ByteReader): Promise<{ isFound: boolean; isPadded: boolean }> {
  let isPadded = true;
  let left: Uint8Array = new Uint8Array();
  for (;;) {
    const part = await input.part(PART);
    if (part === null) {
      isPadded &&= left.every((byte) => byte === 0);
      if (!input.passGap()) return { isFound: false, isPadded };
      left = new Uint8Array();
      continue;
    }
    const all = left.length === 0 ? part : joined([left, part]);
    const at = markIn(all);
    const passed = at < 0 ? Math.max(0, all.length - MARK + 1) : at;
    isPadded &&= all.subarray(0, passed).every((byte) => byte === 0);
    if (at >= 0) {
      input.back(all.subarray(at));
      return { isFound: true, isPadded };
    }
    left = all.slice(passed);
  }
}

/** Where a member may begin, or -1. */
function markIn(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1))
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && bytes[at + 3]! < NO_FLAGS) return at;
  return -1;
}
