import { entriesOf, NODES, ownLog, type Recipe } from "./recipe.ts";

const TOP = "support-bundle-2026-11-25T21_40_00/";

/** `name = value` lines as the collector writes them: one object on one line, its keys in order. */
function asJson(sysctls: string): string {
  const pairs = [...sysctls.matchAll(/^(\S+)\s*[=:]\s*(.*)$/gm)].map(([, name, value]) => [
    name!,
    value!,
  ]);
  return JSON.stringify(Object.fromEntries(pairs.sort(([a], [b]) => (a! < b! ? -1 : 1))));
}

/** A support bundle of two nodes; `run-host` collectors are named by whoever writes the spec. */
export const troubleshoot: Recipe = {
  id: "support-bundle",
  archive: "support-bundle-2026-11-25T21_40_00.tar.gz",
  entries: [
    ...entriesOf(TOP, "worker-1", {
      "version.yaml":
        "printf 'apiVersion: troubleshoot.sh/v1beta2\\nkind: SupportBundle\\nspec:\\n  versionNumber: v0.123.0\\n'",
      "host-collectors/system/node_list.json": `printf '{\\n "nodes": [\\n  "worker-1",\\n  "worker-2"\\n ]\\n}'`,
    }),
    ...NODES.flatMap((node) => [
      {
        path: `${TOP}host-collectors/system/${node}/sysctl.json`,
        node,
        command: "sysctl -a 2>/dev/null",
        as: asJson,
      },
      ...entriesOf(`${TOP}host-collectors/run-host/${node}/`, node, {
        "conntrack-list.txt": "conntrack -L",
        "conntrack-statistics.txt": "conntrack -S",
        "dmesg.txt": ownLog("dmesg", node),
        "dmesg-info.json": `printf '{"command":"/usr/bin/dmesg","exitCode":"0","error":"","OutputDir":"","Input":""}'`,
      }),
    ]),
  ],
};
