import { DAMAGED, Damage } from "./damage.ts";
import type { Seekable } from "./entry.ts";
import { labelOf } from "./paths.ts";

/** What a zip's directory says of a member. */
export interface Member {
  path: string;
  flags: number;
  method: number;
  crc: number;
  /** Bytes as they lie in the zip, and inflated. */
  packed: number;
  size: number;
  /** Where its local header stands. */
  at: number;
  /** The mode of a file that was packed on Unix; 0 of others. */
  mode: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_BYTES = 20;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const HEADER = 0x02014b50;
const HEADER_BYTES = 46;
const LOCAL = 0x04034b50;
export const LOCAL_BYTES = 30;
/** Bytes of the directory that are read at once; a header, its name, extra fields and comment are fewer. */
const WINDOW = 256 * 1024;
/** Sizes and places that stand in an extra field instead. */
const FULL = 0xffffffff;
/** The sizes are behind the data. */
const SIZES_FOLLOW = 8;
const UNIX = 3;

/** The members that a zip's directory names, in its order; a part of the directory is held at a time. */
export async function* zipMembers(file: Seekable): AsyncGenerator<Member> {
  const place = await findDirectory(file);
  if (place === null) {
    yield* localMembers(file);
    throw new Damage("the zip ends too early: its directory is not there");
  }
  const { from, to, shift } = place;
  let window = bytesOf(new Uint8Array());
  let start = from;
  for (let at = from; at < to; ) {
    if (at - start + HEADER_BYTES + 3 * LONGEST_COMMENT > window.byteLength) {
      window = bytesOf(await file.read(at, Math.min(WINDOW, to - at)));
      start = at;
    }
    const begin = at - start;
    if (begin + HEADER_BYTES > window.byteLength || window.getUint32(begin, true) !== HEADER)
      throw new Damage("its directory is damaged");
    const [name, extra, comment] = [28, 30, 32].map((by) => window.getUint16(begin + by, true));
    const next = HEADER_BYTES + name! + extra! + comment!;
    if (begin + next > window.byteLength) throw new Damage("its directory is damaged");
    const member = memberAt(window, begin, name!, extra!);
    yield { ...member, at: member.at + shift };
    at += next;
  }
}

function memberAt(window: DataView, at: number, name: number, extra: number): Member {
  const half = (by: number) => window.getUint16(at + by, true);
  const word = (by: number) => window.getUint32(at + by, true);
  const numbers = [word(24), word(20), word(42)];
  large(numbers, window, at + HEADER_BYTES + name, extra);
  return {
    path: nameAt(window, at + HEADER_BYTES, name),
    flags: half(8),
    method: half(10),
    crc: word(16),
    size: numbers[0]!,
    packed: numbers[1]!,
    at: numbers[2]!,
    mode: half(4) >> 8 === UNIX ? word(38) >>> 16 : 0,
  };
}

/** Where the directory lies, and by how much its places are off when something stands before the zip. */
async function findDirectory(
  file: Seekable,
): Promise<{ from: number; to: number; shift: number } | null> {
  const length = Math.min(file.size, END_BYTES + LONGEST_COMMENT);
  const tail = bytesOf(await file.read(file.size - length, length));
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    if (at + END_BYTES + tail.getUint16(at + 20, true) > tail.byteLength) continue;
    let end = file.size - length + at;
    let size = tail.getUint32(at + 12, true);
    let from = tail.getUint32(at + 16, true);
    const locator = end - LOCATOR64_BYTES;
    const near = locator < 0 ? null : bytesOf(await file.read(locator, LOCATOR64_BYTES));
    if (near?.byteLength === LOCATOR64_BYTES && near.getUint32(0, true) === LOCATOR64) {
      const told = await end64At(file, long(near, 8));
      const found = told ?? (await end64At(file, locator - END64_BYTES));
      if (found === null) throw new Damage("its directory is damaged");
      end = told === null ? locator - END64_BYTES : long(near, 8);
      size = long(found, 40);
      from = long(found, 48);
    }
    const shift = end - size - from;
    // a record or signature between the two is no shift
    const begins = shift > 0 && (await beginsAt(file, from + shift, HEADER)) ? shift : 0;
    return { from: from + begins, to: Math.min(from + begins + size, file.size), shift: begins };
  }
  return null;
}

async function end64At(file: Seekable, at: number): Promise<DataView | null> {
  if (at < 0 || at + END64_BYTES > file.size) return null;
  const record = bytesOf(await file.read(at, END64_BYTES));
  return record.byteLength === END64_BYTES && record.getUint32(0, true) === END64 ? record : null;
}

async function beginsAt(file: Seekable, at: number, mark: number): Promise<boolean> {
  const head = bytesOf(await file.read(at, 4));
  return head.byteLength === 4 && head.getUint32(0, true) === mark;
}

/** The members of a zip that lost its directory, by the headers before their data, as far as that goes. */
async function* localMembers(file: Seekable): AsyncGenerator<Member> {
  for (let at = 0; at + LOCAL_BYTES <= file.size; ) {
    const head = bytesOf(await file.read(at, LOCAL_BYTES + 2 * LONGEST_COMMENT));
    if (head.byteLength < LOCAL_BYTES || head.getUint32(0, true) !== LOCAL) return;
    const [name, extra] = [head.getUint16(26, true), head.getUint16(28, true)];
    const data = at + LOCAL_BYTES + name + extra;
    if (data > at + head.byteLength) return;
    const numbers = [head.getUint32(22, true), head.getUint32(18, true)];
    large(numbers, head, LOCAL_BYTES + name, extra);
    const flags = head.getUint16(6, true);
    const unknown = (flags & SIZES_FOLLOW) !== 0;
    yield {
      path: nameAt(head, LOCAL_BYTES, name),
      flags,
      method: head.getUint16(8, true),
      crc: unknown ? -1 : head.getUint32(14, true),
      size: unknown ? Number.POSITIVE_INFINITY : numbers[0]!,
      packed: unknown ? file.size - data : numbers[1]!,
      at,
      mode: 0,
    };
    // where its data ends is told behind it only
    if (unknown) return;
    at = data + numbers[1]!;
  }
}

/** Puts into `numbers` those of 64 bits, which stand in an extra field in the same order. */
function large(numbers: number[], view: DataView, from: number, length: number): void {
  if (!numbers.includes(FULL)) return;
  for (let at = from; at + 4 <= from + length; ) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      let place = at + 4;
      const end = Math.min(place + size, from + length);
      for (const [index, number] of numbers.entries())
        if (number === FULL && place + 8 <= end) {
          numbers[index] = long(view, place);
          place += 8;
        }
      return;
    }
    at += 4 + size;
  }
}

function long(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw new Damage(DAMAGED);
  return value;
}

const bytesOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const nameAt = (view: DataView, at: number, length: number): string =>
  memberName(new Uint8Array(view.buffer, view.byteOffset + at, length));

/** A member's name; PowerShell 5 parts its folders as Windows does, against the format. systemd writes `\x2d`. */
export const memberName = (bytes: Uint8Array): string => {
  const name = new TextDecoder().decode(bytes);
  return labelOf(/\/|\\x[0-9a-f]{2}/.test(name) ? name : name.replaceAll("\\", "/"));
};
