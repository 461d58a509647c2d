/**
 * A process of ours that lives inside a namespace and answers calls over Node's own channel.
 *
 * `ip netns exec` replaces itself by the command, so the channel's descriptor survives it.
 */
import { spawn } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { atExit } from "./cleanup.ts";

/** The functions that a resident offers; arguments and results must survive JSON. */
export type Api = Record<string, (...args: never[]) => unknown>;

export interface Resident<A extends Api> {
  readonly pid: number;
  call<K extends keyof A & string>(
    name: K,
    ...args: Parameters<A[K]>
  ): Promise<Awaited<ReturnType<A[K]>>>;
  end(): void;
}

interface Call {
  readonly id: number;
  readonly name: string;
  readonly args: readonly never[];
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Starts `file` of this folder, or what was compiled from it, inside `namespace` and waits until it is ready for calls. */
export async function settle<A extends Api>(namespace: string, file: string): Promise<Resident<A>> {
  const script = fileURLToPath(
    new URL(file.replace(".ts", extname(import.meta.url)), import.meta.url),
  );
  const node = [process.execPath, ...(script.endsWith(".ts") ? ["--import", "tsx"] : []), script];
  const child = spawn("ip", ["netns", "exec", namespace, ...node], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const end = atExit(() => child.kill("SIGKILL"));
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ready = new Promise((resolve, reject) => waiting.set(0, { resolve, reject }));
  child.on("message", ({ id, result, error }: Reply) => {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.resolve(result);
    else caller?.reject(new Error(`${file}: ${error}`));
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended`));
    end();
  });
  await ready;
  let calls = 0;
  return {
    pid: child.pid!,
    end,
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve: resolve as (value: unknown) => void, reject });
        child.send({ id: calls, name, args });
      }),
  };
}

/** The other side of {@link settle}: offers `api` and ends with the process that started it. */
export function reside(api: Api): void {
  process.on("disconnect", () => process.exit());
  process.on("message", async ({ id, name, args }: Call) => {
    try {
      process.send?.({ id, result: await api[name]!(...args) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
  process.send?.({ id: 0 });
}
