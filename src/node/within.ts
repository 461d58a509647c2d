import { type Context, createContext, runInContext } from "node:vm";

let context: Context | null = null;

/**
 * Runs what may never end.
 *
 * @throws Error `ERR_SCRIPT_EXECUTION_TIMEOUT` where it takes more than so many milliseconds
 */
export function within(milliseconds: number, work: () => void): void {
  context ??= createContext();
  context["work"] = work;
  runInContext("work()", context, { timeout: milliseconds });
}
