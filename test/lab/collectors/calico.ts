import { entriesOf, NODES, type Recipe } from "./recipe.ts";

/** `calicoctl cluster diags`: a folder a node, filled from within its calico-node pod. */
export const calico: Recipe = {
  id: "calicoctl-diags",
  archive: "calico-diagnostics-20261125_214000.tar.gz",
  entries: NODES.flatMap((node) =>
    entriesOf(`calico-diagnostics-20261125_214000/nodes/${node}/`, node, {
      "conntrack-list.txt": "conntrack -LSC",
      "iptables-legacy-save.txt": "iptables-legacy-save -c",
      "iptables-nft-save.txt": "iptables-nft-save -c",
      "nft-ruleset.txt": "nft -n -a list ruleset",
      "ip-rule.txt": "ip rule",
      "ip-route.txt": "ip route",
      "ipset-list.txt": "ipset list",
    }),
  ),
};
