// The main script of a single executable, whose asset is conntriage.mjs: CONTRIBUTING.md has the recipe.
// Without a file to start a thread from, it reads large bundles in its only one.
const { getAsset } = require("node:sea");
const { Script } = require("node:vm");
const { gunzipSync } = require("node:zlib");
const { pathToFileURL } = require("node:url");

const text = Buffer.from(getAsset("conntriage.mjs")).latin1Slice();
const PARTS = JSON.parse(/^const PARTS = (.*);$/m.exec(text)[1]);
const compiledBy = /^const COMPILED_BY = "(.*)";$/m.exec(text)[1];
const isSameV8 = compiledBy === `${process.versions.v8} ${process.platform} ${process.arch}`;
const nowhere = pathToFileURL(`${process.execPath}/no-thread`).href;
const modules = new Map();
const textAt = ([from, length]) => text.slice(from, from + length);

function load(name) {
  const part = PARTS[name.replace("./", "")];
  if (part === undefined) return require(name);
  const known = modules.get(part);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(part, module);
  const source = part.packed
    ? gunzipSync(Buffer.from(textAt(part.packed), "base64")).latin1Slice()
    : textAt(part.source).replaceAll("*\\\\/", "*/");
  const compiled = isSameV8 && part.compiled && Buffer.from(textAt(part.compiled), "base64");
  const options = { filename: name, ...(compiled && { cachedData: compiled }) };
  new Script(source, options).runInThisContext()(module.exports, load, module, nowhere);
  return module.exports;
}

load("cli.js");
