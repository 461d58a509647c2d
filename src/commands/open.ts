import { spawn } from "node:child_process";

/** How a platform opens a file with the program that its user chose. */
interface Opener {
  program: string;
  args(path: string): string[];
  /** The arguments hold their own quotes. */
  verbatim?: true;
}

/** `cmd` reads its line anew, so that an `&` of the path must stand in quotes; no path can hold those. */
const WINDOWS: Opener = {
  program: "cmd",
  args: (path) => ["/c", "start", '""', `"${path}"`],
  verbatim: true,
};
const MAC: Opener = { program: "open", args: (path) => [path] };
const OTHERS: Opener = { program: "xdg-open", args: (path) => [path] };

/** Milliseconds after which an opener that has not failed counts as done: some stay with the browser. */
const PATIENCE = 3000;

export const openerOf = (platform: NodeJS.Platform): Opener =>
  platform === "win32" ? WINDOWS : platform === "darwin" ? MAC : OTHERS;

/**
 * Opens a file in a program of its own, which outlives this one. Answers why that failed, or null.
 *
 * @param path absolute, so that it cannot be taken for an option
 */
export function openFile(path: string, platform = process.platform): Promise<string | null> {
  const { program, args, verbatim = false } = openerOf(platform);
  const child = spawn(program, args(path), {
    detached: true,
    stdio: "ignore",
    windowsVerbatimArguments: verbatim,
  });
  child.unref();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE, null);
    const end = (reason: string | null) => {
      clearTimeout(timer);
      resolve(reason);
    };
    child.on("error", (error: NodeJS.ErrnoException) =>
      end(error.code === "ENOENT" ? `there is no ${program}` : error.message),
    );
    child.on("exit", (code) => end(code === 0 ? null : `${program} failed with ${code}`));
  });
}
