import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AnalyzeCommand, runAnalyze } from "./analyze.ts";
import { run } from "./collect.ts";
import { EXIT, outputFailed } from "./exit.ts";
import { shown } from "./output.ts";
import { collector } from "./packaged.ts";

export interface NodeCommand extends AnalyzeCommand {
  /** Where the bundle is kept; without, it is removed. */
  keep?: string;
  duration?: string;
}

/** Runs `conntriage node`: collects here, and analyses that. */
export async function runNode({ keep, duration, ...options }: NodeCommand): Promise<void> {
  const folder = keep === undefined ? await newFolder() : null;
  const bundle = keep ?? join(folder!, "node.tar.gz");
  try {
    const window = duration === undefined ? [] : ["--duration", duration];
    const quiet = options.quiet ? ["--quiet"] : [];
    // the report lists what could not be taken
    const env = { ...process.env, CONNTRIAGE_CALLER: "node" };
    const args = ["-o", bundle, ...window, ...quiet];
    const code = await run(await collector(), args, "inherit", env);
    if (code === 0 && keep !== undefined && !options.quiet)
      process.stderr.write(`conntriage: wrote ${shown(keep)}\n`);
    // the collector has said why; its 1 is that it could not write
    if (code !== 0) process.exitCode = code === 1 ? EXIT.fault : code;
    else await runAnalyze([bundle], options);
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

const newFolder = (): Promise<string> =>
  mkdtemp(join(tmpdir(), "conntriage-")).catch((error: unknown) => {
    throw outputFailed(tmpdir(), error);
  });
