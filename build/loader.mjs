#!/usr/bin/env node
// conntriage as one file. Its parts stand in the comments below: each is compiled when it is first wanted.
import { createRequire } from "node:module";

/** By name, where a part stands in this file: from which byte on, and how many. */
const PARTS = {};
/** The V8 whose compiled form stands beside some parts, which spares another of its release the work. */
const COMPILED_BY = "";

const builtIn = createRequire(import.meta.url);
// imported, a module of Node loads all that it would load when it is first used
const { openSync, readSync } = builtIn("node:fs");
const { Script } = builtIn("node:vm");
const file = builtIn("node:url").fileURLToPath(import.meta.url);
const isSameV8 = COMPILED_BY === `${process.versions.v8} ${process.platform} ${process.arch}`;
const opened = openSync(file);
const modules = new Map();

function textAt([from, length]) {
  const bytes = Buffer.allocUnsafe(length);
  readSync(opened, bytes, 0, length, from);
  return bytes.latin1Slice();
}

function load(name) {
  const part = PARTS[name.replace("./", "")];
  if (part === undefined) return builtIn(name);
  const known = modules.get(part);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(part, module);
  // a comment's end within a part is written in another way
  const source = textAt(part.source).replaceAll("*\\\\/", "*/");
  const compiled = isSameV8 && part.compiled && Buffer.from(textAt(part.compiled), "base64");
  const options = { filename: `${file}/${name}`, ...(compiled && { cachedData: compiled }) };
  // a form that V8 refuses, as under other flags, is compiled anew
  new Script(source, options).runInThisContext()(module.exports, load, module, import.meta.url);
  return module.exports;
}

// see READER of src/node/worker-file.ts, and DIGESTER of src/commands/digest-file.ts
const THREADS = { "\0reader": "worker.js", "\0digester": "digester.js" };
load(THREADS[process.argv[2]] ?? "cli.js");
