// Writes dist/conntriage.html: the analyzer as one page, with the policy by which a browser holds it.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

const read = (name) => readFileSync(new URL(`../src/page/${name}`, import.meta.url), "utf8");

/** What the page does without: schemas hold what somebody saved against the contract, which it never reads. */
const LEFT_OUT = ["zod"];

/** One script of all that an entry needs, and the packages that are in it. */
async function scriptOf(entry, isReadable) {
  const bundle = await rolldown({
    input: `src/page/${entry}`,
    platform: "browser",
    transform: { target: "es2022" },
  });
  const { output } = await bundle.generate({
    format: "iife",
    codeSplitting: false,
    minify: !isReadable,
    comments: isReadable,
  });
  const packages = Object.keys(output[0].modules).flatMap(
    (id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? [],
  );
  const unwanted = [...output[0].imports, ...packages.filter((one) => LEFT_OUT.includes(one))];
  if (unwanted.length > 0) throw new Error(`${entry} of the page needs ${unwanted.join(", ")}`);
  return { code: output[0].code, packages: new Set(packages) };
}

const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The program of the page's threads: packed, or as a function for a page that is to be read. */
const heldIn = (code, isReadable) =>
  isReadable
    ? `function () {\n${code}}`
    : JSON.stringify(gzipSync(code, { level: 9 }).toString("base64"));

/**
 * The page's text.
 *
 * @param notices the licences of packages, by their names
 */
export async function pageText({ made, notices, isReadable = false }) {
  const core = await scriptOf("worker.ts", isReadable);
  const own = await scriptOf("main.ts", isReadable);
  // a text that ends a script or opens a comment there would be read as markup
  const held = heldIn(core.code, isReadable);
  const script = `const conntriageCore = ${held};\n${own.code}`.replaceAll(
    /<(?=!--|\/?script)/gi,
    "\\x3c",
  );
  const { STYLE } = await import("../dist/report/html/style.js");
  const { CHART_STYLE } = await import("../dist/report/html/charts/style.js");
  const { TABS_STYLE } = await import("../dist/report/html/tabs.js");
  const style = `${STYLE}${CHART_STYLE}${TABS_STYLE}${read("page.css")}`;
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)} 'wasm-unsafe-eval'`,
    "worker-src blob:",
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const used = [...new Set([...core.packages, ...own.packages])].sort();
  const texts = { policy, style, made, script, notices: notices(used).replaceAll("--", "- -") };
  return read("page.html").replaceAll(
    /\/\*(\w+)\*\/|\[\[(\w+)\]\]/g,
    (_, code, text) => texts[code ?? text],
  );
}

/** Writes it, and its SHA-256 as `sha256sum -c` reads it. */
export async function writePage(path, about) {
  const text = await pageText(about);
  writeFileSync(path, text);
  const sum = createHash("sha256").update(text).digest("hex");
  writeFileSync(`${path}.sha256`, `${sum}  ${path.split("/").at(-1)}\n`);
}
