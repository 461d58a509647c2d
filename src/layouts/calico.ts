import { layoutOf } from "./layout.ts";

/**
 * `calicoctl cluster diags`, 3.24 and later: `nodes/<node>/` below `calico-diagnostics-<date>/`. Its
 * `conntrack-list.txt` is the output of `conntrack -LSC`, which the tool takes for a list; of the table of eBPF,
 * `bpf-conntrack.json`, nothing is read. Looked up in projectcalico/calico,
 * `calicoctl/calicoctl/commands/cluster/diags.go`.
 */
export const calico = layoutOf("calicoctl-diags", {
  marks:
    /(?:^|\/)nodes\/[^/]+\/(?:conntrack-list|ipset-list|iptables-(?:legacy|nft)-save|bpf-conntrack)\.(?:txt|json)$/,
  top: /(?:^|\/)calico-diagnostics-[^/]+\//,
  places: [
    /^nodes\/[^/]+\/(?:conntrack-list|iptables-(?:legacy|nft)-save)\.txt$/,
    [/^nodes\/[^/]+\/nft-ruleset\.txt$/, "nft-ruleset"],
    /^nodes\/[^/]+\/[^/]+\/(?:kube-proxy|coredns)[^/]*\.log$/,
  ],
  beside: /^/,
  owners: [/^nodes\/(?<node>[^/]+)\//],
});
