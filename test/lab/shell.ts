import { execFileSync } from "node:child_process";

/** The longest that any single command of the lab may take. */
const LIMIT_MS = 60_000;

/**
 * Runs a command to its end and gives its standard output.
 *
 * @throws Error with the command's standard error when it fails or takes too long
 */
export function run(command: string, args: readonly string[], input = ""): string {
  try {
    return execFileSync(command, args, {
      input,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      timeout: LIMIT_MS,
      stdio: ["pipe", "pipe", "pipe"],
    });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`${command} ${args.join(" ")}: ${stderr?.trim() || String(error)}`);
  }
}

/** As {@link run}, inside a network namespace. */
export function runIn(namespace: string, command: string, ...args: string[]): string {
  return run("ip", ["netns", "exec", namespace, command, ...args]);
}

/** Applies lines of `ip` commands, such as `link set lo up`, inside a network namespace. */
export function ipBatch(namespace: string, lines: readonly string[]): void {
  run("ip", ["-netns", namespace, "-batch", "-"], `${lines.join("\n")}\n`);
}

/** Sets `name = value` pairs of /proc/sys inside a network namespace. */
export function setSysctls(namespace: string, values: Readonly<Record<string, number>>): void {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  runIn(namespace, "sysctl", "-q", "-w", ...pairs);
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
