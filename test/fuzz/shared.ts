import { deserialize, serialize } from "node:v8";
import type { Input } from "./input.ts";

/** Bytes of an input that is on its way; a larger one is not tried. */
const ROOM = 8 * 2 ** 20;

/**
 * What the fuzzing thread is at, in memory that the watching one sees even while the first one hangs or has no memory
 * left: a target and its input.
 */
export class Now {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Float64Array;
  readonly #bytes: Uint8Array;
  #count = 0;

  constructor(memory = new SharedArrayBuffer(32 + ROOM)) {
    this.memory = memory;
    this.#numbers = new Float64Array(memory, 0, 4);
    this.#bytes = new Uint8Array(memory, 32);
  }

  /** Answers false of an input that has no room. */
  begin(target: string, input: Input): boolean {
    const bytes = serialize({ target, files: [...input] });
    if (bytes.length > ROOM) return false;
    this.#bytes.set(bytes);
    this.#numbers[1] = bytes.length;
    this.#numbers[0] = ++this.#count;
    return true;
  }

  end(): void {
    this.#numbers[0] = 0;
  }

  /** Which one runs, by its number; 0 between two. */
  get which(): number {
    return this.#numbers[0]!;
  }

  get what(): { target: string; input: Input } {
    const bytes = Buffer.from(this.#bytes.slice(0, this.#numbers[1]));
    const { target, files } = deserialize(bytes) as {
      target: string;
      files: [string, Uint8Array][];
    };
    return { target, input: new Map(files.map(([name, one]) => [name, Uint8Array.from(one)])) };
  }
}
