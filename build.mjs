// Compiles src/ into dist/, and writes what is made from it: the JSON Schemas, the manual's page, the commit for
// --version, the bill of materials, and the command as one file.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { billOfMaterials, noticesOf } from "./build/bill.mjs";
import { writePage } from "./build/page.mjs";
import { writeSingle } from "./build/single.mjs";

/** Wherever npm put it: a shell's PATH need not lead there. */
const TSC = createRequire(import.meta.url).resolve("typescript/bin/tsc");

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, [TSC, "-p", "tsconfig.build.json"], { stdio: "inherit" });

const run = (...args) =>
  execFileSync(process.execPath, ["dist/cli.js", ...args], { encoding: "utf8" });
const schemas = {};
mkdirSync("dist/schemas");
const { SCHEMA_NAMES } = await import("./dist/commands/schema-names.js");
for (const name of SCHEMA_NAMES) {
  schemas[name] = run("schema", name);
  writeFileSync(`dist/schemas/${name}.json`, schemas[name]);
}

writeFileSync("dist/conntriage.1", run("man"));

const bill = billOfMaterials(git("log", "-1", "--format=%cI"));
writeFileSync("dist/sbom.cdx.json", `${JSON.stringify(bill, null, 2)}\n`);

const commit =
  process.env.COMMIT || git("describe", "--always", "--dirty", "--abbrev=12", "--exclude=*");
if (commit !== null) writeFileSync("dist/build.json", `${JSON.stringify({ commit })}\n`);

const version = JSON.parse(readFileSync("package.json", "utf8")).version;
await writePage("dist/conntriage.html", {
  made: `conntriage ${version}${commit === null ? "" : `, commit ${commit}`}`,
  notices: (names) => noticesOf(bill, names),
  isReadable: process.argv.includes("--readable"),
});

await writeSingle("dist/conntriage.mjs", { commit, schemas, notices: noticesOf(bill) });

/** What git says of this repository, not of one that it may lie in; null where git or its history is not there. */
function git(...args) {
  const say = (...words) =>
    execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return say("rev-parse", "--show-prefix") === "" ? say(...args) : null;
  } catch {
    return null;
  }
}
