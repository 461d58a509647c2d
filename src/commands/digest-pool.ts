import { existsSync } from "node:fs";
import type { Worker } from "node:worker_threads";
import { failedDigest } from "../fleet/digest.ts";
import type { Digest } from "../report/digest-contract.ts";
import { loadCauses } from "./custom-causes.ts";
import { DIGEST_FILE, DIGESTER } from "./digest-file.ts";
import { reasonFor } from "./digest-one.ts";

interface Pool {
  /** Threads; one reads here. */
  jobs: number;
  /** A file of causes of one's own. */
  causes: string | undefined;
  take(digest: Digest): void;
}

/**
 * Makes the digests of bundles in several threads, and hands each over when it is made: no more bundles are held
 * than there are threads. Their order is by chance. Where the sources are run as they are, all is done here.
 */
export async function digestAll(
  targets: readonly string[],
  { jobs, causes, take }: Pool,
): Promise<void> {
  const threads = Math.min(jobs, targets.length);
  if (threads < 2 || !existsSync(DIGEST_FILE)) {
    const { digestOne } = await import("./digest-one.ts");
    const loaded = await loadCauses(causes);
    for (const target of targets) take(await digestOne(target, loaded));
    return;
  }
  const { Worker } = await import("node:worker_threads");
  const waiting = [...targets].reverse();
  const begin = (): Worker =>
    new Worker(DIGEST_FILE, { argv: [DIGESTER], workerData: { ...(causes && { causes }) } });
  await Promise.all(
    Array.from({ length: threads }, async () => {
      let worker = begin();
      for (let target = waiting.pop(); target !== undefined; target = waiting.pop()) {
        try {
          take(await asked(worker, target));
        } catch (error) {
          // such as a thread without memory: its bundle is named, and another thread goes on
          take(failedDigest(target, reasonFor(target, error)));
          await worker.terminate();
          worker = begin();
        }
      }
      await worker.terminate();
    }),
  );
}

/** What a thread answers; its end instead is an error. */
function asked(worker: Worker, target: string): Promise<Digest> {
  return new Promise((resolve, reject) => {
    const message = (digest: Digest) => settle(() => resolve(digest));
    const error = (one: Error) => settle(() => reject(one));
    const exit = () => error(new Error("its thread ended before its time"));
    const settle = (end: () => void) => {
      worker.off("message", message).off("error", error).off("exit", exit);
      end();
    };
    worker.on("message", message).on("error", error).on("exit", exit);
    worker.postMessage(target);
  });
}
