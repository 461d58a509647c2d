// Writes dist/conntriage.mjs: the command in one file, which loader.mjs begins.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { parts } from "./parts.mjs";

const LOADER = readFileSync(new URL("loader.mjs", import.meta.url), "utf8");
const WARM = fileURLToPath(new URL("warm.mjs", import.meta.url));
/** Characters from which on a part that no analysis loads is packed: Node reads and scans the whole file at each start. */
const LARGE = 100_000;
/** What is run so that V8 compiles what a usual analysis needs. */
const SAMPLE = "samples/time-wait-churn/bundle.tar.gz";

export async function writeSingle(path, { commit, schemas, notices }) {
  const all = await parts(commit, schemas);
  const write = (compiled) =>
    writeFileSync(path, `${assembled(all, compiled)}/*!\n${notices}*/\n`, { mode: 0o755 });
  write(new Map());
  if (existsSync(SAMPLE)) write(compiledBy(path));
}

/** What V8 made of each part that an analysis loads. */
function compiledBy(path) {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-build-"));
  try {
    execFileSync(process.execPath, [WARM, path, SAMPLE, folder], { stdio: "inherit" });
    const files = readdirSync(folder).filter((name) => name.endsWith(".js"));
    return new Map(files.map((name) => [name, readFileSync(join(folder, name), "base64")]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The loader with its table, then each part and its compiled form, in a comment each. */
function assembled(all, compiled) {
  const places = {};
  let body = "";
  const comment = (text) => {
    const place = [body.length + 2, text.length];
    body += `/*${text}*/\n`;
    return place;
  };
  for (const [name, code] of all) {
    if (code.length > LARGE && !compiled.has(name)) {
      places[name] = { packed: comment(gzipSync(code, { level: 9 }).toString("base64")) };
      continue;
    }
    if (code.includes("*\\\\/")) throw new Error(`${name} holds what stands for a comment's end`);
    places[name] = { source: comment(code.replaceAll("*/", "*\\\\/")) };
    if (compiled.has(name)) places[name].compiled = comment(compiled.get(name));
  }
  // the table's own length moves what it tells of
  let head = "";
  for (let before = -1; before !== head.length; ) {
    before = head.length;
    head = headed(places, before, compiled.size > 0);
  }
  return head + body;
}

function headed(places, by, isCompiled) {
  const moved = JSON.stringify(places, (_, value) =>
    Array.isArray(value) ? [value[0] + by, value[1]] : value,
  );
  const v8 = `${process.versions.v8} ${process.platform} ${process.arch}`;
  return LOADER.replace("PARTS = {}", () => `PARTS = ${moved}`).replace(
    'COMPILED_BY = ""',
    `COMPILED_BY = "${isCompiled ? v8 : ""}"`,
  );
}
