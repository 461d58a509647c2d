import { readFileSync } from "node:fs";

const read = (path: string): Record<string, string> => {
  try {
    return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
  } catch {
    return {};
  }
};

/** `0.1.0 (commit 0123456789ab, Node 20.12.0)`; the commit where the build knew it. */
export function versionLine(): string {
  const { version } = read("../../package.json");
  const { commit } = read("../build.json");
  const node = `Node ${process.versions.node}`;
  return `${version} (${commit === undefined ? node : `commit ${commit}, ${node}`})`;
}
