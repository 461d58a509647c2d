import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { GzipMember } from "../../src/archive/deflate/gzip-write.ts";
import { type Packer, Storer, takePacker } from "../../src/archive/deflate/packer.ts";
import { randomRow } from "./rows.ts";
import { bytesFrom, randomFrom } from "./streams.ts";

/** Bytes as one member, given in parts of a size. */
function packed(bytes: Uint8Array, size: number, isStored = false, packer = takePacker()): Buffer {
  const parts: Uint8Array[] = [];
  const member = new GzipMember((part) => parts.push(part), isStored, packer);
  for (let at = 0; at < bytes.length; at += size) member.give(bytes.subarray(at, at + size));
  member.end();
  return Buffer.concat(parts);
}

const random = randomFrom(1);
const noise = (length: number) => Uint8Array.from({ length }, () => random());
const MOST = 0x20000;
/** Of each size about a block's, of all kinds that a block may be of. */
const INPUTS: [string, Uint8Array][] = [
  ["nothing", new Uint8Array(0)],
  ...[1, 2, 3, 5, 6, 7, 15, 16, 17, 257, 258, 259, 260].map((length): [string, Uint8Array] => [
    `${length} bytes alike`,
    new Uint8Array(length).fill(97),
  ]),
  ...[-17, -1, 0, 1, 17].map((more): [string, Uint8Array] => [
    `a block of noise and ${more}`,
    noise(MOST + more),
  ]),
  ...[-17, -1, 0, 1, 17].map((more): [string, Uint8Array] => [
    `two blocks alike and ${more}`,
    new Uint8Array(2 * MOST + more).fill(0),
  ]),
  ["every byte once", Uint8Array.from({ length: 256 }, (_, n) => n)],
  // counts that rise as Fibonacci's numbers want the longest codes
  [
    "codes that want to be longer than may be",
    Uint8Array.from(
      Array.from({ length: 24 }, (_, n) => new Array<number>(fibonacci(n)).fill(n))
        .flat()
        .map((n) => [n, random()] as const)
        .sort((a, b) => a[1] - b[1])
        .map(([n]) => n),
    ),
  ],
  ["what stands 32,768 bytes before", twice(noise(0x8000))],
  ["what stands 32,769 bytes before", twice(noise(0x8001))],
  [
    "rows",
    new TextEncoder().encode(Array.from({ length: 4_000 }, () => randomRow(random)).join("")),
  ],
];

function fibonacci(n: number): number {
  return n < 2 ? 1 : fibonacci(n - 1) + fibonacci(n - 2);
}
function twice(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes, ...bytes]);
}

describe.each<[string, () => Packer]>([
  ["WebAssembly", takePacker],
  ["none", () => new Storer()],
])("packed with %s", (_, packer) => {
  test.each(INPUTS)("%s comes back", (_name, bytes) => {
    for (const isStored of [false, true])
      expect(Buffer.compare(gunzipSync(packed(bytes, 1 << 20, isStored, packer())), bytes)).toBe(0);
  });

  test("bytes of many textures come back, whatever parts they are given in", () => {
    for (let n = 0; n < 300; n++) {
      const bytes = bytesFrom(random, 20_000);
      const whole = packed(bytes, 1 << 20, false, packer());
      expect(Buffer.compare(gunzipSync(whole), bytes)).toBe(0);
      expect(Buffer.compare(packed(bytes, 1 + n, false, packer()), whole)).toBe(0);
    }
  });
});

test("rows become as small as by zlib's first level, to a tenth; noise hardly grows", async () => {
  const { gzipSync } = await import("node:zlib");
  const rows = INPUTS.at(-1)![1];
  expect(packed(rows, 1 << 20).length).toBeLessThan(gzipSync(rows, { level: 1 }).length * 1.1);
  const some = noise(1_000_000);
  expect(packed(some, 1 << 20).length).toBeLessThan(some.length + 200);
});

test("nothing of a stream is known in the next one", () => {
  const bytes = bytesFrom(random, 20_000);
  const first = packed(bytes, 1 << 20);
  packed(noise(300_000), 1 << 20);
  expect(Buffer.compare(packed(bytes, 1 << 20), first)).toBe(0);
});
