/** What commands print that no lab can run, as their programs print it. */
import type { SourceName } from "../../src/parsers/index.ts";

/** An output, and why it was not taken here. */
export interface Elsewhere {
  readonly why: string;
  readonly text: string;
}

const NO_CLUSTER = "there is no API server in the lab";
const NO_IPVS = "IPVS is no part of every kernel, and asking for it loads it";

const SLICES = `NAMESPACE     NAME                 ADDRESSTYPE   PORTS        ENDPOINTS                                AGE
default       kubernetes           IPv4          6443         192.168.10.5                             41d
kube-system   kube-dns-x7k2p       IPv4          53,53,9153   10.244.0.2,10.244.0.3                    41d
shop          web-6hq2l            IPv4          8080         10.244.1.11,10.244.1.12 + 3 more...      9h
shop          web-9zzkd            IPv6          8080         fd00:10:244::11                          9h
shop          idle-rv4t8           IPv4          <unset>      <unset>                                  9h
`;

const PODS = `NAMESPACE     NAME                      READY   STATUS      RESTARTS        AGE   IP             NODE       NOMINATED NODE   READINESS GATES
kube-system   coredns-5dd5756b68-2xk9p  1/1     Running     3 (2d4h ago)    41d   10.244.0.2     worker-1   <none>           <none>
kube-system   kube-proxy-q7l4z          1/1     Running     0               41d   192.168.10.5   worker-1   <none>           <none>
shop          import-28611-xp2vd        0/1     Completed   0               9h    10.244.1.40    worker-1   <none>           <none>
shop          web-7c5ddbdf54-abcde      2/2     Running     0               9h    10.244.1.11    worker-1   <none>           1/1
shop          web-7c5ddbdf54-fghij      0/2     Pending     0               2m    <none>         <none>     <none>           <none>
`;

const PROXY_LOG = `Found 3 pods, using pod/kube-proxy-q7l4z
I0522 09:13:41.123456       1 server_linux.go:69] "Using iptables proxy"
I0522 09:13:41.234567       1 server.go:1062] "Successfully retrieved node IP(s)" IPs=["192.168.10.5"]
I0522 09:13:41.334567       1 conntrack.go:60] "Setting nf_conntrack_max" nfConntrackMax=131072
I0522 09:13:41.334667       1 conntrack.go:121] "Set sysctl" entry="net/netfilter/nf_conntrack_tcp_timeout_established" value=86400
W0522 09:13:41.434567       1 proxier.go:661] "Failed to set the sysctl" err="read-only file system"
E0522 09:14:11.834567       1 proxier.go:1564] "Failed to execute iptables-restore" err=<
	exit status 4: Another app is currently holding the xtables lock.
 >
`;

/** As kubeadm writes it. */
const PROXY_CONFIG = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
bindAddressHardFail: false
clientConnection:
  acceptContentTypes: ""
  burst: 0
  contentType: ""
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
  qps: 0
clusterCIDR: 10.244.0.0/16
configSyncPeriod: 0s
conntrack:
  maxPerCore: 32768
  min: null
  tcpBeLiberal: false
  tcpCloseWaitTimeout: null
  tcpEstablishedTimeout: 24h0m0s
detectLocal:
  bridgeInterface: ""
  interfaceNamePrefix: ""
detectLocalMode: ""
enableProfiling: false
iptables:
  localhostNodePorts: null
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
ipvs:
  excludeCIDRs: null
  minSyncPeriod: 0s
  scheduler: ""
  strictARP: false
kind: KubeProxyConfiguration
logging:
  flushFrequency: 0
  options:
    json:
      infoBufferSize: "0"
  verbosity: 0
metricsBindAddress: ""
mode: ""
nodePortAddresses:
- 10.0.0.0/8
oomScoreAdj: null
portRange: ""
`;

const IPVS_SERVICES = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
TCP  10.96.0.1:443 rr
  -> 192.168.10.5:6443            Masq    1      4          0         
TCP  10.96.14.101:80 rr persistent 10800
  -> 10.244.1.11:8080             Masq    1      12         3         
  -> 10.244.1.12:8080             Masq    0      0          1         
UDP  10.96.0.10:53 rr
  -> 10.244.0.2:53                Masq    1      0          57        
TCP  [fd00:10:96::14]:80 rr
  -> [fd00:10:244::11]:8080       Masq    1      0          0         
FWM  10 wlc
  -> 10.244.1.13:8080             Route   1      0          0         
`;

const IPVS_CONNECTIONS = `IPVS connection entries
pro expire state       source             virtual            destination
TCP 14:58  ESTABLISHED 10.244.1.30:41234  10.96.14.101:80    10.244.1.11:8080
TCP 00:47  TIME_WAIT   10.244.1.30:41190  10.96.14.101:80    10.244.1.12:8080
UDP 04:51  UDP         10.244.1.31:50812  10.96.0.10:53      10.244.0.2:53
TCP 179:54 NONE        10.244.1.30:0      10.96.14.101:80    10.244.1.11:8080
`;

export const ELSEWHERE: Partial<Record<SourceName, Elsewhere>> = {
  endpoints: { why: NO_CLUSTER, text: SLICES },
  pods: { why: NO_CLUSTER, text: PODS },
  "kube-proxy-log": { why: NO_CLUSTER, text: PROXY_LOG },
  "kube-proxy-config": { why: NO_CLUSTER, text: PROXY_CONFIG },
  "ipvs-services": { why: NO_IPVS, text: IPVS_SERVICES },
  "ipvs-connections": { why: NO_IPVS, text: IPVS_CONNECTIONS },
};

/** A scrape of node_exporter, which no lab runs, as far as it is of interest; served in the lab. */
export const NODE_EXPORTER = `# HELP go_gc_duration_seconds A summary of the wall-time pause (stop-the-world) duration in garbage collection cycles.
# TYPE go_gc_duration_seconds summary
go_gc_duration_seconds{quantile="0"} 2.2945e-05
go_gc_duration_seconds_sum 1.0421e+01
# HELP node_nf_conntrack_entries Number of currently allocated flow entries for connection tracking.
# TYPE node_nf_conntrack_entries gauge
node_nf_conntrack_entries 812
# HELP node_nf_conntrack_entries_limit Maximum size of connection tracking table.
# TYPE node_nf_conntrack_entries_limit gauge
node_nf_conntrack_entries_limit 262144
# HELP node_nf_conntrack_stat_drop Number of packets dropped due to conntrack failure.
# TYPE node_nf_conntrack_stat_drop gauge
node_nf_conntrack_stat_drop 0
# HELP node_uname_info Labeled system information as provided by the uname system call.
# TYPE node_uname_info gauge
node_uname_info{domainname="(none)",machine="x86_64",nodename="worker-1",release="6.1.0-18-amd64",sysname="Linux",version="#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1"} 1
# HELP promhttp_metric_handler_requests_total Total number of scrapes by HTTP status code.
# TYPE promhttp_metric_handler_requests_total counter
promhttp_metric_handler_requests_total{code="200"} 4127
`;
