import { createReadStream } from "node:fs";
import { availableParallelism } from "node:os";
import type { Blocks } from "../archive/entry.ts";
import type { Cause } from "../causes/cause.ts";
import { AnalyzerError } from "../errors.ts";
import { failedDigest } from "../fleet/digest.ts";
import { Merger } from "../fleet/merge.ts";
import { isDigest, readDigests } from "../fleet/read.ts";
import type { Digest } from "../report/digest-contract.ts";
import { reasonFor } from "./digest-one.ts";
import { digestAll } from "./digest-pool.ts";
import type { Inputs } from "./fleet-inputs.ts";
import { countOn } from "./progress.ts";

/** How the inputs are read. */
export interface ReadOptions {
  /** A file of causes beside the usual ones. */
  causes?: string;
  /** Bundles at once. */
  jobs?: number;
  quiet?: boolean;
}

/** Reads all, and keeps of each no more than its row. */
export async function mergedOf(
  { bundles, digests }: Inputs,
  known: readonly Cause[],
  { causes, jobs = availableParallelism(), quiet = false }: ReadOptions,
): Promise<Digest> {
  const merger = new Merger();
  const progress = countOn(process.stderr, bundles.length + digests.length, quiet);
  const take = (digest: Digest) => {
    merger.add(digest);
    progress.step();
  };
  const takeMany = async (path: string, blocks: AsyncIterable<Uint8Array>) => {
    merger.takeOver(await digestsOf(path, blocks));
    progress.step();
  };
  try {
    for (const path of digests) await takeMany(path, createReadStream(path));
    const paths = bundles.filter((path) => path !== "-");
    await digestAll(paths, { jobs, causes, take });
    if (paths.length < bundles.length) await takeInput(known, take, takeMany);
  } finally {
    progress.clear();
  }
  return merger.digest();
}

/** The digests of one file, none of them if one is wrong. */
async function digestsOf(path: string, blocks: AsyncIterable<Uint8Array>): Promise<Merger> {
  const all = new Merger();
  try {
    for await (const digest of readDigests(blocks)) all.add(digest);
    return all;
  } catch (error) {
    const isOurs = error instanceof AnalyzerError || (error as NodeJS.ErrnoException).code;
    if (!isOurs) throw error;
    const none = new Merger();
    none.add(failedDigest(path, reasonFor(path, error)));
    return none;
  }
}

/** Standard input: digests, or a bundle. */
async function takeInput(
  causes: readonly Cause[],
  take: (digest: Digest) => void,
  takeMany: (path: string, blocks: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const input = process.stdin[Symbol.asyncIterator]();
  const first = await input.next();
  const head: Uint8Array = first.done === true ? new Uint8Array() : first.value;
  async function* blocks(): Blocks & AsyncGenerator<Uint8Array> {
    yield head;
    for (let next = await input.next(); next.done !== true; next = await input.next())
      yield next.value as Uint8Array;
  }
  if (isDigest(Buffer.from(head.subarray(0, 128)).toString("utf8"))) {
    await takeMany("-", blocks());
    return;
  }
  const { digestOne } = await import("./digest-one.ts");
  take(await digestOne("-", causes, blocks));
}
