import { layoutOf } from "./layout.ts";

/**
 * sosreport, 4.0 and later: commands under `sos_commands/`, copies of files under their own paths. What it
 * cut lies under `sos_strings/`, with the tail kept.
 */
export const sosreport = layoutOf("sosreport", /(?:^|\/)sos_(?:commands|reports|logs|strings)\//, [
  /(?:^|\/)sos_(?:commands|strings)\/conntrack\/[^/]*conntrack_-[LSC]/,
  /(?:^|\/)sos_(?:commands|strings)\/kernel\/(?:dmesg|sysctl_-a|uname)/,
  /(?:^|\/)sos_(?:commands|strings)\/networking\/(?:netstat_-s|nstat|ss_-s|ethtool_-S|conntrack)/,
  /(?:^|\/)sos_commands\/networking\/namespaces\/[^/]+\/ip_netns_exec_[^/]*_(?:sysctl_-a|netstat_-s|nstat|ss_-s|iptables-save|conntrack)/,
  /(?:^|\/)sos_commands\/(?:firewall_tables|networking|nftables)\/(?:iptables-save|ip6?tables_-(?:vnxL|t_\w+_-nvL)|nft_[^/]*list_ruleset)/,
  /(?:^|\/)sos_(?:commands|strings)\/logs\/(?:journalctl|dmesg)/,
  /(?:^|\/)sos_commands\/(?:host|date|general|hardware|system|processor)\/(?:uptime|hostname|date|lscpu|timedatectl)$/,
  /(?:^|\/)sos_commands\/openvswitch\/[^/]*dump-conntrack/,
  /(?:^|\/)sos_commands\/ipvs\/|(?:^|\/)sos_commands\/\w+\/ipvsadm/,
  /^[^/]+\/(?:uptime|hostname|date|uname|free|lsmod|ps)$|^(?:uptime|hostname|date|uname)$/,
]);
