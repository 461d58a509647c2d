// the page's types are a browser's; the build of src/ does not see it
/// <reference lib="dom" />
import { expect, test } from "vitest";
import type { Bundle } from "../../src/archive/entry.ts";
import { openBy, readFor } from "../../src/page/thread.ts";

/** More than the blocks that are under way at once. */
const BYTES = 6 * 2 ** 20;

const given = (name: string, letter: string) => {
  const file = new File([letter.repeat(BYTES)], name);
  return { name, files: [{ path: name, file }], isFolder: false };
};

async function readWhole(bundle: Bundle): Promise<string> {
  let text = "";
  for await (const { blocks } of bundle.entries)
    for await (const block of blocks) text += new TextDecoder().decode(block);
  return text;
}

/** Fails of the first block, as a parser may. */
async function readBadly(bundle: Bundle): Promise<void> {
  for await (const { blocks } of bundle.entries)
    for await (const _ of blocks) throw new Error("a fault");
}

test("what is still under way of a reading that failed does not reach the next one", async () => {
  const { port1, port2 } = new MessageChannel();
  readFor(port1);
  const open = openBy(port2);
  for (let round = 0; round < 2; round++) {
    await expect(readBadly(await open(given("a.txt", "a")))).rejects.toThrow("a fault");
    const bundle = await open(given("b.txt", "b"));
    expect(bundle.name).toBe("b");
    expect((await readWhole(bundle)) === "b".repeat(BYTES)).toBe(true);
  }
  port1.close();
});
