import { existsSync } from "node:fs";

/** The reading thread's own file; in the single file, the text of a script that loads it from there. */
export const WORKER: URL | string = new URL("./worker.js", import.meta.url);

/** How the thread is to take that. */
export const OPTIONS = {};

/** Whether it is there: it is once the project is built, but not when its sources are run. */
export const hasWorker = (): boolean => existsSync(WORKER);
