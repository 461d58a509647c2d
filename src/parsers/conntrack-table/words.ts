import { asBytes } from "./fields.ts";
import { STATES } from "./states.ts";

/** A protocol's or state's word, as bytes. */
interface Word {
  bytes: Uint8Array;
  id: number;
}

/**
 * Words found by their first byte and their length, and then verified byte by byte. Words that share
 * both stand in the next free slot.
 */
type Words = readonly (Word | undefined)[];

const SLOTS = 64;
const slotOf = (first: number, length: number): number => (first * 5 + length) & (SLOTS - 1);

function index(words: readonly (readonly [string, number])[]): Words {
  const slots = new Array<Word | undefined>(SLOTS).fill(undefined);
  for (const [text, id] of words) {
    const bytes = asBytes(text);
    let slot = slotOf(bytes[0]!, bytes.length);
    while (slots[slot] !== undefined) slot = (slot + 1) & (SLOTS - 1);
    slots[slot] = { bytes, id };
  }
  return slots;
}

/** The id of the word `b[from, to)`, or -1. */
export function lookup(words: Words, b: Uint8Array, from: number, to: number): number {
  const length = to - from;
  for (let slot = slotOf(b[from]!, length); ; slot = (slot + 1) & (SLOTS - 1)) {
    const word = words[slot];
    if (word === undefined) return -1;
    const { bytes } = word;
    if (bytes.length !== length) continue;
    let at = 0;
    while (at < length && b[from + at] === bytes[at]) at++;
    if (at === length) return word.id;
  }
}

/** Protocols whose rows have a state; their places are the `family` of {@link STATE_WORDS}. */
const WITH_STATES = ["tcp", "sctp", "dccp"];
export const TCP = 0;
export const PROTOCOL_WORDS = index(WITH_STATES.map((protocol, family) => [protocol, family]));

/** By family: its states. */
export const STATE_WORDS: readonly Words[] = WITH_STATES.map((protocol) =>
  index(
    STATES.flatMap((info, id) =>
      info.protocol === protocol && info.state !== null ? [[info.state, id] as const] : [],
    ),
  ),
);

/** Protocols without states, as the states that they are. */
export const STATELESS = index(
  STATES.flatMap((info, id) => (info.state === null ? [[info.protocol, id] as const] : [])),
);
