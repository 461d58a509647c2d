import { constants, crc32, inflateRawSync } from "node:zlib";
import { DAMAGED, ENDS_EARLY } from "../../src/archive/damage.ts";
import { giveBack, takeInflater } from "../../src/archive/inflater.ts";
import { byteReader } from "../../src/archive/reader.ts";
import { blocksOf, concat } from "../support/archives.ts";
import { plain } from "./plain.ts";

/** All that our inflater gives of a stream that comes in blocks of `size`, and how it ends. */
export async function inflated(stream: Uint8Array, size: number) {
  const inflater = takeInflater()!;
  const input = byteReader(blocksOf(stream, size));
  const all = inflater.inflate(input);
  const parts: Uint8Array[] = [];
  let next = await all.next();
  for (; !next.done; next = await all.next()) parts.push(next.value.slice());
  const ending = { whole: "whole", [ENDS_EARLY]: "early", [DAMAGED]: "damaged" }[next.value]!;
  giveBack(inflater);
  return { bytes: Buffer.concat(parts), ending, sum: inflater.sum, taken: input.taken };
}

/** What zlib says of a stream, of which it gives nothing once it is damaged. */
function byZlib(stream: Uint8Array): Uint8Array | null {
  try {
    return inflateRawSync(stream, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null;
  }
}

/** Whether two are the same bytes. */
const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** What is wrong with our inflater's answer to a whole stream, or null. */
export async function wrongOfWhole(
  stream: Uint8Array,
  bytes: Uint8Array,
  size: number,
): Promise<string | null> {
  // what follows is no part of it
  const now = await inflated(concat(stream, Uint8Array.of(1, 2, 3)), size);
  if (now.ending !== "whole") return `it ends ${now.ending}`;
  if (!isSame(now.bytes, bytes)) return "other bytes";
  if (now.taken !== stream.length) return `${now.taken} of ${stream.length} bytes are taken`;
  return now.sum === sumOf(bytes) ? null : "another checksum";
}

/** The same of a damaged stream: it gives what the plain inflater gives, and is damaged where zlib says so. */
export async function wrongOfDamaged(stream: Uint8Array, size: number): Promise<string | null> {
  const now = await inflated(stream, size);
  const wanted = plain(stream);
  const zlib = byZlib(stream);
  if (now.ending !== wanted.ending) return `it ends ${now.ending}, not ${wanted.ending}`;
  if (!isSame(now.bytes, Uint8Array.from(wanted.out)))
    return `${now.bytes.length} bytes, not ${wanted.out.length}`;
  // where the next bits can be none that are right, zlib waits for them all the same
  const isWaiting = zlib !== null && byZlib(concat(stream, new Uint8Array(400))) === null;
  if ((zlib === null) !== (now.ending === "damaged") && !(isWaiting && isSame(now.bytes, zlib)))
    return `${now.ending}, which zlib denies`;
  return zlib === null || isSame(now.bytes, zlib) ? null : "other bytes than zlib's";
}

/** Node has it from 20.15 on. */
const sumOf = (bytes: Uint8Array): number =>
  typeof crc32 === "function" ? crc32(bytes) : plainSum(bytes);

function plainSum(bytes: Uint8Array): number {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}
