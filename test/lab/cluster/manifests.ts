/**
 * What a real API server says of the manifests: `tsx test/lab/cluster/manifests.ts`. Every object is sent with strict
 * validation of its fields, and every pod once more into a namespace of the restricted Pod Security level, which must
 * take those of the analysis and refuse the collector's.
 */
import assert from "node:assert/strict";
import {
  APPLIED,
  built,
  COMPONENTS,
  type Manifest,
  manifestsIn,
} from "../../kubernetes/manifests.ts";
import { needs } from "../../support/needs.ts";
import { cannotBuild } from "./components.ts";
import { startControlPlane } from "./control-plane.ts";
import { ADDRESSES, makeClusterNode } from "./node.ts";
import type { Change } from "./objects.ts";

const PLURALS: Readonly<Record<string, string>> = {
  Namespace: "namespaces",
  PersistentVolumeClaim: "persistentvolumeclaims",
  DaemonSet: "daemonsets",
  Job: "jobs",
  Pod: "pods",
};
const OWN = "conntriage";
const RESTRICTED = "restricted";
const TRIAL = "?dryRun=All&fieldValidation=Strict";

const missing =
  needs({ linux: true, root: true, commands: ["ip"] }) ?? cannotBuild(["etcd", "kube-apiserver"]);
if (missing !== null) console.log(`skipped: ${missing}`);
else await ask();

async function ask(): Promise<void> {
  const node = makeClusterNode(false);
  try {
    const plane = await startControlPlane(node.back, ADDRESSES.plane);
    try {
      const [namespace] = built("collect");
      await plane.apply(creation(namespace, ""), creation(levelled(RESTRICTED), ""));
      const objects = [[], COMPONENTS, ...COMPONENTS.map((one) => [one])]
        .flatMap((components) => built("collect", components))
        .concat(APPLIED.slice(1).flatMap((one) => built(one)))
        .filter(({ kind }) => kind !== "Namespace");
      for (const one of objects) await plane.apply(creation(one));
      console.log(`${objects.length} objects taken, with strict validation`);

      const misspelt = structuredClone(objects[0]);
      misspelt.spec.template.spec.hostNetworks = true;
      await assert.rejects(plane.apply(creation(misspelt)), /unknown field.*hostNetworks/);

      const templates = objects.flatMap((one) => one.spec.template ?? []);
      const { podSpec } = manifestsIn("support-bundle.yaml")[0].spec.collectors[0].runDaemonSet;
      const pods = [...templates.map(({ spec }) => spec), podSpec].map(podOf);
      for (const pod of pods) {
        await plane.apply(creation({ ...pod, metadata: { ...pod.metadata, namespace: OWN } }));
        const isOfAnalysis = pod.spec.hostNetwork !== true;
        const sent = plane.apply(creation(pod));
        if (isOfAnalysis) await sent;
        else await assert.rejects(sent, /violates PodSecurity .*restricted/);
      }
      console.log(`${pods.length} pods taken by a privileged namespace`);
      console.log("the restricted one took those of the analysis, and refused the collector's");
    } finally {
      await plane.end();
    }
  } finally {
    node.remove();
  }
}

function creation(object: Manifest, trial = TRIAL): Change {
  const { apiVersion, kind, metadata } = object;
  const api = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const within = kind === "Namespace" ? "" : `/namespaces/${metadata.namespace ?? OWN}`;
  return { method: "POST", path: `${api}${within}/${PLURALS[kind]}${trial}`, body: object };
}

function levelled(name: string): Manifest {
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

function podOf(spec: Manifest, at: number): Manifest {
  const metadata = { name: `pod-${at}`, namespace: RESTRICTED };
  return { apiVersion: "v1", kind: "Pod", metadata, spec };
}
