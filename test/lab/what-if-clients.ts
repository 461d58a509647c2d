/** Clients of the what-if lab: connections and UDP flows that speak again and again, each in its own time. */
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { question } from "./dns-message.ts";
import type { Addresses, Target } from "./flows.ts";
import { reside } from "./resident.ts";

/** No client goes on for longer than this, whatever happens to the lab. */
const LONGEST_MS = 240_000;

/** Longer than the two seconds after which the kernel calls a UDP flow a stream. */
const STREAM_MS = 2_500;

const TICK_MS = 20;

interface Talk {
  readonly from: Addresses;
  readonly to: readonly Target[];
  /** One client for each, and how many seconds it is silent between two packets. */
  readonly periods: readonly number[];
  /** How many clients begin in a second. */
  readonly perSecond: number;
}

let resets = 0;

/** Does `one` for 0, 1, 2 … at a rate; resolves after `count` of them, or at once without an end. */
function steadily(
  perSecond: number,
  one: (turn: number) => void,
  count = Number.POSITIVE_INFINITY,
): Promise<void> {
  const start = Date.now();
  let begun = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Date.now() - start;
      const due = Math.min(count, Math.floor((elapsed * perSecond) / 1000));
      for (; begun < due; begun += 1) one(begun);
      if (begun < count && elapsed < LONGEST_MS) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
    if (!Number.isFinite(count)) resolve();
  });
}

/** Speaks after a random part of the first period, and from then on once in every period. */
function everySoOften(seconds: number, speak: () => void): void {
  const end = Date.now() + LONGEST_MS;
  setTimeout(
    () => {
      speak();
      const timer = setInterval(
        () => (Date.now() < end ? speak() : clearInterval(timer)),
        seconds * 1000,
      );
    },
    Math.random() * seconds * 1000,
  );
}

const sourceOf = ({ network, first, last }: Addresses, turn: number): string =>
  `${network}.${first + (turn % (last - first + 1))}`;

/** A connection that is kept. When it is reset, as a client that needs it would, dials and speaks again. */
function converse(localAddress: string, { address, port }: Target, period: number): void {
  let socket = connect({ host: address, port, localAddress });
  const watch = (): void => {
    socket.resume();
    socket.on("error", () => {
      resets += 1;
      socket = connect({ host: address, port, localAddress });
      watch();
      socket.write("ping");
    });
  };
  watch();
  everySoOften(period, () => socket.write("ping"));
}

const whatIfClientsApi = {
  /** Opens connections; each sends a few bytes every period, and is answered. */
  talk: ({ from, to, periods, perSecond }: Talk): Promise<void> =>
    steadily(
      perSecond,
      (turn) => converse(sourceOf(from, turn), to[turn % to.length]!, periods[turn]!),
      periods.length,
    ),
  /** UDP sockets that ask a question every period, and are answered. */
  askEvery: ({ from, to, periods, perSecond }: Talk): Promise<void> =>
    steadily(
      perSecond,
      (turn) => {
        const { address, port } = to[turn % to.length]!;
        const socket = createSocket("udp4");
        socket.bind({ address: sourceOf(from, turn) }, () =>
          everySoOften(periods[turn]!, () => socket.send(question("a.example"), port, address)),
        );
      },
      periods.length,
    ),
  /** UDP flows that ask twice, far enough apart for the kernel to call them streams, and fall silent. */
  askTwice: ({ from, to, perSecond }: Omit<Talk, "periods">): Promise<void> =>
    steadily(perSecond, (turn) => {
      const { address, port } = to[turn % to.length]!;
      const socket = createSocket("udp4");
      const ask = (): void => socket.send(question("a.example"), port, address);
      socket.bind({ address: sourceOf(from, turn) }, ask);
      setTimeout(ask, STREAM_MS);
      setTimeout(() => socket.close(), 2 * STREAM_MS);
    }),
  /** How many connections were reset. */
  resets: (): number => resets,
};

export type WhatIfClientsApi = typeof whatIfClientsApi;

reside(whatIfClientsApi);
