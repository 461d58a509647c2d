/** Commands whose output means something here, or that stand before one. */
const KNOWN =
  /^(?:sudo|time|watch|for(?=\s+\w+\s+in\s)|(?:while|until|if)(?=\s.*;)|do|then|echo|printf|conntrack|sysctl|cat|zcat|head|tail|less|more|grep|egrep|zgrep|awk|sed|dmesg|journalctl|date|uname|uptime|hostname|hostnamectl|nproc|lscpu|free|ss|netstat|nstat|ip|iptables|ip6tables|iptables-save|ip6tables-save|iptables-legacy|iptables-legacy-save|iptables-nft-save|nft|ipvsadm|ethtool|kubectl|oc|crictl|docker|podman|nsenter|ssh|curl|wget|lsmod|modinfo|ls|lsns|wc|sort|uniq|cd|export|sleep|ovs-appctl|ovs-dpctl|cilium|cilium-dbg|calicoctl|toolbox|chroot|su|sh|bash|pdsh|ansible|clush|systemctl|ps|top|cut|column|tee|script|exit|clear|logread|k|virsh|find|xargs|jq|python3?|perl|tcpdump|ping|dig|nslookup|nc|telnet|traceroute|mtr|rpm|dpkg|apt|yum|uci|sos|sosreport|getconf|perf|bpftool|tc|arp|route|ifconfig|stat|file|md5sum|env|set|which|type|man|history|mount|df|du|kill|service|crontab|vi|vim|nano|chmod|chown|rm|mv|cp|mkdir|touch|true|false|test|read|hexdump|xxd|od|strings|conntrackd|modprobe|insmod|depmod|tar|gzip|gunzip|zstd|xz)(?=[\s;|&<>]|$)/;

/** Whether a text reads as a command that somebody typed. */
export const isKnownCommand = (text: string): boolean =>
  KNOWN.test(text.replace(/^(?:\w+=\S*\s+)+/, ""));
