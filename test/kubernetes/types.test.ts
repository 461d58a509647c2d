/** Every manifest against the published types of the API (kubernetes-types, made from its OpenAPI document). */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../cli/built.ts";
import { temporaryFolder } from "../support/folders.ts";
import { APPLIED, built, COMPONENTS, type Manifest, manifestsIn } from "./manifests.ts";

const folder = temporaryFolder();
const TYPES = join(ROOT, "node_modules/kubernetes-types");
const COMPILER = join(ROOT, "node_modules/typescript/bin/tsc");

interface Typed {
  /** The file of the types, `#`, and the type's name. */
  type: string;
  is: Manifest;
}

/** What the compiler says of objects as literals, where no field may stand that the type has not; by file. */
function faultsOf(files: Readonly<Record<string, readonly Typed[]>>): Record<string, string[]> {
  for (const [name, objects] of Object.entries(files)) {
    const lines = objects.map(({ type, is }, at) => {
      const [path, own] = type.split("#");
      return `import type { ${own} as T${at} } from ${JSON.stringify(join(TYPES, path!))};
export const o${at}: T${at} = ${JSON.stringify(is, null, 1)};`;
    });
    writeFileSync(join(folder, `${name}.ts`), lines.join("\n"));
  }
  const names = Object.keys(files);
  const compilerOptions = { noEmit: true, strict: true, skipLibCheck: true, types: [] };
  const config = { compilerOptions, files: names.map((name) => `${name}.ts`) };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = spawnSync(process.execPath, [COMPILER, "-p", folder], {
    cwd: folder,
    encoding: "utf8",
  });
  const said = stdout.split("\n");
  return Object.fromEntries(
    names.map((name) => [name, said.filter((line) => line.startsWith(`${name}.ts`))]),
  );
}

const typed = (is: Manifest) => {
  const group = is.apiVersion === "v1" ? "core/v1" : is.apiVersion;
  return { type: `${group}#${is.kind}`, is };
};
/** Collected plainly, with all components, and with each. */
const sets = [[], COMPONENTS, ...COMPONENTS.map((one) => [one])];
const objects = [
  ...sets.flatMap((components) => built("collect", components)),
  ...APPLIED.flatMap((one) => built(one)),
];

const [, daemonSet] = built("collect");
const misspelt = structuredClone(daemonSet);
misspelt.spec.template.spec.hostNetworks = true;
const misplaced = structuredClone(daemonSet);
misplaced.spec.template.spec.containers[0].hostNetwork = true;
const [supportBundle] = manifestsIn("support-bundle.yaml");
const [{ runDaemonSet }, ...more] = supportBundle.spec.collectors;

const faults = faultsOf({
  manifests: objects.map(typed),
  misspelt: [typed(misspelt)],
  misplaced: [typed(misplaced)],
  supportBundle: [{ type: "core/v1#PodSpec", is: runDaemonSet.podSpec }],
});

test("each has the fields of its kind, and no others", () => {
  expect(objects.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["Namespace", "DaemonSet", "PersistentVolumeClaim", "Job"]),
  );
  expect(faults["manifests"]).toEqual([]);
});

test.each(["misspelt", "misplaced"])("a field that is %s is told", (name) => {
  expect(faults[name]!.join()).toContain("hostNetwork");
});

test("the support bundle's pods are pods, and its other fields those of its specification", () => {
  expect(supportBundle).toMatchObject({
    apiVersion: "troubleshoot.sh/v1beta2",
    kind: "SupportBundle",
  });
  expect(more).toEqual([]);
  const { podSpec, ...own } = runDaemonSet;
  expect(podSpec.containers).toHaveLength(1);
  expect(own).toEqual({ name: "conntriage", namespace: "conntriage", timeout: "5m" });
  expect(faults["supportBundle"]).toEqual([]);
});
