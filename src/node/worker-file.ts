/**
 * The reading thread's own file, which there is once the project is built, but not when its sources are run.
 * In the single file it is that file itself.
 */
export const WORKER = new URL("./worker.js", import.meta.url);

/** Its argument, by which the single file knows that it is the thread: no command's argument can hold a NUL. */
export const READER = "\0reader";
