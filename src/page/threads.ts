import type { Answer, Ask } from "./messages.ts";
import { addressOf } from "./program.ts";

/** What is told while it works. */
type Stand = Extract<Answer, { is: "stand" }>;
type Work = Exclude<Ask, { is: "start" }>;

/** The two threads of the page: one reads and unpacks, one parses. They are there before there is any work. */
export class Threads {
  readonly #program = addressOf();
  #reader: Worker | null = null;
  #analyst: Worker | null = null;
  #started = this.#start();
  #fail: ((error: Error) => void) | null = null;

  async #start(): Promise<void> {
    const url = await this.#program;
    const { port1, port2 } = new MessageChannel();
    this.#reader = new Worker(url);
    this.#analyst = new Worker(url);
    this.#reader.postMessage({ is: "read", port: port1 }, [port1]);
    this.#analyst.postMessage({ is: "start", reader: port2 } satisfies Ask, [port2]);
    for (const one of [this.#reader, this.#analyst])
      one.onerror = ({ message }) => this.#end(new Error(`a thread failed: ${message}`));
  }

  /** Has something done; one thing at a time. */
  run(work: Work, onStand: (stand: Stand) => void): Promise<Exclude<Answer, Stand>> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#started.then(() => {
        // cancelled before there was a thread
        if (this.#fail !== reject) return;
        this.#analyst!.onmessage = ({ data }: MessageEvent<Answer>) => {
          if (data.is === "stand") onStand(data);
          else resolve(data);
        };
        this.#analyst!.postMessage(work);
      }, reject);
    });
  }

  /** Stops what is being done, and forgets it. */
  cancel(): void {
    this.#end(new Cancelled());
  }

  #end(why: Error): void {
    this.#reader?.terminate();
    this.#analyst?.terminate();
    this.#fail?.(why);
    this.#fail = null;
    this.#started = this.#start();
  }
}

/** Somebody wanted it stopped. */
export class Cancelled extends Error {}
