import { parentPort, workerData } from "node:worker_threads";
import type { Cause } from "../causes/cause.ts";
import { loadCauses } from "./custom-causes.ts";
import { digestOne } from "./digest-one.ts";

/** A thread of `digest-pool.ts`: told a bundle, it says its digest. It lives as long as it is told. */
const port = parentPort!;
const { causes } = workerData as { causes?: string };
let loaded: Promise<readonly Cause[]> | null = null;

port.on("message", (target: string) => void digest(target));

async function digest(target: string): Promise<void> {
  loaded ??= loadCauses(causes);
  port.postMessage(await digestOne(target, await loaded));
}
