// Analyses a sample by the single file, and keeps what V8 compiled for it: `warm.mjs FILE SAMPLE FOLDER`.
import { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const [, , file, sample, folder] = process.argv;
const scripts = new Map();
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    scripts.set(basename(options.filename), this);
  }
};
syncBuiltinESMExports();
process.on("exit", () => {
  for (const [name, script] of scripts)
    writeFileSync(join(folder, name), script.createCachedData());
});
process.argv.splice(
  2,
  3,
  "analyze",
  sample,
  "-f",
  "json,text",
  "-o",
  join(folder, "out/"),
  "--quiet",
);
await import(pathToFileURL(resolve(file)));
