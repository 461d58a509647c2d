/** Clients that ask a resolver for names in turn, each question from a port of its own. */
import { createSocket } from "node:dgram";
import { question } from "../dns-message.ts";
import type { Target } from "../flows.ts";
import { reside } from "../resident.ts";

const PER_SECOND = 150;
const SECONDS = 16;
const PATIENCE_MS = 4_000;

/** By their number in RFC 1035. */
const CODES = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

/** The answer's code, or that there was none. */
function ask(target: Target, name: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (what: string): void => {
      clearTimeout(impatience);
      socket.close();
      resolve(what);
    };
    const impatience = setTimeout(() => end("no answer"), PATIENCE_MS);
    socket.on("error", () => end("error"));
    socket.on("message", (reply) => end(CODES[reply.readUInt16BE(2) & 15] ?? "other"));
    socket.send(question(name), target.port, target.address);
  });
}

const asking = {
  ask: async (target: Target, names: readonly string[]): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    const all: Promise<void>[] = [];
    for (let asked = 0; asked < PER_SECOND * SECONDS; asked += 1) {
      const answered = ask(target, names[asked % names.length]!).then((code) => {
        counts[code] = (counts[code] ?? 0) + 1;
      });
      all.push(answered);
      await new Promise((resolve) => setTimeout(resolve, 1000 / PER_SECOND));
    }
    await Promise.all(all);
    return counts;
  },
};

export type AskingApi = typeof asking;

reside(asking);
