import { WHAT } from "../facts/path-words.ts";
import { wordList } from "../parsers/redaction.ts";

/**
 * Words that are nobody's: those by which layouts and paths are read, and names that every cluster has. They stay,
 * also within a name: of `prod-metrics` the first word is hidden, and a host called `metrics` stays as it is.
 */
const GENERIC =
  // collectors, and the folders and files that they write
  "acct agn answer answers api arp art bpf bugtool bundle bundles boot btf ca cache calico calicoctl cap case " +
  "cases cilium cluster clusterinfo cmd cmdline collect collected collector collectors command commands " +
  "compressed conf config configmap connection connections conntrack conntrack6 conntriage containerlogs " +
  "containers copy core count counts cpuinfo crio csv current cut data datadog date dbg debug dev dfh diag " +
  "diagnostics diags dmesg dps dpctl dump dumps ebpf eks enp ens eno etc eth ethtool events evidence excerpt exec " +
  "expect exporter extended file files firewall first flare flow flows format free freeh full gather generic " +
  "group gz hashsize healthz home host hostname hostnamefqdn hosts human hwclock id image incident info input " +
  "inputs inspect instance ip ip4 ip6 ipamd iprule iproute ipset iptables iptablesnat iptablessave ip6tables " +
  "ip6tablessave ipv ipv4 ipv6 ipvs ipvsadm iso journal journalctl journald json allmetrics netdata sockets " +
  "errors once vs conn ln lcn pager kern kernel kube kubeadm kubelet kubeproxy kubernetes k3s k8s legacy lib " +
  "links list listen lists lo loader local log log1 logread logs lscpu lsmod ltn manifest masters md meminfo " +
  "messages metrics mid mode modinfo module modules monitoring must namespace namespaces nat ndisc neigh " +
  "neighbour net netfilter netns netstat network networking nf nft nftables node nodes nproc nstat ns " +
  "openmetrics openshift openvswitch os owners osrelease other out output outputs ovs parameters part paste pasted " +
  "peak peaonmi permissions pid pods podlogs prober probe proc process processor prom prometheus proxy qdisc rancher " +
  "random raw release remote report reports resources retina rke rke2 route router routes rule rules ruleset " +
  "run sample samples save scrape scrapes sctp section self service services slab slabinfo snap snapshot snmp " +
  "snmp6 sockstat sockstat6 socket softnet sos sosreport sources ss stat statistics stats stderr stdin stdout " +
  "strings summary support supportbundle synproxy sys sysctl sysctla sysctls sysdump sysinfo syslog system " +
  "systeminfo systemlogs table tables tail tailed tainted taken tar tc tcp tcp6 tcpdump text tgz ticket " +
  "timeline timeout tools top troubleshoot tstamp tun txt txz udp udp6 udplite ui uname unix uptime usr utc var " +
  "varlogs vary version vrf wait xz yaml yml zas zip zst bz2 tbz tbz2 tzst UTC " +
  // words of paths that say when, and that count moments
  "start before pre begin old early earlier prior initial yesterday during middle while end after second post finish " +
  "final new late later last now today day week hour minute min sec time round try attempt pass iter " +
  "monday tuesday wednesday thursday friday saturday sunday morning noon afternoon evening night " +
  "vorher gestern nachher heute " +
  // names that every cluster and every machine has
  "default public lease coredns dns resolver localhost localdomain localnet lan internal novalocal svc com org io " +
  "ecn compute ec2 docker docker0 podman containerd crictl cri runc flannel canal weave cni cni0 bridge br bond veth " +
  "cali lxc tap vxlan geneve genev wg wireguard dummy ifb tunl tunl0 kubernetesio controller manager scheduler " +
  "apiserver etcd endpoint endpoints endpointslices ClusterIP NodePort LoadBalancer https http grpc " +
  "prerouting postrouting forwarding masquerade external status nfacct " +
  "none unknown any all root nobody null true false yes no";

/** Of these the words that are a name's where a number stands behind them: `svc1` and `gateway2` are somebody's. */
const NUMBERED =
  "svc node host proxy nat system data home cache dev kube kubernetes cluster public default service " +
  "services endpoint endpoints controller manager scheduler network firewall router storage root dns resolver bridge " +
  "pods nodes hosts rancher cilium calico docker podman case ticket incident";

/** One letter alone says nothing. */
const LETTERS = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
/** Dates as logs write them. */
const DATES =
  "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun AM PM Z T GMT CET CEST EST EDT PST PDT";

const lower = (text: string): string[] => text.toLowerCase().split(" ");

const WORDS: ReadonlySet<string> = new Set([...lower(GENERIC), ...lower(LETTERS), ...WHAT]);
const CAPITALS: ReadonlySet<string> = new Set(DATES.split(" "));

/** Whether a word, however it is written, is nobody's. */
export const isGeneric = (word: string): boolean =>
  WORDS.has(word.toLowerCase()) || CAPITALS.has(word);

const NAMES: ReadonlySet<string> = new Set(lower(NUMBERED));

/** Whether a word stays also with a number behind it, as in `eth0` and `run2`. */
export const isGenericNumbered = (word: string): boolean =>
  isGeneric(word) && !NAMES.has(word.toLowerCase());

/** What no pseudonym may be called. */
const TAKEN = new Set([
  ...WORDS,
  "xml",
  "xfs",
  "xt",
  "xtables",
  "xdp",
  "xen",
  "xor",
  "xargs",
  "xxd",
  "xn",
  "xps",
]);
export const isTaken = (word: string): boolean => TAKEN.has(word.toLowerCase());

/** Words of the kernel's settings that are files of their own. */
export const SETTINGS = wordList(
  "proc sys net netfilter nf_conntrack nf ip conntrack ipv4 ipv6 core module parameters max count buckets acct tstamp",
  "hashsize timeout timestamp tcp udp udplite icmp icmpv6 generic gre sctp dccp established close wait closed fin last ack",
  "recv sent syn time unacknowledged retrans stream loose be liberal no window check expect log invalid helper checksum",
  "events somaxconn max_syn_backlog netdev budget usecs tw reuse orphans mem rmem wmem local port range reserved ports",
  "rp filter forward conf all default neigh gc thresh1 thresh2 thresh3 early retrans syncookies abort on overflow synack retries",
);
