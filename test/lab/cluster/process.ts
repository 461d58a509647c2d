/** A program of others inside a namespace, whose words go to a file. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { atExit } from "../cleanup.ts";

export interface Running {
  readonly pid: number;
  hasEnded(): boolean;
  lastWords(): string;
  /** Ends it, at once by default, and waits until it has ended. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export function start(
  namespace: string,
  log: string,
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Running {
  const file = openSync(log, "a");
  // `ip netns exec` replaces itself by the program, so that its number is the program's
  const child = spawn("ip", ["netns", "exec", namespace, command, ...args], {
    stdio: ["ignore", file, file],
    env: { ...process.env, ...environment },
  });
  closeSync(file);
  const forget = atExit(() => child.kill("SIGKILL"));
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const after = (): void => {
      ended = true;
      forget();
      resolve();
    };
    child.on("exit", after);
    child.on("error", after);
  });
  return {
    pid: child.pid ?? 0,
    hasEnded: () => ended,
    lastWords: () => readFileSync(log, "utf8").trim().split("\n").slice(-8).join(" / "),
    end: (signal = "SIGKILL") => {
      child.kill(signal);
      return end;
    },
  };
}
