// Compiles src/ into dist/, and writes what is made from it: the JSON Schemas, the manual's page, and the commit for --version.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";

const TSC = "node_modules/typescript/bin/tsc";
rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, [TSC, "-p", "tsconfig.build.json"], { stdio: "inherit" });

const run = (...args) => execFileSync(process.execPath, ["dist/cli.js", ...args]);
mkdirSync("dist/schemas");
for (const name of ["analysis", "causes", "bundle"])
  writeFileSync(`dist/schemas/${name}.json`, run("schema", name));

writeFileSync("dist/conntriage.1", run("man"));

const commit = commitOf();
if (commit !== null) writeFileSync("dist/build.json", `${JSON.stringify({ commit })}\n`);

/** Of this repository, not of one that it may lie in; null where git or its history is not there. */
function commitOf() {
  const git = (...args) =>
    execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    if (git("rev-parse", "--show-prefix") !== "") return null;
    return git("describe", "--always", "--dirty", "--abbrev=12", "--exclude=*");
  } catch {
    return null;
  }
}
