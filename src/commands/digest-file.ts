/**
 * The own file of a thread that makes digests, which there is once the project is built, but not when its sources
 * are run. In the single file it is that file itself.
 */
export const DIGEST_FILE = new URL("./digest-thread.js", import.meta.url);

/** Its argument, by which the single file knows that it is that thread: no command's argument can hold a NUL. */
export const DIGESTER = "\0digester";
