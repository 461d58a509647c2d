/** The clients of a lab node: one process that speaks from the addresses of all its pods. */
import { createSocket } from "node:dgram";
import { connect, type Socket } from "node:net";
import { type Books, emptyBooks } from "./books.ts";
import { question } from "./dns-message.ts";
import type { Addresses, Flow, Target } from "./flows.ts";
import { reside } from "./resident.ts";

/** How long a client waits for an answer. */
const PATIENCE_MS = 3_000;

/** More than the first packets of a connection can carry. */
const UPLOAD_BYTES = 8_192;

/** Of TFTP: read a file, in octets. */
const READ_REQUEST = Buffer.from("\0\u0001boot.img\0octet\0");

/** No flow goes on for longer than this, whatever happens to the lab. */
const LONGEST_MS = 400_000;

const books = emptyBooks();
const held: Socket[] = [];

type Opener = (localAddress: string, target: Target, tries: number) => Promise<void>;

const open: Record<Flow["kind"], Opener> = {
  hold: (localAddress, target) => dial(localAddress, target, (socket) => held.push(socket)),
  half: (localAddress, target) => dial(localAddress, target, (socket) => socket.end()),
  short: dialAgain,
  upload: (localAddress, target) =>
    dial(localAddress, target, (socket) => socket.write(Buffer.alloc(UPLOAD_BYTES))),
  lookup: (localAddress, target) =>
    ask(localAddress, target, question("web.shop.svc.cluster.local")),
  tftp: (localAddress, target) => tell(localAddress, target, READ_REQUEST),
  datagram: (localAddress, target) => tell(localAddress, target, Buffer.from("jobs.done:1|c")),
};

/**
 * Opens a connection. With `keep`, which is called when it stands, it resolves then; without, it asks,
 * reads, closes, and resolves when that is done. It resolves as well when the client gives up.
 */
function dial(
  localAddress: string,
  { address, port }: Target,
  keep?: (socket: Socket) => void,
): Promise<void> {
  books.opened += 1;
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, localAddress });
    const impatience = setTimeout(() => socket.destroy(new Error("no answer")), PATIENCE_MS);
    socket.on("connect", () => {
      books.connected += 1;
      clearTimeout(impatience);
      if (!keep) {
        socket.end("ping");
        return;
      }
      keep(socket);
      resolve();
    });
    socket.on("data", () => {
      books.answered += 1;
    });
    socket.on("error", () => {
      books.failed += 1;
    });
    socket.on("close", () => {
      clearTimeout(impatience);
      resolve();
    });
  });
}

/** Asks until it is answered, from a new port each time. */
async function dialAgain(localAddress: string, target: Target, tries: number): Promise<void> {
  for (let left = tries; left > 0; left -= 1) {
    let isConnected = false;
    await dial(localAddress, target, (socket) => {
      isConnected = true;
      socket.end("ping");
    });
    if (isConnected) return;
  }
}

function ask(localAddress: string, target: Target, text: Buffer): Promise<void> {
  books.sent += 1;
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (): void => {
      clearTimeout(impatience);
      socket.close();
      resolve();
    };
    const impatience = setTimeout(() => {
      books.failed += 1;
      end();
    }, PATIENCE_MS);
    socket.on("message", () => {
      books.answered += 1;
      end();
    });
    socket.on("error", end);
    socket.bind({ address: localAddress }, () => socket.send(text, target.port, target.address));
  });
}

function tell(localAddress: string, target: Target, text: Buffer): Promise<void> {
  books.sent += 1;
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.bind({ address: localAddress }, () =>
      socket.send(text, target.port, target.address, () => socket.close(resolve)),
    );
  });
}

/** Sends one flow at its rate; with a count it resolves when the last of them has ended. */
function send({
  kind,
  from,
  to,
  perSecond,
  tries = 1,
  count = Number.POSITIVE_INFINITY,
  atMost = count,
}: Flow): Promise<void> {
  const sources = from.last - from.first + 1;
  const start = Date.now();
  const ended: Promise<void>[] = [];
  let begun = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Date.now() - start;
      const due = Math.min(atMost, Math.floor((elapsed * perSecond) / 1000));
      for (; begun < due; begun += 1) {
        const source = `${from.network}.${from.first + (begun % sources)}`;
        const target = to[Math.floor(begun / sources + begun) % to.length]!;
        const one = open[kind](source, target, tries);
        if (Number.isFinite(count)) ended.push(one);
      }
      if (begun < atMost && elapsed < LONGEST_MS) return;
      clearInterval(timer);
      resolve(Promise.all(ended).then(() => undefined));
    }, 20);
    if (!Number.isFinite(count)) resolve();
  });
}

const podsApi = {
  send: (flows: readonly Flow[]) => Promise.all(flows.map(send)).then(() => undefined),
  /** Sends a few bytes on every connection that is held, now and every so often, for so long. */
  speak: (everyMs: number, forMs: number = LONGEST_MS): void => {
    const all = (): void => {
      for (const socket of held) if (socket.writable) socket.write("ping");
    };
    all();
    const timer = setInterval(all, everyMs);
    setTimeout(() => clearInterval(timer), forMs);
  },
  /** Closes every connection that is held from these addresses. */
  close: ({ network, first, last }: Addresses): void => {
    for (const socket of held) {
      const [, host] = /^(?:.*\.)(\d+)$/.exec(socket.localAddress ?? "") ?? [];
      const isOne = socket.localAddress?.startsWith(`${network}.`) === true;
      if (isOne && Number(host) >= first && Number(host) <= last) socket.end();
    }
  },
  books: (): Books => books,
};

export type PodsApi = typeof podsApi;

reside(podsApi);
