import type { Blocks, Bundle } from "../../src/archive/entry.ts";
import { openBundle } from "../../src/node/open.ts";

/** One member of an archive that a test makes by hand, as hostile as it likes. */
export interface Member {
  name: string;
  body?: Uint8Array | string;
  /** The type flag; `0` is a regular file. */
  type?: string;
  /** The size field as its twelve raw bytes, when it is to lie. */
  size?: string;
  linkname?: string;
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const bytesOf = (body: Uint8Array | string): Uint8Array =>
  typeof body === "string" ? new TextEncoder().encode(body) : body;

/** A tar header with a valid checksum. */
export function tarHeader(member: Member): Uint8Array {
  const body = bytesOf(member.body ?? "");
  const header = new Uint8Array(512);
  header.set(new TextEncoder().encode(member.name).subarray(0, 100), 0);
  header.set(latin1("0000644\0"), 100);
  header.set(latin1("0000000\0"), 108);
  header.set(latin1("0000000\0"), 116);
  header.set(latin1(member.size ?? `${body.length.toString(8).padStart(11, "0")}\0`), 124);
  header.set(latin1("00000000000\0"), 136);
  header.set(latin1("        "), 148);
  header.set(latin1(member.type ?? "0"), 156);
  header.set(latin1(member.linkname ?? ""), 157);
  header.set(latin1("ustar\0" + "00"), 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(latin1(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return header;
}

/** A member's header and its padded body. */
export function tarMember(member: Member): Uint8Array {
  const body = bytesOf(member.body ?? "");
  return concat(tarHeader(member), body, new Uint8Array(-body.length & 511));
}

/** An archive: members and the two blocks of zeros that end it. */
export const tarOf = (...members: Member[]): Uint8Array =>
  concat(...members.map(tarMember), new Uint8Array(1024));

/** A record of an extended header, which begins with its own length. */
export function paxRecord(key: string, value: string): string {
  const record = ` ${key}=${value}\n`;
  const bytes = new TextEncoder().encode(record).length;
  let length = bytes + 1;
  while (String(length).length + bytes !== length) length++;
  return `${length}${record}`;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The bytes as a stream of blocks of at most `size` bytes. */
export async function* blocksOf(bytes: Uint8Array, size = 64 * 1024): Blocks & AsyncGenerator {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export interface ReadEntry {
  path: string;
  bytes: Uint8Array;
  text: string;
  cut: string | null;
}

/** Takes every entry of a bundle to its end. */
export async function readAll(bundle: Bundle): Promise<ReadEntry[]> {
  const entries: ReadEntry[] = [];
  for await (const { path, blocks, outcome } of bundle.entries) {
    const parts: Uint8Array[] = [];
    for await (const block of blocks) parts.push(block.slice());
    const bytes = concat(...parts);
    entries.push({ path, bytes, text: new TextDecoder().decode(bytes), cut: outcome.cut });
  }
  return entries;
}

/** Opens bytes as standard input, in blocks of `size`, and takes every entry. */
export async function readArchive(
  bytes: Uint8Array,
  size = 64 * 1024,
): Promise<[Bundle, ReadEntry[]]> {
  const bundle = await openBundle("-", () => blocksOf(bytes, size));
  return [bundle, await readAll(bundle)];
}
