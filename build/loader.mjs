#!/usr/bin/env node
// conntriage as one file. Its parts stand in the comments below: each is compiled when it is first wanted.
import { createRequire } from "node:module";

/** By name, where a part stands in this file: from which byte on, and how many. */
const PARTS = {};
/** The V8 whose compiled form stands beside some parts, which spares another of its release the work. */
const COMPILED_BY = "";

/** What loads a part. A thread begins with the text of this function, sooner than with this file. */
function loader(builtIn, url, parts, compiledBy) {
  // imported, a module of Node loads all that it would load when it is first used
  const { openSync, readSync } = builtIn("node:fs");
  const { Script } = builtIn("node:vm");
  const file = builtIn("node:url").fileURLToPath(url);
  const isSameV8 = compiledBy === `${process.versions.v8} ${process.platform} ${process.arch}`;
  const opened = openSync(file);
  const modules = new Map();
  const thread = (name) =>
    `(${loader})(require, ${[url, parts, compiledBy].map((one) => JSON.stringify(one))})("${name}")`;

  function textAt([from, length]) {
    const bytes = Buffer.allocUnsafe(length);
    readSync(opened, bytes, 0, length, from);
    return bytes.latin1Slice();
  }

  return function load(name) {
    const part = parts[name.replace("./", "")];
    if (part === undefined) return builtIn(name);
    const known = modules.get(part);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(part, module);
    // a comment's end within a part is written in another way
    const source = part.packed
      ? builtIn("node:zlib")
          .gunzipSync(Buffer.from(textAt(part.packed), "base64"))
          .latin1Slice()
      : textAt(part.source).replaceAll("*\\\\/", "*/");
    const compiled = isSameV8 && part.compiled && Buffer.from(textAt(part.compiled), "base64");
    const options = { filename: `${file}/${name}`, ...(compiled && { cachedData: compiled }) };
    // a form that V8 refuses, as under other flags, is compiled anew
    const wrapped = new Script(source, options).runInThisContext();
    wrapped(module.exports, load, module, url, thread);
    return module.exports;
  };
}

const load = loader(createRequire(import.meta.url), import.meta.url, PARTS, COMPILED_BY);
// see DIGESTER of src/commands/digest-file.ts
load(process.argv[2] === "\0digester" ? "digester.js" : "cli.js");
