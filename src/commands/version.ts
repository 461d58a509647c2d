import { VERSION } from "../version.ts";
import { commitOf } from "./commit.ts";

/** `0.1.0 (commit 0123456789ab, Node 20.12.0)`; the commit where the build knew it. */
export function versionLine(): string {
  const commit = commitOf();
  const node = `Node ${process.versions.node}`;
  return `${VERSION} (${commit === null ? node : `commit ${commit}, ${node}`})`;
}
