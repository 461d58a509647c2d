import { ENDS_EARLY, type Fault } from "./damage.ts";
import type { Blocks } from "./entry.ts";

/** The first letters of a gzip file in base64. */
const BEGINS = "H4sI";
/** Letters of the ten bytes with which each such file begins; a sentence has a blank among them. */
const GZIP_HEAD = 13;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LAST = 61; // =
/** What a byte stands for: 0 to 63, {@link SKIPPED} of the ends of lines, {@link FOREIGN} of any other. */
const SKIPPED = 64;
const FOREIGN = 65;
const VALUES = new Uint8Array(256).fill(FOREIGN);
for (let at = 0; at < ALPHABET.length; at++) VALUES[ALPHABET.charCodeAt(at)] = at;
for (const end of "\r\n \t") VALUES[end.charCodeAt(0)] = SKIPPED;

/** Whether bytes are a gzip file as base64, in which it goes through a terminal or a container's log. */
export const looksLikeBase64 = (head: Uint8Array): boolean =>
  [...BEGINS].every((letter, at) => head[at] === letter.charCodeAt(0)) &&
  head.subarray(0, GZIP_HEAD).every((byte) => VALUES[byte]! < SKIPPED);

/** The bytes that a base64 text stands for, line ends or none; `onFault` is told of what it does not read. */
export async function* fromBase64(
  blocks: Blocks,
  onFault: (fault: Fault) => void,
): AsyncGenerator<Uint8Array> {
  let bits = 0;
  let letters = 0;
  let given = 0;
  let ended = false;
  const say = (reason: string) => onFault({ reason, from: given, to: given, isShort: true });
  for await (const block of blocks) {
    const out = new Uint8Array((block.length >> 2) * 3 + 3);
    let used = 0;
    for (const byte of block) {
      const value = VALUES[byte]!;
      if (value < SKIPPED && !ended) {
        bits = (bits << 6) | value;
        if (++letters % 4 > 0) continue;
        out[used++] = bits >> 16;
        out[used++] = bits >> 8;
        out[used++] = bits;
      } else if (byte === LAST) ended = true;
      else if (value !== SKIPPED) {
        given += used;
        yield out.subarray(0, used);
        say(`what stands behind its ${letters} letters of base64 was not read`);
        yield* rest();
        return;
      }
    }
    given += used;
    yield out.subarray(0, used);
  }
  if (letters % 4 > 0 && !ended) say(ENDS_EARLY);
  yield* rest();

  /** The last letters, which are no whole three bytes. */
  function* rest(): Generator<Uint8Array> {
    if (letters % 4 === 3) yield Uint8Array.of(bits >> 10, bits >> 2);
    if (letters % 4 === 2) yield Uint8Array.of(bits >> 4);
  }
}
