import { spawn } from "node:child_process";
import { helpIn } from "./collector-options.ts";
import { examplesOf } from "./examples.ts";
import { collector } from "./packaged.ts";

const PRINT = "--print";

/** Runs the collector with its own options, or prints it with them as its defaults. Answers its exit code. */
export async function runCollect(options: readonly string[], print: boolean): Promise<number> {
  const script = await collector();
  const args = options.filter((one) => one !== PRINT);
  if (args.includes("-h") || args.includes("--help")) {
    process.stdout.write(helpOf(script));
    return 0;
  }
  if (!print && args.length === options.length) return run(script, args, "inherit");
  // what the node would refuse is refused here; where there is no shell, there
  const code = await run(script, [...args, "--list"], "ignore").catch(() => 0);
  if (code === 0) process.stdout.write(withDefaults(script, args));
  return code;
}

/** Runs the collector with what it needs to be told by the command that calls it. */
export async function run(
  script: string,
  args: readonly string[],
  stdout: "inherit" | "ignore",
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const child = spawn("sh", ["-c", script, "collect.sh", ...args], {
    stdio: ["inherit", stdout, "inherit"],
    env,
  });
  // the terminal sends an interrupt to both; the collector must have the time to clean up
  const wait = () => undefined;
  process.on("SIGINT", wait);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}

/** The script with options before those that it will be given, which outweigh them. */
const withDefaults = (script: string, args: readonly string[]): string =>
  args.length === 0
    ? script
    : script.replace(/^main "\$@"$/m, () => `set -- ${args.map(quoted).join(" ")} "$@"\nmain "$@"`);

/** A word of a shell, whatever it holds. */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** The collector's own help, and what this command adds. */
function helpOf(script: string): string {
  return `${helpIn(script)}
As a command of conntriage: conntriage collect [--print] [the options above]

  --print              write the script to standard output instead of running it
                       here, with the given options as its defaults: sh of that
                       script, without options, does as asked
${examplesOf("collect")}`;
}
