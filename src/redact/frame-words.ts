import { TOOL_WORDS, wordList } from "../parsers/redaction.ts";

/**
 * Words that may be shown of what stands between outputs, and of outputs in other forms than their sources' own:
 * commands and their options, settings, metrics, the keys of exports. A line is read by them.
 */
export const FRAME_WORDS: ReadonlySet<string> = wordList(
  [...TOOL_WORDS].join(" "),
  // commands and their words
  "conntrack conntrack-tools extended dump netns exec nsenter target stats statistics sudo head tail cat zcat grep wc " +
    "watch while true do done for sleep date hostname nproc uptime dmesg journalctl logs log kernel boot since until pager " +
    "kubectl oc debug node nodes pod pods deployment daemonset ds namespace container describe top events event wide yaml " +
    "json jsonpath image profile sysadmin netadmin stdin tty attach talosctl minikube gcloud compute ansible all shell " +
    "module args pdsh clush salt cmd run nstat zas netstat ss snmp listen summary numeric iptables nft ruleset table " +
    "list save ipvsadm ethtool lsns ip link addr route sort uniq awk sed cut tr jq print printf echo tee shuf NR rand " +
    "srand BEGIN END if then fi else vim vi nano write sysctl conf etc proc sys net module parameters hashsize cpuinfo " +
    "uname systemctl status restart service cilium bpf ct global ovs appctl dpctl dp curl metrics healthz proxyMode " +
    "promtool query instant range tsdb prometheus server url api v1 query_range step start end time export Every Output " +
    "CHANGED SUCCESS FAILED rc UNREACHABLE Defaulted container code script commands output file path host server machine",
  // settings
  "ipv4 ipv6 netfilter nf ip conf neigh core vm fs buckets max count acct timestamp checksum events helper log invalid " +
    "tcp udp udplite icmp icmpv6 generic gre sctp dccp timeout established close wait closed fin last ack recv sent syn " +
    "synsent synrecv time unacknowledged retrans stream loose liberal be no window check expect hw nr somaxconn backlog " +
    "tw reuse orphans mem rmem wmem default_ttl forward port range local reserved ports gc thresh1 thresh2 thresh3 rp " +
    "filter file nr_open tcp_mem udp_mem congestion control netdev budget nf_conntrack ip_conntrack nf_conntrack_count " +
    "nf_conntrack_max conntrack_count conntrack_max nf_conntrack_buckets max_syn_backlog shutdown cookie echoed heartbeat",
  // metrics, monitors and exports
  "node entries limit stat found insert insert_failed drop early_drop search_restart ignore delete clash_resolve " +
    "chaintoolong searched new cpu kubeproxy coredns process rest_client kubernetes build info netdata cilium sum bucket " +
    "total seconds HELP TYPE counter gauge histogram summary instance job metric values value timestamps data result " +
    "resultType matrix vector status success labels name __name__ time Time date timestamp epoch dimensions " +
    "last_updated connections sockets errors told use series points pointlist host scope aggregator metrics MESSAGE " +
    "message msg line textPayload body jsonPayload __REALTIME_TIMESTAMP _SOURCE_REALTIME_TIMESTAMP _HOSTNAME " +
    "_TRANSPORT SYSLOG_IDENTIFIER _SOURCE_MONOTONIC_TIMESTAMP __MONOTONIC_TIMESTAMP __CURSOR PRIORITY hostname node_name " +
    "nodename resource kubernetes streams stream hits _source events InstanceId StandardOutputContent Output stdout " +
    "OK WARN WARNING CRIT CRITICAL UNKNOWN CONNTRACK Conntrack used usage utilization utilisation fill level full in of " +
    "out is are at now currently NETDATA_NETFILTER_CONNTRACK_SOCKETS_CONNECTIONS current average minimum maximum " +
    "percent per cent use entries orig dst src sport dport protoinfo state timeout zone mark expires Packets Bytes Flags " +
    "RxPackets RxBytes RxFlagsSeen TxPackets TxBytes TxFlagsSeen LastRxReport LastTxReport RevNAT SourceSecurityID IfIndex " +
    "SeenNonSyn RxClosing TxClosing BackendID TCP UDP ICMP IN OUT SVC RELATED v4 v6 totalEntries rootNS kind size " +
    "namespace Name Time Message Value Metric Labels",
  "PUTVAL interval chart dimension family context units unit persec netfilter conntrack_sockets conntrack_new conntrack_errors " +
    "conntrack_changes conntrack_expect conntrack_search sockets_average events_persec_average netdata_netfilter",
  // what the kernel and kube-proxy say
  "table dropping packet net_ratelimit callbacks suppressed conntrack: expectation netns neighbour arp_cache ndisc_cache " +
    "overflow Possible SYN flooding request_sock_TCP Sending cookies Set sysctl entry server_others server go Using " +
    "iptables ipvs nftables proxier Proxier lastUpdated currentTime nodeEligible mode",
  // what says whether a sentence tells a value, and of when
  "above over exceed exceeds exceeded exceeding more less than below under threshold thresholds if when should would " +
    "could until unless was were had yesterday last week night month resolved reach reached reaches target least up to " +
    "peak peaked fell drop drops dropped back before after afterwards during earlier previously later today default " +
    "defaults recommend recommended suggest suggested suggestion advise propose set sets setting raise raised raises " +
    "increase increased lower lowered change changed changes bump bumped tune tuned example core enough will too try " +
    "add put other others please can need must have has been apply append use let either following the this these our my " +
    "reboot fix incident upgrade rollout deploy slots param deleted updated created shown flow",
  // a page's own marks
  "br pre p div tr td li code span body html amp gt lt quot nbsp bash sh text console",
);
