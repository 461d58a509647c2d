import type { Bundle } from "../archive/entry.ts";
import { Mailbox } from "../archive/mailbox.ts";
import { BLOCK_BYTES, BLOCKS, borrow, lend, type Message } from "../archive/relay.ts";
import type { Given } from "./messages.ts";
import { openGiven } from "./open.ts";

/** What one thread asks of the other that reads: a bundle, or to take a block back. */
type Wish = { is: "open"; given: Given } | { is: "back"; block: ArrayBuffer };

/** Bytes below which a bundle is read sooner than another thread is asked. */
const SMALL = 512 * 1024;

/** Reads in this thread what another asks for. Blocks are buffers that go to and fro, since nothing can be shared. */
export function readFor(port: MessagePort): void {
  let free = new Mailbox<ArrayBuffer>();
  port.onmessage = ({ data }: MessageEvent<Wish>) => {
    if (data.is === "back") {
      free.put(data.block);
      return;
    }
    free = new Mailbox();
    for (let n = 0; n < BLOCKS; n++) free.put(new ArrayBuffer(BLOCK_BYTES));
    const blocks = free.all();
    void lend<ArrayBuffer>(() => openGiven(data.given), {
      free: async () => (await blocks.next()).value as ArrayBuffer,
      bytesOf: (block) => new Uint8Array(block),
      say: (message) => port.postMessage(message, message.is === "block" ? [message.block] : []),
    });
  };
}

/** Opens a bundle by way of the thread that reads; a small one right here. */
export function openBy(port: MessagePort): (given: Given) => Promise<Bundle> {
  return (given) => {
    if (given.files.reduce((sum, { file }) => sum + file.size, 0) < SMALL) return openGiven(given);
    const box = new Mailbox<Message<ArrayBuffer>>();
    port.onmessage = ({ data }: MessageEvent<Message<ArrayBuffer>>) => box.put(data);
    const wish = (one: Wish) => port.postMessage(one, one.is === "back" ? [one.block] : []);
    wish({ is: "open", given });
    return borrow({
      messages: box.all(),
      bytesOf: (block, length) => new Uint8Array(block, 0, length),
      giveBack: (block) => wish({ is: "back", block }),
      // it has read all, or is ended with its page's work
      end: async () => undefined,
    });
  };
}
