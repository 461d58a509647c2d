/** What the cluster is made of, each built by Go from the go.mod of the folder of its name. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findCommand } from "../../support/needs.ts";

export const RELEASES = ["1.28", "1.31", "1.37"] as const;
export type Release = (typeof RELEASES)[number];

/** The folders, with the package that each builds and the name of the program that it gives. */
const PACKAGES = {
  etcd: ["go.etcd.io/etcd/server/v3", "etcd"],
  "kube-apiserver": ["k8s.io/kubernetes/cmd/kube-apiserver", "kube-apiserver"],
  "kube-proxy-1.28": ["k8s.io/kubernetes/cmd/kube-proxy", "kube-proxy"],
  "kube-proxy-1.31": ["k8s.io/kubernetes/cmd/kube-proxy", "kube-proxy"],
  "kube-proxy-1.37": ["k8s.io/kubernetes/cmd/kube-proxy", "kube-proxy"],
  coredns: ["github.com/coredns/coredns", "coredns"],
} as const;

export type Component = keyof typeof PACKAGES;

/** Hundreds of megabytes, which no checkout should hold. */
const CACHE = process.env["CONNTRIAGE_CLUSTER"] ?? join(homedir(), ".cache", "conntriage-cluster");

/** A first build of all takes half an hour and more on two processors. */
const BUILD_MS = 5_400_000;

/** Why these cannot be built here, or null. */
export function cannotBuild(names: readonly Component[]): string | null {
  if (findCommand(["go"]) !== null) return null;
  const missing = names.filter((name) => !existsSync(pathOf(name)));
  return missing.length === 0 ? null : `needs Go 1.26 to build ${missing.join(", ")}`;
}

/** The path of the component's program; it is built where it is not there yet. */
export function program(name: Component): string {
  const path = pathOf(name);
  if (!existsSync(path)) build(name, path);
  return path;
}

const pathOf = (name: Component): string => join(CACHE, name, PACKAGES[name][1]);

export const kubeProxy = (release: Release): string => program(`kube-proxy-${release}`);

function build(name: Component, path: string): void {
  const folder = fileURLToPath(new URL(name, import.meta.url));
  console.log(`building ${name}, which takes minutes`);
  mkdirSync(dirname(path), { recursive: true });
  const flags = ["-p", "2", "-trimpath", "-ldflags", `-s -w ${versionFlags(folder)}`, "-o", path];
  const command = ["CGO_ENABLED=0", "nice", "-n", "10", "go", "-C", folder, "build"];
  const args = [...command, ...flags, PACKAGES[name][0]];
  execFileSync("env", args, { timeout: BUILD_MS, stdio: ["ignore", "inherit", "inherit"] });
}

/** Kubernetes is told its version when it is linked. */
function versionFlags(folder: string): string {
  const asked = readFileSync(join(folder, "go.mod"), "utf8");
  const version = /^require k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)$/m.exec(asked);
  if (!version) return "";
  const values = { gitVersion: version[1], gitMajor: version[2], gitMinor: version[3] };
  return Object.entries(values)
    .map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`)
    .join(" ");
}
