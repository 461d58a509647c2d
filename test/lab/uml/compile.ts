/** The lab as plain JavaScript: inside user-mode Linux, compiling it anew for each process takes longest. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../shell.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Writes into `folder` what the process inside needs, in the places that it has here. */
export function compileLab(folder: string): void {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  run(process.execPath, [compiler, "-p", join(ROOT, "test/lab/uml"), "--outDir", folder]);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  // what the lab imports of the sources is compiled with it; the collector is read as it is
  mkdirSync(join(folder, "src"), { recursive: true });
  symlinkSync(join(ROOT, "src/collector"), join(folder, "src/collector"));
}
