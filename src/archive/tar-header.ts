import type { ByteReader } from "./reader.ts";

/** Bytes of a header, and of what the size of everything is a multiple of. */
export const BLOCK = 512;
/** Bytes of an extended header: what is longer is none that a tar writes. */
const LONGEST = 8 * 2 ** 20;

/** What an entry is, by its type; all others are files. */
const TYPES: Readonly<Record<string, string>> = {
  1: "link",
  2: "symlink",
  3: "character-device",
  4: "block-device",
  5: "directory",
  6: "fifo",
};
/** What these hold is about the next entry: its name, or that of the link, or all that has no room in a header. */
const ABOUT_NEXT = "LKxg";

/** What a header says of its entry. */
export interface Header {
  name: string;
  size: number;
  type: string;
}

/** What extended headers say of the next entry. */
interface Said {
  name?: string;
  size?: number;
}

/** Whether this is a header: all writers in use mark it as `ustar`, and it has a checksum. */
export function isHeader(block: Uint8Array): boolean {
  if (!isMarked(block)) return false;
  let sum = 8 * 32;
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += block[at]!;
  return numberAt(block, 148, 8) === sum;
}

export const isMarked = (block: Uint8Array): boolean =>
  block.length >= BLOCK && textAt(block, 257, 5) === "ustar";

/**
 * The entry of a header; null where one is damaged.
 *
 * @param block a header; those that are about the next entry are read with their data
 */
export async function readHeader(block: Uint8Array, input: ByteReader): Promise<Header | null> {
  const said: Said = {};
  for (;;) {
    if (!isHeader(block)) return null;
    const [type, size] = [String.fromCharCode(block[156]!), numberAt(block, 124, 12)];
    if (size === null) return null;
    if (!ABOUT_NEXT.includes(type)) {
      const is = TYPES[type] ?? "file";
      const name = said.name ?? nameOf(block);
      return { name, type: is, size: is === "file" ? (said.size ?? size) : 0 };
    }
    if (size > LONGEST) return null;
    const data = await input.take(size);
    await input.skip(-size & (BLOCK - 1));
    if (type === "L") said.name = textAt(data, 0, data.length);
    if (type === "x") Object.assign(said, readRecords(data));
    block = await input.take(BLOCK);
  }
}

/** The records of an extended header, each after its length: `19 path=a/name\n`. */
function readRecords(data: Uint8Array): Said {
  const said: Said = {};
  for (let at = 0; at < data.length; ) {
    const equals = data.indexOf(0x3d, at);
    const [, digits, key] = /^(\d{1,9}) (.*)$/s.exec(decode(data.subarray(at, equals))) ?? [];
    const end = at + Number(digits);
    if (equals < 0 || digits === undefined || end <= equals || end > data.length) return said;
    const value = decode(data.subarray(equals + 1, end - 1));
    if (key === "path") said.name = value;
    if (key === "size" && /^\d{1,15}$/.test(value)) said.size = Number(value);
    at = end;
  }
  return said;
}

/** The name of a header, with the part before it for which tar has another place. */
function nameOf(block: Uint8Array): string {
  const name = textAt(block, 0, 100);
  // GNU's own format has other things there, and a blank instead of this zero
  const prefix = block[262] === 0 ? textAt(block, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** A number in octal digits, or in base 256 behind a first bit; null of what is none. */
function numberAt(block: Uint8Array, from: number, length: number): number | null {
  if (block[from]! & 0x80) {
    const value = block
      .subarray(from + 1, from + length)
      .reduce((sum, byte) => sum * 256 + byte, block[from]! & 0x7f);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = textAt(block, from, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : null;
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return decode(end < 0 ? field : field.subarray(0, end));
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
