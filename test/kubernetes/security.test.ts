/** What of the restricted Pod Security level each pod does not keep is what the folder's README lists. */
import { expect, test } from "vitest";
import {
  APPLIED,
  built,
  COMPONENTS,
  kustomizationOf,
  type Manifest,
  manifestsIn,
  textOf,
} from "./manifests.ts";

/** The names of what a container, or the pod around it, has beyond the restricted level. */
function beyond(pod: Manifest, container: Manifest): string[] {
  const own = container.securityContext ?? {};
  const both = (field: string) => own[field] ?? pod.securityContext?.[field];
  const { add = [], drop = [] } = own.capabilities ?? {};
  const paths = (pod.volumes ?? []).filter(({ hostPath }: Manifest) => hostPath !== undefined);
  const mounted = (container.volumeMounts ?? []).filter(({ name }: Manifest) =>
    paths.some((volume: Manifest) => volume.name === name),
  );
  for (const { readOnly } of mounted) expect(readOnly, "of a node nothing is written").toBe(true);
  return [
    ...["hostNetwork", "hostPID", "hostIPC"].filter((field) => pod[field] === true),
    ...(mounted.length > 0 ? ["hostPath"] : []),
    ...(both("runAsNonRoot") === true ? [] : [`runAsUser: ${both("runAsUser") ?? 0}`]),
    ...(own.privileged === true ? ["privileged"] : []),
    ...(own.allowPrivilegeEscalation === false ? [] : ["allowPrivilegeEscalation"]),
    ...(drop.includes("ALL") ? [] : ["capabilities.drop"]),
    ...add,
    ...(both("seccompProfile")?.type === "RuntimeDefault" ? [] : ["seccompProfile"]),
  ];
}

const specOf = (manifest: Manifest) => manifest.spec?.template?.spec;
const podsOf = (manifests: readonly Manifest[]) => manifests.map(specOf).filter(Boolean);
const containersOf = (pod: Manifest) => [...(pod.initContainers ?? []), ...pod.containers];
/** Names in the first column of the README's table of them. */
const LISTED = textOf("README.md")
  .split("| the collector's container | why |")[1]!
  .split("\n")
  .flatMap((row) => /^\| (`[^|]+`) \|/.exec(row)?.[1]?.split(", ") ?? [])
  .map((name) => name.replaceAll("`", ""));
const [, set] = built("collect", COMPONENTS);
const collector = specOf(set);

test("the collector has what the README says, and its components no more", () => {
  const [own] = containersOf(collector);
  expect(own.name).toBe("collect");
  expect(beyond(collector, own).sort()).toEqual([...LISTED].sort());
  expect(own.securityContext.readOnlyRootFilesystem).toBe(true);
});

test("the recorder has the rights of the collector", () => {
  const [plain, watching] = ["collect", "record"].map((folder) =>
    specOf(built(folder).find(({ kind }) => kind === "DaemonSet")),
  );
  const [first] = containersOf(plain);
  const [own] = containersOf(watching);
  expect(own.securityContext).toEqual(first.securityContext);
  expect(beyond(watching, own)).toEqual(beyond(plain, first));
});

test("the others in its pod have only what they share with it", () => {
  const shared = ["hostNetwork", "hostPID"];
  const others = containersOf(collector).slice(1);
  expect(others.map(({ name }: Manifest) => name)).toEqual(["upload", "keep"]);
  for (const one of others)
    expect(beyond(collector, one).filter((name) => !shared.includes(name))).toEqual([]);
});

test("the analysis is restricted", () => {
  const pods = podsOf(["analyze", "merge"].flatMap((folder) => built(folder)));
  expect(pods).toHaveLength(2);
  for (const pod of pods)
    for (const one of containersOf(pod)) {
      expect(beyond(pod, one)).toEqual([]);
      expect(one.securityContext.readOnlyRootFilesystem).toBe(true);
    }
});

test("no pod has a token, and every container a limit of memory", () => {
  const supported = manifestsIn("support-bundle.yaml")[0].spec.collectors[0].runDaemonSet.podSpec;
  const pods = [collector, supported, ...podsOf(APPLIED.flatMap((one) => built(one)))];
  for (const pod of pods) {
    expect(pod.automountServiceAccountToken).toBe(false);
    for (const { resources } of containersOf(pod)) expect(resources.limits.memory).toMatch(/Mi|Gi/);
  }
});

test("the support bundle's collector has the rights of the other", () => {
  const pod = manifestsIn("support-bundle.yaml")[0].spec.collectors[0].runDaemonSet.podSpec;
  const [plain] = built("collect").filter(({ kind }) => kind === "DaemonSet");
  const [first] = containersOf(specOf(plain));
  expect(pod.containers[0].securityContext).toEqual(first.securityContext);
  expect(beyond(pod, pod.containers[0])).toEqual(beyond(specOf(plain), first));
});

test("each image has the version of the package", async () => {
  const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
  for (const folder of APPLIED)
    for (const { newTag } of kustomizationOf(folder).images!) expect(newTag).toBe(version);
  expect(textOf("support-bundle.yaml")).toContain(`image: conntriage-collector:${version}\n`);
});
