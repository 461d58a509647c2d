import { isBuiltin } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { FILES, ROOT, textOf } from "./repository.ts";

/** The files that are compiled without Node's types: the core. */
function coreFiles(): string[] {
  const { include } = JSON.parse(textOf("tsconfig.core.json")) as { include: string[] };
  const patterns = include.map(
    (one) => new RegExp(`^${one.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}(?:/|$)`),
  );
  return FILES.filter((path) => path.endsWith(".ts") && !path.includes("/assembly/")).filter(
    (path) => patterns.some((pattern) => pattern.test(path)),
  );
}

/** What of Node a bundle for browsers of these modules would need, packages included, by who needs it. */
async function nodeIn(modules: readonly string[]): Promise<string[]> {
  const needed: string[] = [];
  const bundle = await rolldown({
    input: "\0entry",
    cwd: ROOT,
    platform: "browser",
    logLevel: "silent",
    plugins: [
      {
        name: "what is of Node",
        async resolveId(id, importer) {
          if (id === "\0entry") return id;
          // a package may say that a browser does without
          const found = await this.resolve(id, importer, { skipSelf: true });
          if (!isBuiltin(found?.id ?? id)) return found;
          needed.push(`${id}, by ${importer}`);
          return { id, external: true };
        },
        load: (id) =>
          id === "\0entry"
            ? modules.map((one) => `import ${JSON.stringify(one)};`).join("\n")
            : null,
      },
    ],
  });
  await bundle.generate({ format: "esm" });
  await bundle.close();
  return needed;
}

test("the core can be bundled for a browser, where nothing of Node is", async () => {
  const files = coreFiles().map((path) => join(ROOT, path));
  expect(files.length).toBeGreaterThan(300);
  expect(await nodeIn(files)).toEqual([]);
});

test("what needs Node is found, be it in a package", async () => {
  const needed = await nodeIn([join(ROOT, "src/node/inflate.ts"), "commander"]);
  expect(needed.join("\n")).toMatch(/node:zlib, by .*src\/node\/inflate\.ts/);
  expect(needed.join("\n")).toMatch(/node:path, by .*node_modules\/commander/);
});
