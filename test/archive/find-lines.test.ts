import fc from "fast-check";
import { expect, it } from "vitest";
import { type FoundLine, linesWith } from "../../src/archive/find-lines.ts";

async function* cutInto(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length]!;
    // a block is valid only until the next one is asked for
    const block = bytes.slice(at, at + size);
    yield block;
    block.fill(0);
    at += size;
  }
}

async function found(text: string, words: string[], sizes: number[]): Promise<FoundLine[]> {
  const all: FoundLine[] = [];
  for await (const lines of linesWith(cutInto(new TextEncoder().encode(text), sizes), words))
    all.push(...lines);
  return all;
}

it("finds the lines that hold one of the words, however the blocks are cut", async () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 200 });
  const word = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 4 });
  const words = fc.array(word, { minLength: 1, maxLength: 3 });
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(letters, words, sizes, async (text, wanted, cuts) => {
      const plain = text
        .split("\n")
        .map((line, at) => ({ text: line, line: at + 1 }))
        .filter(({ text: line }) => wanted.some((one) => line.includes(one)));
      expect(await found(text, wanted, cuts)).toEqual(plain);
    }),
    { numRuns: 500 },
  );
});

it("keeps no more of an endless line than any row has", async () => {
  const endless = `${"x".repeat(300_000)}word`;
  expect(await found(`${endless}\na word\n`, ["word"], [1000])).toEqual([
    { text: "a word", line: 2 },
  ]);
});
