/** The manifests under src/collector/kubernetes, and kustomizations of them, as far as these use kustomize. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { ROOT } from "../cli/built.ts";

export const FOLDER = join(ROOT, "src/collector/kubernetes");
export const textOf = (path: string): string => readFileSync(join(FOLDER, path), "utf8");

// biome-ignore lint/suspicious/noExplicitAny: what the types of a manifest are is tested
export type Manifest = any;

interface Kustomization {
  resources?: string[];
  images?: { name: string; newTag: string }[];
  patches?: { target: { kind: string; name: string }; patch: string }[];
}

/** Folders that are applied by themselves, and those that others name. */
export const APPLIED = ["collect", "record", "analyze", "merge"] as const;
export const COMPONENTS = readdirSync(join(FOLDER, "components")).map(
  (name) => `components/${name}`,
);

export const kustomizationOf = (folder: string): Kustomization & { kind: string } =>
  parse(textOf(`${folder}/kustomization.yaml`));

/** The objects of a folder with those of components, patched by them in turn. */
export function built(folder: string, components: readonly string[] = []): Manifest[] {
  const all = [folder, ...components].flatMap((one) =>
    (kustomizationOf(one).resources ?? []).flatMap((file) => manifestsIn(`${one}/${file}`)),
  );
  for (const component of components)
    for (const { target, patch } of kustomizationOf(component).patches ?? []) {
      const manifest = all.find(
        ({ kind, metadata }) => kind === target.kind && metadata.name === target.name,
      );
      if (manifest === undefined) throw new Error(`${component}: no ${target.kind} ${target.name}`);
      for (const step of parse(patch)) take(manifest, step);
    }
  return all;
}

export const manifestsIn = (path: string): Manifest[] =>
  parseAllDocuments(textOf(path)).map((one) => {
    if (one.errors.length > 0) throw one.errors[0];
    return one.toJS();
  });

/** A step of a JSON patch (RFC 6902). */
function take(manifest: Manifest, { op, path, value }: Record<string, string>): void {
  const keys = path!.slice(1).split("/");
  const last = keys.pop()!;
  const parent = keys.reduce((at, key) => at[key], manifest);
  if (parent === undefined || (op === "replace" && parent[last] === undefined))
    throw new Error(`nothing at ${path}`);
  if (Array.isArray(parent) && last === "-") parent.push(value);
  else parent[last] = value;
}
