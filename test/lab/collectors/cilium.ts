import { entriesOf, NODES, ownLog, type Recipe } from "./recipe.ts";

const PODS = { "worker-1": "cilium-7xk2p", "worker-2": "cilium-m9t4c" } as const;
const TOP = "cilium-sysdump-20261125-214000/";

/** `cilium sysdump`: a folder an agent, named after its pod; the kernel's part, for there is no agent here. */
export const cilium: Recipe = {
  id: "cilium-sysdump",
  archive: "cilium-sysdump-20261125-214000.zip",
  entries: [
    ...entriesOf(TOP, "worker-1", {
      "cilium-configmap-20261125-214000.yaml":
        "printf 'apiVersion: v1\\nitems: []\\nkind: List\\n'",
      "k8s-version-20261125-214000.txt": "printf 'v1.34.2\\n'",
    }),
    ...NODES.flatMap((node) =>
      entriesOf(
        `${TOP}cilium-bugtool-${PODS[node]}-20261125-214000/cilium-bugtool-20261125-214001.25+0000-UTC-1234567890/cmd/`,
        node,
        {
          "hostname.md": "hostname",
          "dmesg---time-format=iso.md": ownLog("dmesg --time-format=iso", node),
          "sysctl--a.md": "sysctl -a 2>&1",
          "uname--a.md": "uname -a",
          "uptime.md": "uptime",
          "iptables-save--c.md": "iptables-save -c",
          "ip6tables-save--c.md": "ip6tables-save -c",
          "ip-rule.md": "ip rule",
        },
      ),
    ),
  ],
};
