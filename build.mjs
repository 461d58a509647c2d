// Compiles src/ into dist/, and writes what is made from it: the JSON Schemas, the manual's page, the commit for
// --version, and the command as one file.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { writeSingle } from "./build/single.mjs";

/** Wherever npm put it: a shell's PATH need not lead there. */
const TSC = createRequire(import.meta.url).resolve("typescript/bin/tsc");

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, [TSC, "-p", "tsconfig.build.json"], { stdio: "inherit" });

const run = (...args) =>
  execFileSync(process.execPath, ["dist/cli.js", ...args], { encoding: "utf8" });
const schemas = {};
mkdirSync("dist/schemas");
for (const name of ["analysis", "causes", "bundle", "expected", "timeline"]) {
  schemas[name] = run("schema", name);
  writeFileSync(`dist/schemas/${name}.json`, schemas[name]);
}

writeFileSync("dist/conntriage.1", run("man"));

const commit = commitOf();
if (commit !== null) writeFileSync("dist/build.json", `${JSON.stringify({ commit })}\n`);

await writeSingle("dist/conntriage.mjs", commit, schemas);

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
