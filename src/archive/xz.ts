import * as library from "xz-decompress";
import { DAMAGED, Damage, ENDS_EARLY } from "./damage.ts";
import type { Blocks } from "./entry.ts";

/** A bundler sees the library's names, Node its module as a whole. */
const { XzReadableStream } =
  (library as unknown as { default?: typeof library }).default ?? library;

/** What xz-embedded says by number. */
const REASONS: Readonly<Record<number, string>> = {
  4: "its xz data looks back further than is read here: unpack it first",
  6: "its xz data uses an option that is not read here: unpack it first",
  7: DAMAGED,
  8: ENDS_EARLY,
};

/** Takes xz off: any number of streams behind each other, and the padding between them. */
export async function* unxz(blocks: Blocks): AsyncGenerator<Uint8Array> {
  let failure: unknown = null;
  const compressed = streamOf(blocks, (error) => {
    failure = error;
  });
  try {
    for await (const block of read(openAlone(compressed))) if (block.length > 0) yield block;
  } catch (error) {
    if (failure !== null) throw failure;
    const code = Number(/error code (\d+)/.exec((error as Error).message)?.[1]);
    throw new Damage(REASONS[code] ?? DAMAGED);
  }
}

/**
 * The library decodes one stream at a time and lets others wait, so an xz within an xz would wait for
 * itself. Their states are apart in its memory: each stream gets a lock of its own.
 */
function openAlone(compressed: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const locks = XzReadableStream as unknown as { _contextMutex: { constructor: new () => never } };
  locks._contextMutex = new locks._contextMutex.constructor();
  return new XzReadableStream(compressed);
}

/** Not every browser iterates over a stream. */
async function* read(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    ended = true;
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

/** Blocks as a stream that asks for one when it is asked itself: a block is valid only until the next. */
function streamOf(blocks: Blocks, onError: (error: unknown) => void): ReadableStream<Uint8Array> {
  const iterator = blocks[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          for (;;) {
            const { done, value } = await iterator.next();
            if (done) return controller.close();
            // the library takes no bytes for the end of all
            if (value.length > 0) return controller.enqueue(value);
          }
        } catch (error) {
          onError(error);
          throw error;
        }
      },
    },
    { highWaterMark: 0 },
  );
}
