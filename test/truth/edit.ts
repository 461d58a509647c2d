/** Writes the edited samples: `tsx test/truth/edit.ts [id ...]`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { applyEdits } from "./apply.ts";
import { packBundle, readFiles } from "./bundle-files.ts";
import type { EditedSample } from "./edit-kinds.ts";
import { EDITED_FLOWS } from "./edited-flows.ts";
import { EDITED_HOSTS } from "./edited-host.ts";
import { EDITED_KUBE_PROXY } from "./edited-kube-proxy.ts";
import { EDITED_TABLES } from "./edited-table.ts";
import { bundleOf, SAMPLES } from "./samples.ts";

const ids = process.argv.slice(2);
for (const sample of [
  ...EDITED_TABLES,
  ...EDITED_HOSTS,
  ...EDITED_KUBE_PROXY,
  ...EDITED_FLOWS,
].filter(({ id }) => ids.length === 0 || ids.includes(id))) {
  const folder = `${SAMPLES}${sample.id}`;
  const edited = applyEdits(await readFiles(bundleOf(sample.from)), sample.edits);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/bundle.tar.gz`, gzipSync(packBundle(edited), { level: 9 }));
  writeFileSync(`${folder}/expected.json`, `${JSON.stringify(sample.expected, null, 2)}\n`);
  writeFileSync(`${folder}/README.md`, readme(sample));
}

function readme(sample: EditedSample): string {
  const { id, from, changed, because } = sample;
  const lists = { "kube-proxy": EDITED_KUBE_PROXY, host: EDITED_HOSTS, flows: EDITED_FLOWS };
  const of = Object.entries(lists).find(([, list]) => list.includes(sample))?.[0] ?? "table";
  const list = `test/truth/edited-${of}.ts`;
  return `# ${id}

Not a capture: it was edited from the capture of [${from}](../${from}), because ${because}.

${changed} Everything else is as the collector wrote it; the manifest's sizes and checksums follow.

The edits are listed in [${list}](../../${list}).
`;
}
