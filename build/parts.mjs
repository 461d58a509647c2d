// The command as scripts that load each other, with all that they need: the parts of dist/conntriage.mjs.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { rolldown } from "rolldown";

/** The samples of `check --self`, as the code that answers them. */
function packagedSamples() {
  const source = readFileSync("src/commands/packaged.ts", "utf8");
  const ids = /PACKAGED = (\[[^\]]*\])/.exec(source);
  if (ids === null) throw new Error("src/commands/packaged.ts no longer lists its samples");
  const all = JSON.parse(ids[1])
    .filter((id) => existsSync(`samples/${id}`))
    .map((id) => ({
      id,
      bundle: readFileSync(`samples/${id}/bundle.tar.gz`, "base64"),
      expected: readFileSync(`samples/${id}/expected.json`, "utf8"),
    }));
  const made = all.map(
    ({ id, bundle, expected }) =>
      `{ id: ${JSON.stringify(id)}, bundle: Buffer.from("${bundle}", "base64"), expected: ${JSON.stringify(expected)} }`,
  );
  return `export const samples = async () => [${made}];`;
}

/** Files of src/ that read what lies beside them, with the texts themselves in their place. */
const inPlace = (commit, schemas) => ({
  "src/commands/packaged.ts": `
    export const page = async () => ${JSON.stringify(readFileSync("dist/conntriage.html", "utf8"))};
    export const collector = async () => (await import("text:src/collector/collect.sh")).default;
    ${packagedSamples()}`,
  "src/commands/commit.ts": `export const commitOf = () => ${JSON.stringify(commit)};`,
  "src/commands/schema.ts": `
    const texts = ${JSON.stringify(schemas)};
    export const runSchema = (name) => void process.stdout.write(texts[name]);`,
  "src/commands/digest-file.ts": `
    export const DIGEST_FILE = new URL(__url);
    export const DIGESTER = "\\0digester";`,
  "src/node/worker-file.ts": `
    export const WORKER = __thread?.("worker.js");
    export const OPTIONS = { eval: true };
    export const hasWorker = () => WORKER !== undefined;`,
});

/** For commands that are programs of their own, of which there are none here, it would load half of Node. */
function withoutPrograms(code) {
  const early = "require('node:child_process')";
  if (!code.includes(early)) throw new Error("commander loads child_process in another way");
  return code.replace(early, `{ spawn: (...all) => ${early}.spawn(...all) }`);
}

/** Text of one byte a character takes V8 half the time. What is not ASCII stands in strings and patterns only. */
const ascii = (code) =>
  code.replaceAll(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Each part by its name; those of `cli.js`, `worker.js` and `digester.js` begin a program. */
export async function parts(commit, schemas) {
  const texts = inPlace(commit, schemas);
  const plugin = {
    name: "in place",
    resolveId: (id) => (id.startsWith("text:") ? id : null),
    load(id) {
      if (id.startsWith("text:"))
        return `export default ${JSON.stringify(readFileSync(id.slice(5), "utf8"))}`;
      const file = Object.keys(texts).find((one) => resolve(one) === id);
      return file === undefined ? null : { code: texts[file], moduleType: "js" };
    },
    transform: (code, id) =>
      id.endsWith("/commander/lib/command.js") ? withoutPrograms(code) : null,
  };
  const bundle = await rolldown({
    input: {
      cli: "src/cli.ts",
      worker: "src/node/worker.ts",
      digester: "src/commands/digest-thread.ts",
    },
    platform: "node",
    transform: { target: "node20.12" },
    plugins: [plugin],
  });
  // names stay, for the stack of an error; short ones start no sooner
  const { output } = await bundle.generate({
    format: "cjs",
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    comments: false,
    dynamicImportInCjs: false,
  });
  return output.map(({ fileName, code }) => {
    const body = ascii(code.replace(/^#!.*\n/, ""));
    return [fileName, `(function(exports,require,module,__url,__thread){${body}\n})`];
  });
}
