import { spawn } from "node:child_process";
import { collector } from "./packaged.ts";

/** Runs the collector with its own options, or prints it. Answers its exit code. */
export async function runCollect(args: readonly string[], print: boolean): Promise<number> {
  const script = await collector();
  if (print) {
    process.stdout.write(script);
    return 0;
  }
  const child = spawn("sh", ["-c", script, "collect.sh", ...args], { stdio: "inherit" });
  // the terminal sends an interrupt to both; the collector must have the time to clean up
  const wait = () => undefined;
  process.on("SIGINT", wait);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}
