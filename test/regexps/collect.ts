import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SRC = fileURLToPath(new URL("../../src/", import.meta.url));

/** A regular expression of the sources, and where it stands. */
export interface Regexp {
  source: string;
  flags: string;
  place: string;
}

/** What a file makes of strings, by how often `new RegExp` stands in it. */
export type Made = ReadonlyMap<string, number>;

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((one) =>
      one.isDirectory() ? filesBelow(join(folder, one.name)) : join(folder, one.name),
    )
    .filter((path) => path.endsWith(".ts") && !path.includes("/assembly/"))
    .sort();

/** All files of src/, by their paths there. */
export const sourceFiles = (): string[] => filesBelow(SRC).map((path) => path.slice(SRC.length));

/** Every literal of src/, by the compiler's own parser, and how many others each file makes of strings. */
export function literals(): { regexps: Regexp[]; made: Made } {
  const regexps: Regexp[] = [];
  const made = new Map<string, number>();
  for (const path of sourceFiles()) {
    const file = ts.createSourceFile(
      path,
      readFileSync(join(SRC, path), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf("/");
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        regexps.push({
          source: node.text.slice(1, end),
          flags: node.text.slice(end + 1),
          place: `${path}:${line + 1}`,
        });
      } else if (
        (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
        node.expression.getText() === "RegExp"
      )
        made.set(path, (made.get(path) ?? 0) + 1);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { regexps, made };
}

/** Every one that the files make of strings when they are loaded; by the place in the stack of who made it. */
export async function madeOnLoad(files: Made): Promise<Regexp[]> {
  const regexps: Regexp[] = [];
  const Native = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Native, {
    construct(target, parameters: ConstructorParameters<typeof RegExp>, to) {
      const one = Reflect.construct(target, parameters, to) as RegExp;
      const place = Native.prototype.exec.call(/src\/([\w/.-]+\.ts)/, new Error().stack ?? "")?.[1];
      if (place !== undefined) regexps.push({ source: one.source, flags: one.flags, place });
      return one;
    },
  });
  try {
    for (const path of files.keys()) await import(join(SRC, path));
  } finally {
    globalThis.RegExp = Native;
  }
  return regexps;
}
