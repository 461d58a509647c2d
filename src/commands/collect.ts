import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The script as the package ships it, both from `src/` and from `dist/`. */
const SCRIPT = new URL("../../src/collector/collect.sh", import.meta.url);

/** Runs the collector with its own options, or prints it. Answers its exit code. */
export async function runCollect(args: readonly string[], print: boolean): Promise<number> {
  if (print) {
    process.stdout.write(readFileSync(SCRIPT));
    return 0;
  }
  const child = spawn("sh", [fileURLToPath(SCRIPT), ...args], { stdio: "inherit" });
  // the terminal sends an interrupt to both; the collector must have the time to clean up
  const wait = () => undefined;
  process.on("SIGINT", wait);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}
