// Compiles src/ into dist/, and writes what is made from it: the JSON Schemas, the manual's page, the commit for
// --version, and the command as one file.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);
if (!hasTools()) installTools();
/** Wherever npm put it: a shell's PATH need not lead there. */
const TSC = resolve("typescript/bin/tsc");
const { writeSingle } = await import("./build/single.mjs");

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, [TSC, "-p", "tsconfig.build.json"], { stdio: "inherit" });

const run = (...args) =>
  execFileSync(process.execPath, ["dist/cli.js", ...args], { encoding: "utf8" });
const schemas = {};
mkdirSync("dist/schemas");
for (const name of ["analysis", "causes", "bundle"]) {
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

function hasTools() {
  try {
    return ["typescript/bin/tsc", "rolldown"].every((name) => resolve(name) !== "");
  } catch {
    return false;
  }
}

/** `npm install --global` of a git address has a package built without what it is built with: it goes to npm's folder. */
function installTools() {
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error("what builds this is not installed: run npm ci");
  const flags =
    "--ignore-scripts --include=dev --no-global --location=project --no-audit --no-fund";
  execFileSync(process.execPath, [npm, "ci", ...flags.split(" ")], { stdio: "inherit" });
}
