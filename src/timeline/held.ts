import { type Blocks, joined } from "../archive/entry.ts";
import { LIMITS } from "../limits.ts";

/** Bytes up to a ceiling, and what follows past it. */
export async function held(
  blocks: Blocks,
): Promise<{ bytes: Uint8Array; more: AsyncIterator<Uint8Array> | null }> {
  const iterator = blocks[Symbol.asyncIterator]();
  const list: Uint8Array[] = [];
  let length = 0;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    list.push(next.value.slice());
    length += next.value.length;
    if (length > LIMITS.heldBytes) return { bytes: joined(list), more: iterator };
  }
  return { bytes: joined(list), more: null };
}

/** What was held, as a stream again, with what follows. */
export async function* again(
  bytes: Uint8Array,
  more: AsyncIterator<Uint8Array> | null,
): AsyncGenerator<Uint8Array> {
  yield bytes;
  for (let next = await more?.next(); next !== undefined && !next.done; next = await more!.next())
    yield next.value;
}
