import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleOf } from "../causes/sample.ts";
import { packBundle, readFiles } from "../truth/bundle-files.ts";

/**
 * A copy of a shipped sample under another host's name, as if that node had been captured: all samples are captures of
 * hosts of one name. Nothing else is changed.
 */
export async function renamed(folder: string, id: string, host: string): Promise<string> {
  const bundle = await readFiles(bundleOf(id));
  const manifest = bundle.files.get("manifest.json")!;
  bundle.files.set(
    "manifest.json",
    manifest.replace('"hostname": "worker-1"', `"hostname": ${JSON.stringify(host)}`),
  );
  const path = join(folder, `${host.replace(/\W/g, "-").slice(0, 60)}.tar.gz`);
  writeFileSync(path, gzipSync(packBundle(bundle), { level: 1 }));
  return path;
}
