import { layoutOf } from "./layout.ts";

/** A command that was run in a network namespace; between 4.0 and 4.3 such outputs had no folder of their own. */
const IN_NAMESPACE =
  /(?:^|\/)ip_netns_exec_(?<namespace>[^/]+?)_(?:conntrack|sysctl|netstat|nstat|ss|iptables|ip6tables|ethtool|ip)_/;

/**
 * sosreport, 4.0 to 4.12: commands under `sos_commands/<plugin>/`, named after the command line, and copies of
 * files under their own paths. What passed the size limit lies under `sos_strings/<plugin>/` with its tail kept,
 * as `….tailed`, and a link to it stands at the usual place. Looked up in sosreport/sos, tags 4.0 to 4.12.0:
 * `sos/report/plugins/{conntrack,networking,kernel,host,firewall_tables,ipvs,openvswitch,logs}.py`.
 */
export const sosreport = layoutOf("sosreport", {
  marks: /(?:^|\/)sos_(?:commands|reports|logs|strings)\//,
  top: /(?:^|\/)sosreport-[^/]+\//,
  places: [
    /^sos_(?:commands|strings)\/(?:conntrack|networking)\/(?:namespaces\/[^/]+\/)?(?:ip_netns_exec_[^/]+_)?conntrack_-[LSC]/,
    [/^sos_(?:commands|strings)\/kernel\/dmesg(?:_-T)?(?:\.tailed)?$/, "kernel-log"],
    /^sos_(?:commands|strings)\/kernel\/(?:sysctl_-a|uname_-a)(?:\.tailed)?$/,
    /^sos_(?:commands|strings)\/networking\/(?:namespaces\/[^/]+\/)?ip_netns_exec_[^/]*_(?:sysctl_-a|nstat_-zas|ss_-s|ip6?tables-save|ethtool_-S_[^/]+)(?:\.tailed)?$/,
    // up to 4.3, where nstat did not run in namespaces
    /^sos_commands\/networking\/ip_netns_exec_[^/]*_netstat_-s$/,
    /^sos_commands\/networking\/(?:ss_-s|ethtool_-S_[^/]+)$/,
    [
      /^sos_commands\/(?:firewall_tables|nftables|networking)\/nft_[^/]*list_ruleset$/,
      "nft-ruleset",
    ],
    /^sos_strings\/[^/]+\/var\.log\.(?:kern\.log|messages|syslog|dmesg)[\w.-]*\.tailed$/,
    /^sos_(?:commands|strings)\/logs\/journalctl_--no-pager(?:_--(?:boot|since)[^/]*)?(?:\.tailed)?$/,
    /^sos_commands\/(?:host\/uptime|processor\/lscpu|networking\/ss_-s)$/,
    /^sos_(?:commands|strings)\/openvswitch\/[^/]*dump-conntrack/,
    /^sos_commands\/ipvs\/ipvsadm_-Ln(?:_--connection)?$/,
  ],
  owners: [/(?:^|\/)networking\/namespaces\/(?<namespace>[^/]+)\//, IN_NAMESPACE],
});
