import { LIMITS } from "../limits.ts";

const LF = 10;

/** Takes blocks of bytes, and gives on each line with the place of the line feed behind it. */
export interface WholeLines {
  push(block: Uint8Array): void;
  /** The bytes behind the last line feed, or null where they are longer than any line may be. */
  rest(): Uint8Array | null;
}

/** @param tooLong is told of each line that is longer than any may be */
export function wholeLines(
  line: (bytes: Uint8Array, from: number, feed: number) => void,
  tooLong: () => void,
): WholeLines {
  const carry = new Uint8Array(LIMITS.lineBytes + 1);
  let carried = 0;
  let isTooLong = false;

  function keep(block: Uint8Array, from: number, to: number): void {
    isTooLong ||= carried + to - from > carry.length;
    if (isTooLong) return;
    carry.set(block.subarray(from, to), carried);
    carried += to - from;
  }

  function endCarried(): void {
    if (isTooLong) tooLong();
    else line(carry, 0, carried - 1);
    carried = 0;
    isTooLong = false;
  }

  return {
    push(block) {
      let from = 0;
      while (from < block.length) {
        const feed = block.indexOf(LF, from);
        const to = feed < 0 ? block.length : feed + 1;
        if (carried > 0 || isTooLong || feed < 0) keep(block, from, to);
        if (feed >= 0) {
          if (carried > 0 || isTooLong) endCarried();
          else line(block, from, feed);
        }
        from = to;
      }
    },
    rest: () => (isTooLong ? null : carry.subarray(0, carried)),
  };
}
