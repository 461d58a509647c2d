import { entriesOf, ownLog, type Recipe } from "./recipe.ts";

/** As the logs collector of Rancher 2.x names and fills it: `conntrack -S`, and no list. */
export const rancher: Recipe = {
  id: "rancher-logs-collector",
  archive: "worker-1-2026-11-25_21_40_00.tar.gz",
  entries: entriesOf("./worker-1-2026-11-25_21_40_00/", "worker-1", {
    "systeminfo/hostname": "hostname",
    "systeminfo/date": "date",
    "systeminfo/freeh": "free -h",
    "systeminfo/uptime": "uptime",
    "systeminfo/dmesg": ownLog("dmesg -T", "worker-1"),
    "systeminfo/uname": "uname -a",
    "systeminfo/cpuinfo": "cat /proc/cpuinfo",
    "systeminfo/osrelease": "cat /etc/os-release",
    "systeminfo/sysctla": "sysctl -a",
    "systeminfo/conntrack": "conntrack -S",
    "networking/iptablessave": "iptables-save",
    "networking/ip6tablessave": "ip6tables-save",
    "networking/iptablesnat": "iptables --numeric --verbose --list --table nat",
    "networking/iprule": "ip rule show",
  }),
};
