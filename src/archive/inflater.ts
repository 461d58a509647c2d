import { DAMAGED, ENDS_EARLY } from "./damage.ts";
import { CODE } from "./inflate-code.ts";
import type { ByteReader } from "./reader.ts";
import { exportsOf } from "./web-assembly.ts";

/** What `assembly/index.ts` exports: functions, and places and values in its memory. */
interface Code {
  memory: { buffer: ArrayBuffer };
  begin(): void;
  run(count: number, sums: boolean): number;
  taken(): void;
  unread(): number;
  beginHash(): void;
  hash(count: number): number;
  endHash(left: number): number;
  inputEnd: Global;
  sum: Global;
  written: Global;
  output: Global;
  INPUT: Global;
  INPUT_BYTES: Global;
}
interface Global {
  value: number;
}

/** Why a run ended, by its number. */
const HUNGRY = 0;
const FULL = 1;
const ENDED = 2;

/** How a stream ended. */
export type Ending = "whole" | typeof ENDS_EARLY | typeof DAMAGED;

/** The checksum of gzip and zip over bytes that follow those of `before`. */
type Sum = (bytes: Uint8Array, before: number) => number;
/** The platform's own; null where it has none, and then the inflater's is taken. */
let platformSum: Sum | null = null;

/** Has the checksum taken by the platform from now on, which may have instructions for it. */
export const sumBy = (sum: Sum): void => {
  platformSum = sum;
};

/** Inflates deflate's streams, one after the other, by WebAssembly: see `assembly/index.ts`. It also knows zstd's checksum. */
export class Inflater {
  readonly #code: Code;
  readonly #bytes: Uint8Array;
  /** How many bytes the stream gave. */
  size = 0;
  /** Their checksum, if the platform takes it. */
  #sum: number | null = null;
  /** Bytes of a checksum that wait for more. */
  #unhashed = 0;

  constructor(code: Code) {
    this.#code = code;
    this.#bytes = new Uint8Array(code.memory.buffer);
  }

  /** The checksum of what the stream gave. */
  get sum(): number {
    return this.#sum ?? this.#code.sum.value >>> 0;
  }

  /**
   * Takes a stream from the input, no byte more, and gives all that can be read of it, in blocks that are valid
   * until the next one.
   */
  async *inflate(input: ByteReader): AsyncGenerator<Uint8Array, Ending> {
    const code = this.#code;
    const [from, room] = [code.INPUT.value, code.INPUT_BYTES.value];
    code.begin();
    this.size = 0;
    const sum = platformSum;
    this.#sum = sum && 0;
    for (let count = 0; ; ) {
      const why = code.run(count, sum === null);
      count = 0;
      const some = this.#bytes.subarray(code.written.value, code.output.value);
      if (some.length > 0) {
        this.size += some.length;
        if (sum !== null) this.#sum = sum(some, this.#sum!);
        yield some;
        code.taken();
      }
      if (why === FULL) continue;
      if (why !== HUNGRY) {
        input.back(this.#bytes.slice(code.unread(), code.inputEnd.value));
        return why === ENDED ? "whole" : DAMAGED;
      }
      const part = await input.part(room);
      if (part === null) return ENDS_EARLY;
      this.#bytes.set(part, from);
      count = part.length;
    }
  }

  /** Begins a checksum as zstd has them (XXH64). */
  beginHash(): void {
    this.#code.beginHash();
    this.#unhashed = 0;
  }

  /** Adds bytes to it. */
  hash(bytes: Uint8Array): void {
    const { INPUT, INPUT_BYTES } = this.#code;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + INPUT_BYTES.value - this.#unhashed);
      this.#bytes.set(part, INPUT.value + this.#unhashed);
      this.#unhashed = this.#code.hash(this.#unhashed + part.length);
      at += part.length;
    }
  }

  /** The lower half of it. */
  endHash(): number {
    return this.#code.endHash(this.#unhashed) >>> 0;
  }
}

/** Those that nobody uses: each has memory of its own, of which a process gets no more than so many. */
const idle: Inflater[] = [];

/** An inflater, to be given back; null where WebAssembly is not to be had. */
export function takeInflater(): Inflater | null {
  const known = idle.pop();
  if (known !== undefined) return known;
  const code = exportsOf<Code>(CODE);
  return code === null ? null : new Inflater(code);
}

export const giveBack = (inflater: Inflater): void => void idle.push(inflater);
