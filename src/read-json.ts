import { type Blocks, joined } from "./archive/entry.ts";

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const OPEN = 123;
const CLOSE = 125;

/** Whether a text is an object that its program wrote on one line, however long. */
export const isOneLineJson = (head: Uint8Array): boolean =>
  head[0] === OPEN && head[1] === QUOTE && !head.subarray(0, head.length - 1).includes(LF);

/** The same with each name on a line of its own. A quote within a value has a backslash before it. */
export async function* oneNameALine(blocks: Blocks): AsyncGenerator<Uint8Array> {
  let before = 0;
  for await (const block of blocks) {
    const parts: Uint8Array[] = [];
    let from = 0;
    for (let at = 0; at < block.length; at++) {
      const byte = block[at]!;
      const begins = byte === QUOTE && (before === COMMA || before === OPEN);
      if (begins || (byte === CLOSE && before === QUOTE)) {
        parts.push(block.subarray(from, at), Uint8Array.of(LF));
        from = at;
      }
      before = byte;
    }
    yield joined([...parts, block.subarray(from)]);
  }
}
