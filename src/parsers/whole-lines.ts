import { LIMITS } from "../limits.ts";

const LF = 10;

/** Takes blocks of bytes that end anywhere, and gives on whole lines. */
export interface WholeLines {
  push(block: Uint8Array): void;
  /** The bytes behind the last line feed, or null where they are longer than any line may be. */
  rest(): Uint8Array | null;
}

/**
 * @param lines takes the lines of `[from, to)`, each with its line feed; one that lay in two blocks comes alone
 * @param tooLong is told of each such line that is longer than any may be
 */
export function wholeLines(
  lines: (bytes: Uint8Array, from: number, to: number) => void,
  tooLong: () => void,
): WholeLines {
  // room for the line feed, which is none of the line
  const carry = new Uint8Array(LIMITS.lineBytes + 1);
  let carried = 0;
  let isTooLong = false;

  /** Keeps the bytes of a line that is not whole yet; past the ceiling only the fact that it is too long. */
  function keep(block: Uint8Array, from: number, to: number): void {
    isTooLong ||= carried + to - from > carry.length;
    if (isTooLong) return;
    carry.set(block.subarray(from, to), carried);
    carried += to - from;
  }

  function endCarried(): void {
    if (isTooLong) tooLong();
    else lines(carry, 0, carried);
    carried = 0;
    isTooLong = false;
  }

  return {
    push(block) {
      let from = 0;
      if (carried > 0 || isTooLong) {
        const feed = block.indexOf(LF);
        keep(block, 0, feed < 0 ? block.length : feed + 1);
        if (feed < 0) return;
        from = feed + 1;
        endCarried();
      }
      const last = block.lastIndexOf(LF) + 1;
      if (last > from) lines(block, from, last);
      if (last < block.length) keep(block, Math.max(last, from), block.length);
    },
    rest: () => (isTooLong || carried === carry.length ? null : carry.subarray(0, carried)),
  };
}

/** The same, each line by itself with the place of the line feed behind it, and none that is longer than any may be. */
export const eachLine = (
  line: (bytes: Uint8Array, from: number, feed: number) => void,
  tooLong: () => void,
): WholeLines =>
  wholeLines((bytes, from, to) => {
    for (let at = from; at < to; ) {
      const feed = bytes.indexOf(LF, at);
      if (feed - at > LIMITS.lineBytes) tooLong();
      else line(bytes, at, feed);
      at = feed + 1;
    }
  }, tooLong);
