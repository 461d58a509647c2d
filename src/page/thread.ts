import type { Bundle } from "../archive/entry.ts";
import { Mailbox } from "../archive/mailbox.ts";
import { BLOCK_BYTES, BLOCKS, borrow, lend, type Message } from "../archive/relay.ts";
import type { Given } from "./messages.ts";
import { openGiven } from "./open.ts";

/** What the thread that parses asks of the other: to read a bundle, and to tell of it by a port of its own. */
interface Wish {
  given: Given;
  teller: MessagePort;
}

/** What comes back by that port: a block to be filled again, or null, when no more is wanted. */
type Returned = ArrayBuffer | null;

/** Bytes below which a bundle is read sooner than another thread is asked. */
const SMALL = 512 * 1024;

/** Reads in this thread what another asks for. Blocks are buffers that go to and fro, since nothing can be shared. */
export function readFor(port: MessagePort): void {
  port.onmessage = ({ data: { given, teller } }: MessageEvent<Wish>) => {
    const free = new Mailbox<ArrayBuffer>();
    for (let n = 0; n < BLOCKS; n++) free.put(new ArrayBuffer(BLOCK_BYTES));
    teller.onmessage = ({ data }: MessageEvent<Returned>) => {
      if (data === null) free.fail(new Error("no more of it is wanted"));
      else free.put(data);
    };
    const blocks = free.all();
    void lend<ArrayBuffer>(() => openGiven(given), {
      free: async () => (await blocks.next()).value as ArrayBuffer,
      bytesOf: (block) => new Uint8Array(block),
      say: (message) => teller.postMessage(message, message.is === "block" ? [message.block] : []),
    });
  };
}

/** Opens a bundle by way of the thread that reads; a small one right here. */
export function openBy(port: MessagePort): (given: Given) => Promise<Bundle> {
  return (given) => {
    if (given.files.reduce((sum, { file }) => sum + file.size, 0) < SMALL) return openGiven(given);
    // a port for each reading: what is still under way when one fails is not taken for another's
    const { port1: own, port2: teller } = new MessageChannel();
    const box = new Mailbox<Message<ArrayBuffer>>();
    own.onmessage = ({ data }: MessageEvent<Message<ArrayBuffer>>) => box.put(data);
    port.postMessage({ given, teller } satisfies Wish, [teller]);
    return borrow({
      messages: box.all(),
      bytesOf: (block, length) => new Uint8Array(block, 0, length),
      giveBack: (block) => own.postMessage(block satisfies Returned, [block]),
      end: async () => {
        own.postMessage(null satisfies Returned);
        own.close();
      },
    });
  };
}
