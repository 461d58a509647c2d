import { AnalyzerError, type ErrorCode } from "../errors.ts";
import type { Blocks, Bundle, BundleEntry, Outcome } from "./entry.ts";

/**
 * What a thread that reads says, in the order of the bundle: `opened`, then for each entry `entry`, its blocks and
 * `ended`, then `done`; or at any time `failed`, after which nothing follows. `B` is how a block's bytes are handed
 * over, which platforms do in different ways.
 */
export type Message<B> =
  | { is: "opened"; name: string }
  | { is: "entry"; path: string }
  | { is: "block"; block: B; length: number; consumed: number }
  | { is: "ended"; outcome: Outcome }
  | ({ is: "done" } & Pick<Bundle, "skipped" | "damage" | "doubted">)
  | { is: "failed"; code: ErrorCode | null; message: string };

/** Bytes of a block, and how many there are: so far the thread may be ahead of the parsers. */
export const BLOCK_BYTES = 1024 * 1024;
export const BLOCKS = 4;

/** How the thread that reads hands blocks over. */
export interface Lender<B> {
  /** A block that nobody uses. */
  free(): Promise<B>;
  bytesOf(block: B): Uint8Array;
  say(message: Message<B>): void;
}

/** Reads a bundle, and copies its bytes into blocks that are free, however they come. */
export async function lend<B>(open: () => Promise<Bundle>, lender: Lender<B>): Promise<void> {
  const { say } = lender;
  try {
    const bundle = await open();
    say({ is: "opened", name: bundle.name });
    for await (const { path, blocks, outcome } of bundle.entries) {
      say({ is: "entry", path });
      await copy(blocks, bundle, lender);
      // what else is known of it is told in the end
      const { bytes, cut } = outcome;
      say({ is: "ended", outcome: { bytes, cut } });
    }
    const { skipped, damage, doubted } = bundle;
    say({ is: "done", skipped, damage, doubted });
  } catch (error) {
    const code = error instanceof AnalyzerError ? error.code : null;
    say({ is: "failed", code, message: (error as Error).message });
  }
}

async function copy<B>(
  given: Blocks,
  bundle: Bundle,
  { free, bytesOf, say }: Lender<B>,
): Promise<void> {
  let block: B | null = null;
  let room = new Uint8Array();
  let length = 0;
  for await (const bytes of given)
    for (let from = 0; from < bytes.length; ) {
      if (block === null) {
        block = await free();
        room = bytesOf(block) as typeof room;
      }
      const part = bytes.subarray(from, from + room.length - length);
      room.set(part, length);
      length += part.length;
      from += part.length;
      if (length === room.length) flush();
    }
  if (length > 0) flush();

  function flush(): void {
    say({ is: "block", block: block as B, length, consumed: bundle.consumed });
    block = null;
    length = 0;
  }
}

/** How the thread that parses takes them. */
export interface Borrower<B> {
  messages: AsyncIterator<Message<B>>;
  bytesOf(block: B, length: number): Uint8Array;
  giveBack(block: B): void;
  /** Ends the reading. */
  end(): Promise<void>;
}

/** The bundle that another thread reads. */
export async function borrow<B>(borrower: Borrower<B>): Promise<Bundle> {
  const { messages, bytesOf, giveBack, end } = borrower;
  const opened = await next(messages).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  if (opened.is !== "opened") throw new TypeError(`the reading thread began with ${opened.is}`);
  const bundle: Bundle = {
    name: opened.name,
    entries: entries(),
    consumed: 0,
    skipped: [],
    damage: [],
    doubted: [],
  };
  return bundle;

  async function* entries(): AsyncGenerator<BundleEntry> {
    try {
      for (;;) {
        const message = await next(messages);
        if (message.is === "entry") {
          const outcome: Outcome = { bytes: 0, cut: null };
          yield { path: message.path, outcome, blocks: blocksOf(outcome) };
        } else if (message.is === "block") {
          // its reader wanted no more of this entry
          giveBack(message.block);
        } else if (message.is === "done") {
          bundle.skipped.push(...message.skipped);
          bundle.damage.push(...message.damage);
          bundle.doubted.push(...message.doubted);
          return;
        }
      }
    } finally {
      await end();
    }
  }

  async function* blocksOf(outcome: Outcome): AsyncGenerator<Uint8Array> {
    for (;;) {
      const message = await next(messages);
      if (message.is === "ended") {
        Object.assign(outcome, message.outcome);
        return;
      }
      if (message.is !== "block") throw new TypeError(`an entry goes on with ${message.is}`);
      bundle.consumed = message.consumed;
      try {
        yield bytesOf(message.block, message.length);
      } finally {
        giveBack(message.block);
      }
    }
  }
}

/** The next message; what the thread failed of is thrown here. */
async function next<B>(messages: AsyncIterator<Message<B>>): Promise<Message<B>> {
  const { value, done } = await messages.next();
  if (done)
    throw new AnalyzerError("BUNDLE_UNREADABLE", "the reading thread ended before its time");
  if (value.is !== "failed") return value;
  throw value.code === null
    ? new Error(value.message)
    : new AnalyzerError(value.code, value.message);
}
