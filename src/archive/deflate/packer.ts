import { crc32 } from "../crc32.ts";
import { exportsOf } from "../web-assembly.ts";
import { CODE } from "./deflate-code.ts";

/** Packs bytes as blocks of deflate, which come one behind the other as a stream. */
export interface Packer {
  /** Where the bytes of the next block are put. */
  readonly input: Uint8Array;
  /** The checksum of the stream so far. */
  readonly sum: number;
  /** Begins a stream. */
  begin(): void;
  /** Packs so many bytes of {@link input}, or stores them as they are. The answer is valid until the next time. */
  block(count: number, isLast: boolean, isToBeStored: boolean): Uint8Array;
}

/** What `assembly/index.ts` exports: functions, and places and values in its memory. */
interface Code {
  memory: { buffer: ArrayBuffer };
  begin(): void;
  run(count: number, isLast: number, isToBeStored: number): void;
  sum: Global;
  output: Global;
  INPUT: Global;
  INPUT_BYTES: Global;
  OUTPUT: Global;
}
interface Global {
  value: number;
}

class Deflater implements Packer {
  readonly input: Uint8Array;
  readonly #code: Code;

  constructor(code: Code) {
    this.#code = code;
    this.input = new Uint8Array(code.memory.buffer, code.INPUT.value, code.INPUT_BYTES.value);
  }

  get sum(): number {
    return this.#code.sum.value >>> 0;
  }

  begin(): void {
    this.#code.begin();
  }

  block(count: number, isLast: boolean, isToBeStored: boolean): Uint8Array {
    const code = this.#code;
    code.run(count, Number(isLast), Number(isToBeStored));
    const from = code.OUTPUT.value;
    return new Uint8Array(code.memory.buffer, from, code.output.value - from);
  }
}

/** Where WebAssembly is not to be had, nothing is made smaller. */
export class Storer implements Packer {
  readonly input = new Uint8Array(0xffff);
  sum = 0;

  begin(): void {
    this.sum = 0;
  }

  block(count: number, isLast: boolean): Uint8Array {
    const bytes = this.input.subarray(0, count);
    this.sum = crc32(bytes, this.sum);
    const whole = new Uint8Array(5 + count);
    const view = new DataView(whole.buffer);
    view.setUint8(0, Number(isLast));
    view.setUint16(1, count, true);
    view.setUint16(3, ~count, true);
    whole.set(bytes, 5);
    return whole;
  }
}

/** Those that nobody uses: each has memory of its own. */
const idle: Packer[] = [];

export function takePacker(): Packer {
  const known = idle.pop();
  if (known !== undefined) return known;
  const code = exportsOf<Code>(CODE);
  return code === null ? new Storer() : new Deflater(code);
}

export const giveBack = (packer: Packer): void => void idle.push(packer);
