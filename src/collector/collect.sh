#!/bin/sh
# conntriage's collector: archives what this Linux node knows about its connection tracking, so
# that `conntriage analyze` can say, elsewhere and later, why new connections were dropped.
#
# It reads: counters and settings twice with a timeline between, then rules, endpoints and the
# table itself. It changes no setting, deletes no entry, installs nothing and sends nothing away:
# its only requests are reads of kube-proxy, CoreDNS and, where kubectl is set up, the API server.
# (A tool may make the kernel load the module that it asks, such as nf_tables for `nft`.)
# It takes no secrets: no kubeconfig, no token, no process's environment.
#
# Every command has a time limit. The dump runs under nice and is compressed as it comes.
#
# Exit codes: 0 archive written, with a list of what could not be taken;
#             1 no archive (no room, no more processes, no tar, no /proc); 2 wrong usage;
#             128+n ended by signal n.
#
# No command has two substitutions, $(...): bash loses the signal that comes meanwhile (5.2).
#
# shellcheck disable=SC2317,SC2030,SC2031 # most functions are called by name, many in subshells of their own
set -u
export LC_ALL=C PATH="${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin"
umask 077

version=0.1.0
stat_file=/proc/net/stat/nf_conntrack
count_file=/proc/sys/net/netfilter/nf_conntrack_count
max_file=/proc/sys/net/netfilter/nf_conntrack_max
told_file=/proc/sys/net/netfilter/nf_conntrack_events
fetch_seconds=2    # on a full node even loopback times out, so each request is given little
dump_seconds=60
prefix_above=50000 # entries: of a larger table, /proc/net/nf_conntrack is read only so far
prefix_rows=20000  # before Linux 6.16
most_besides=4     # takes at a time: 25 processes do then, and it takes no longer
needed="tar gzip cat cut date grep head id ls mkdir mkfifo mv readlink rm sed sleep sort tail tr uname uniq wc"
quadratic_why="a full read of /proc/net/nf_conntrack takes quadratic time before Linux 6.16;\
 these rows are a random sample"

usage() {
  cat <<'END'
Usage: sh collect.sh [-o FILE|-] [--duration SECONDS] [--interval SECONDS]
                     [--no-dump] [--max-rows N] [--list] [-q]
       sh collect.sh --watch [--before SECONDS] [--after SECONDS] [--at PERCENT]
                     [--keep N] [--max-bytes SIZE] [--quiet-for SECONDS]
                     [--events] -o DIR

Archives what this node knows about its connection tracking. Changes nothing.

  -o FILE|-            where to write; - is standard output
                       (default ./conntriage-<host>-<UTC>.tar.gz)
  --duration SECONDS   the window between the two samples, 1-3600 (default 10)
  --interval SECONDS   the step of the timeline between them, 1-3600 (default 1)
  --no-dump            leave out the rows of the connection-tracking table
  --max-rows N         keep at most N rows of each dump
  --list               print each file of the bundle with its command or /proc
                       file, and how long each stage may take; run none
  -q, --quiet          nothing but errors on standard error
  -h, --help           this text
  --version            the collector's version

With --watch it stays, looks each second, and writes a bundle into DIR of what
was before, during and after: when the table is nearly full or will be within a
minute, when packets or entries are lost, when the kernel says "table full", at
SIGUSR1, and when a file DIR/trigger appears.

  --before SECONDS     what of the time before is kept, 60-3600 (default 600)
  --after SECONDS      how long it goes on, 1-600 (default 60)
  --at PERCENT         the use of the limit that is nearly full, 1-100
                       (default 85%)
  --keep N             so many bundles at most, 1-1000 (default 5)
  --max-bytes SIZE     DIR takes no more than that, such as 200M (the default)
  --quiet-for SECONDS  from one bundle to the next, 1-86400 (default 300)
  --events             also listen to entries that are born and removed, by
                       `conntrack -E`: who filled the table, and who was
                       evicted. Its cost grows with them; see below

What was heard last takes at most an eighth of --max-bytes. To listen takes some
3 % of a processor and 1 MB at 1,000 births a second, and in proportion.

Environment:
  CONNTRIAGE_COREDNS   "addr:port ...": up to 3 addresses of CoreDNS's metrics.
                       Without it they are looked up in iptables-save: targets
                       on port 9153 of rules named for kube-dns's or coredns's
                       metrics.
  TMPDIR               where the archive is put together (default /tmp)

On a terminal it says how long it takes at most, every time-out included, and
what it is doing. Root sees most. From a laptop:
  ssh NODE sudo sh -s -- -o - <collect.sh >bundle.tar.gz
END
}

# ---- The story ----------------------------------------------------------------------------------

main() {
  exec 3>&2 4>&1 </dev/null # say() speaks on 3, `-o -` writes to 4; stdin may be this script
  arguments=$*
  read_options "$@"
  if [ "$list" ]; then
    list_all
    exit
  fi
  [ -z "$watch" ] || { watch_all && exit; }
  trap clean_up EXIT
  trap 'signal 129' HUP && trap 'signal 130' INT && trap 'signal 141' PIPE && trap 'signal 143' TERM
  prepare
  : >"$temp/shell" || no_room
  exec >/dev/null 2>"$temp/shell" # from here on nothing but say() and the archive gets out
  say_limits
  say_duration

  started=$(utc) && clock && started_uptime=$uptime
  take_all
  ended=$(utc) && clock && ended_uptime=$uptime

  progress "writing the archive"
  write_manifest
  write_archive
  say_result
  over=yes
}

take_all() {
  stage 10 "looking for CoreDNS and the fullest network namespaces"
  find_rules
  find_coredns
  find_interfaces
  find_namespaces
  stage 10 "first sample of the counters"
  take_twice start
  stage $((duration + 1)) "watching for $duration s"
  take_timeline
  stage 10 "second sample of the counters"
  take_twice end
  stage 20 "rules, endpoints, pods, sockets and the kernel log"
  take_once
  [ "$dump" = no ] || stage $((dump_seconds + 10)) "$(table_words)"
  take_dump
}

# ---- What is taken ------------------------------------------------------------------------------
# copy PATH FILE              a file, as it is
# run PATH SECONDS COMMAND... the first command that works, beside the others
# titled ...                  as run, with `# <the command>` as the first line
# build PATH SOURCE FUNCTION  what the function prints
# fetch PATH URL              the body of an answer, beside the others
# skip PATH REASON            nothing, and why
# look NAME SECONDS COMMAND.. into a file that is not kept
# settle                      waits for all that runs beside
#
# With --list the same functions print what they would take: none of them runs anything then.

take_twice() {
  fetch "$1/kube-proxy-metrics.txt" http://127.0.0.1:10249/metrics
  fetch "$1/cilium-metrics.txt" http://127.0.0.1:9962/metrics
  take_coredns "$1"
  copy "$1/uptime.txt"            /proc/uptime
  build "$1/sysctl.txt"           "grep '' $settings" print_sysctls
  copy "$1/nf_conntrack_stat.txt" "$stat_file"
  copy "$1/arp_cache.txt"         /proc/net/stat/arp_cache
  copy "$1/ndisc_cache.txt"       /proc/net/stat/ndisc_cache
  for name in snmp netstat snmp6 sockstat sockstat6 softnet_stat dev; do
    copy "$1/$name.txt" "/proc/net/$name"
  done
  copy "$1/meminfo.txt"  /proc/meminfo
  copy "$1/slabinfo.txt" /proc/slabinfo
  if there "$count_file"; then
    run "$1/conntrack-S.txt" 3 'conntrack -S'
  else # asking would make the kernel load the module
    skip "$1/conntrack-S.txt" "connection tracking is not loaded"
  fi
  for name in $interfaces; do
    run "$1/ethtool-S-$name.txt" 3 "ethtool -S $name"
  done
  take_namespaces "$1"
  settle
}

# Most servers are in pods, whose sockets and counters are of their own network namespaces.
take_namespaces() {
  for one in $fullest; do
    inode=${one%%-*} pid=${one#*-} comm=${one##*-}
    pid=${pid%-*}
    if [ -z "$list" ] && [ "$(netns_of "$pid")" != "$inode" ]; then
      skip "$1/netns/$inode-$pid-$comm/netstat.txt" "process $pid has ended"
      continue
    fi
    for name in netstat snmp sockstat; do
      copy "$1/netns/$inode-$pid-$comm/$name.txt" "/proc/$pid/net/$name"
    done
    copy "$1/netns/$inode-$pid-$comm/nf_conntrack_stat.txt" "/proc/$pid/net/stat/nf_conntrack"
  done
}

take_coredns() {
  instance=0
  for address in $coredns; do
    instance=$((instance + 1))
    fetch "$1/coredns-metrics-$instance.txt" "http://$address/metrics"
  done
  [ "$instance" -gt 0 ] ||
    skip "$1/coredns-metrics-1.txt" "no address of CoreDNS's metrics was found in iptables-save"
}

# The node's own answers first: whatever asks a server may hang, and holds up what comes after it.
take_once() {
  take_log
  take_rules
}

take_log() { run once/kernel-log.txt 5 'dmesg' 'journalctl -k -o short-iso --no-pager -n 20000'; }

take_rules() {
  run once/iptables-save.txt  5 "$save4"
  run once/ip6tables-save.txt 5 "$save6"
  run once/nft-ruleset.txt    5 'nft list ruleset'
  build once/namespaces.txt "cat /proc/*/net/stat/nf_conntrack /proc/*/net/fib_trie\
 /proc/*/net/if_inet6 /proc/*/cgroup; ls -Li /run/netns /var/log/pods" print_namespaces
  build once/socket-owners.txt "ss -tunp; cat /proc/PID/cgroup" print_socket_owners
  run once/ss-s.txt           5 'ss -s'
  run once/ss-ltn.txt         5 'ss -ltn'
  build once/sysctl-files.txt "cat $sysctl_files /etc/sysctl.conf" print_sysctl_files
  build once/cpuinfo.txt "cat /proc/stat /proc/cpuinfo" print_cpus
  copy once/version.txt    /proc/version
  copy once/os-release.txt /etc/os-release
  if there /proc/net/ip_vs; then
    run  once/ipvsadm-Ln.txt  5 'ipvsadm -Ln'
    run  once/ipvsadm-Lcn.txt 5 'ipvsadm -Lcn'
    copy once/ip_vs_conn.txt  /proc/net/ip_vs_conn
  else # ipvsadm would make the kernel load IPVS
    for name in ipvsadm-Ln ipvsadm-Lcn ip_vs_conn; do
      skip "once/$name.txt" "IPVS is not loaded"
    done
  fi
  fetch once/kube-proxy-mode.txt    http://127.0.0.1:10249/proxyMode
  fetch once/kube-proxy-healthz.txt http://127.0.0.1:10256/healthz
  settle
  build once/kube-proxy-config.txt "cat $kube_proxy_files /proc/PID/cmdline;\
 kubectl -n kube-system get configmap kube-proxy -o jsonpath={.data.config\.conf}" print_kube_proxy
  titled once/pods.txt      3 'kubectl get pods -A -o wide --no-headers'
  titled once/endpoints.txt 3 "kubectl get endpointslices -A --no-headers -o $endpoint_columns"
  build once/crictl-pods.txt "crictl inspectp -q \$(crictl pods -q --state ready)" print_crictl_pods
  settle
}
# `-o wide` shows three endpoints of a slice; these columns show the same, but all of them.
endpoint_columns="custom-columns=NS:.metadata.namespace,NAME:.metadata.name,TYPE:.addressType,\
PORTS:.ports[*].port,ENDPOINTS:.endpoints[*].addresses[*]"

# A dump makes the kernel drop expired entries, so the count is read before anything else.
take_dump() {
  if [ "$dump" = no ]; then
    skip dump/conntrack-L-ipv4.txt.gz "left out by --no-dump"
    return
  fi
  copy dump/count-before.txt "$count_file"
  if ! there "$count_file"; then
    skip dump/conntrack-L-ipv4.txt.gz "connection tracking is not loaded"
  elif dump_table conntrack-L-ipv4 "$max_rows" "$max_rows_why" conntrack -L -f ipv4; then
    dump_table conntrack-L-ipv6 "$max_rows" "$max_rows_why" conntrack -L -f ipv6
    [ -z "$list" ] || dump_proc # where conntrack prints nothing
  else
    dump_proc
  fi
  copy dump/count-after.txt "$count_file"
}

dump_proc() {
  rows=$max_rows why=$max_rows_why
  if [ -z "$list" ] && before_6_16 && [ "$(cat "$count_file")" -gt "$prefix_above" ] &&
    [ "${rows:-$prefix_rows}" -ge "$prefix_rows" ]; then
    rows=$prefix_rows why=$quadratic_why
  fi
  dump_table proc-nf_conntrack "$rows" "$why" cat /proc/net/nf_conntrack
}

# ---- What the built files hold ------------------------------------------------------------------

settings="/proc/sys/net/netfilter/* /proc/sys/net/nf_conntrack_max\
 /proc/sys/net/ipv[46]/neigh/default/gc_thresh[123] /proc/sys/net/ipv4/ip_local_port_range\
 /proc/sys/net/ipv4/tcp_mem /proc/sys/net/ipv4/tcp_max_syn_backlog\
 /proc/sys/net/ipv4/tcp_max_tw_buckets /proc/sys/net/ipv4/tcp_max_orphans\
 /proc/sys/net/ipv4/conf/all/rp_filter /proc/sys/net/core/somaxconn\
 /proc/sys/net/core/netdev_max_backlog /proc/sys/fs/file-nr /proc/sys/net/ipv4/vs/*\
 /sys/module/nf_conntrack/parameters/hashsize"
print_sysctls() {
  # shellcheck disable=SC2086 # a list of patterns
  limit 5 grep -s '' $settings |
    tr '\t' ' ' |
    sed -e 's|^/proc/sys/||' -e 's|^/sys/module/nf_conntrack/parameters/|module/nf_conntrack/|' \
      -e 's|:| = |' -e ':dots' -e 's|^\([^ ]*\)/|\1.|' -e 't dots'
}

print_cpus() {
  echo "cpus = $(grep -c '^cpu[0-9]' /proc/stat)"
  sed -n -e 's/^model name[^:]*: */model = /p' -e 's/^Model[^:]*: */model = /p' /proc/cpuinfo |
    sed 1q
}

# In the order of systemd-sysctl: by file name, and a name in an earlier folder hides the later.
sysctl_files="/etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf\
 /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf"
print_sysctl_files() {
  names=" "
  for file in $sysctl_files; do
    name=${file##*/}
    case $names in *" $name "*) continue ;; esac
    [ -e "$file" ] && names="$names$name " && echo "$name $file"
  done | sort -k1,1 | while read -r _ file; do
    print_file "$file"
  done
  # Where no link in sysctl.d leads to this one, only `sysctl --system` reads it, and last.
  [ -e /etc/sysctl.d/99-sysctl.conf ] || print_file /etc/sysctl.conf
  return 0
}

print_file() {
  [ -r "$1" ] && printf '# file: %s\n' "$1" && cat "$1" && echo
}

# Only the configuration's own key of the configmap: the other one is a kubeconfig.
kube_proxy_files="/var/lib/kube-proxy/config.conf\
 /var/lib/kubelet/pods/*/volumes/kubernetes.io~configmap/kube-proxy/config.conf"
print_kube_proxy() {
  found=1
  for file in $kube_proxy_files; do
    print_file "$file" && found=0
  done
  # shellcheck disable=SC2013 # one word a line
  for file in $(limit 3 grep -lsx kube-proxy /proc/[0-9]*/comm); do
    echo "# file: ${file%comm}cmdline" && tr '\0' ' ' <"${file%comm}cmdline" && echo && found=0
  done
  why="no configuration of kube-proxy was found on this node"
  have kubectl || why="$why, and kubectl is not installed"
  have kubectl && limited 3 kubectl -n kube-system get configmap kube-proxy \
    -o 'jsonpath={.data.config\.conf}' >"$temp/map"
  [ -s "$temp/map" ] && found=0 && echo "# configmap: kube-system/kube-proxy" && cat "$temp/map"
  [ "$found" = 0 ] || echo "$why" >&2
  return "$found"
}

# A line `inode pid` for each network namespace. One `ls` for all processes: a `readlink` for each would
# take seconds on a busy node.
list_namespaces() {
  limit "$1" ls -ln /proc/[0-9]*/ns/net 2>/dev/null |
    sed -n 's|.* /proc/\([0-9]*\)/ns/net -> net:\[\([0-9]*\)\]$|\2 \1|p' | sort -u -k1,1
}

# The first 500 within 5 s, the fullest before the others: their entries, and whose they are. A name that
# `ip netns` knows is a row of its own.
print_namespaces() {
  echo "netns count max pid pod cgroup name addresses comm"
  # shellcheck disable=SC2012 # whatever has a blank is none of ours
  ls -Li /run/netns 2>/dev/null | sed -n 's/^ *\([0-9]*\) \([^ ]*\)$/\1 - - - - - \2 - -/p' | sed 500q
  clock
  deadline=$((hundredths + 500)) rows=0 max=$(cat "$max_file" || echo -) seen=" $netns "
  { for one in $fullest; do echo "${one%-*}"; done | tr - ' ' && list_namespaces 5; } | {
    while read -r inode pid; do
      case $seen in *" $inode "*) continue ;; esac
      [ "$rows" -ge 8 ] || seen="$seen$inode "
      clock
      rows=$((rows + 1))
      if [ "$rows" -gt 500 ] || [ "$hundredths" -gt "$deadline" ]; then
        echo "more than 500 namespaces, or more than 5 s: the others are left out" >&2
        exit 1
      fi
      read -r comm 2>/dev/null <"/proc/$pid/comm" || continue
      entries_of "$pid"
      addresses_of "$pid"
      pod_of "$pid"
      printf '%s\n' "$inode $entries $max $pid $pod $cgroup - $addresses $comm"
    done
    [ -n "$netns_of_pid_1" ] && exit 0
    echo "namespaces may be missing: not even that of PID 1 can be read" >&2
    exit 1
  }
}

entries_of() {
  entries=-
  { read -r _ && read -r entries _ && entries=$((0x$entries)); } 2>/dev/null \
    <"/proc/$1/net/stat/nf_conntrack"
}

# At most 8 of its namespace's own addresses, but for those of the loopback.
addresses_of() {
  addresses=
  # shellcheck disable=SC2013 # one word a line
  for address in $(sed -n -e '/|-- /{s/.*|-- //;h;}' -e '/\/32 host LOCAL/{g;/^127\./!p;}' \
    -e 's/^\(....\)\(....\)\(....\)\(....\)\(....\)\(....\)\(....\)\(....\) .. .. 00 .. .*/\1:\2:\3:\4:\5:\6:\7:\8/p' \
    "/proc/$1/net/fib_trie" "/proc/$1/net/if_inet6" 2>/dev/null); do
    case ,$addresses, in
      *",$address,"*) ;; # the kernel lists it by two tables
      *,*,*,*,*,*,*,*,*,*) break ;;
      *) addresses=$addresses${addresses:+,}$address ;;
    esac
  done
  addresses=${addresses:--}
}

# The pod of a process, by its control group and the folder of the pod's logs, and the last part of that group.
pod_of() {
  pod=- cgroup=-
  while IFS= read -r path; do
    path=${path#*:*:}
    [ "$path" = / ] || cgroup=${path##*/}
    case $path in *kubepods*pod*) ;; *) continue ;; esac
    uid=${path##*kubepods} && uid=${uid#*pod} && uid=${uid%%[./]*}
    while case $uid in *_*) ;; *) false ;; esac do uid=${uid%%_*}-${uid#*_}; done
    for folder in /var/log/pods/*_"$uid"; do
      [ -d "$folder" ] && folder=${folder##*/} && folder=${folder%_*} && pod=${folder%%_*}/${folder#*_}
    done
    break
  done 2>/dev/null <"/proc/$1/cgroup"
  case $cgroup in *[!A-Za-z0-9._@:\\-]*) cgroup=- ;; esac
}

# The processes of this network namespace that have several sockets to one other end, most first: their own
# address, the other end, and how many.
print_socket_owners() {
  have ss || { echo "ss is not installed" >&2 && return 1; }
  limited 5 ss -tunp >"$temp/ss"
  echo "sockets pid pod cgroup protocol local peer comm"
  sed -n 's/^\([a-z0-9]*\) .* \([^ ]*\):[^ :]* *\([^ ]*:[^ ]*\) *users:(("\([^"]*\)",pid=\([0-9]*\),.*/\5 \1 \2 \3 \4/p' \
    "$temp/ss" | sort | uniq -c | sed '/^ *1 /d' | sort -rn | sed 200q |
    while read -r sockets pid protocol local peer comm; do
      pod_of "$pid"
      printf '%s\n' "$sockets $pid $pod $cgroup $protocol $local $peer $comm"
    done
  return "$code"
}

# Of all that the container runtime tells of the pods that run here, their names and addresses.
print_crictl_pods() {
  have crictl || { echo "crictl is not installed" >&2 && return 1; }
  for _ in 1 2; do # it gives up at a pod that has just ended
    limited 3 crictl pods -q --state ready >"$temp/ids"
    [ "$code" -eq 0 ] || return "$code"
    [ -s "$temp/ids" ] || { echo "crictl lists no pods" >&2 && return 1; }
    # shellcheck disable=SC2046 # one word each
    limited 5 crictl inspectp -q $(sed 500q "$temp/ids") >"$temp/inspected"
    [ "$code" -ne 0 ] || break
  done
  [ -s "$temp/inspected" ] || return "$code"
  echo "# crictl inspectp"
  grep -E '"(id|state|ip|io\.kubernetes\.pod\.(name|namespace))": ' "$temp/inspected"
  return "$code"
}

# The network namespaces with most entries: at most 8 of the first 500, within 2 s. From within a namespace
# others are somebody else's.
find_namespaces() {
  fullest=INODE-PID-NAME
  listed '(not kept)' "ls -ln /proc/*/ns/net; cat /proc/*/net/stat/nf_conntrack" && return
  fullest=
  [ "$netns" = "$netns_of_pid_1" ] || return 0
  clock
  deadline=$((hundredths + 200)) rows=0
  list_namespaces 2 |
    while read -r inode pid; do
      clock
      rows=$((rows + 1))
      if [ "$rows" -gt 500 ] || [ "$hundredths" -gt "$deadline" ]; then break; fi
      case " $netns $netns_of_pid_1 " in *" $inode "*) continue ;; esac
      entries_of "$pid"
      [ "$entries" = - ] || echo "$entries $inode $pid"
    done | sort -k1,1nr -k2,2n | sed 8q >"$temp/fullest"
  while read -r _ inode pid; do
    read -r comm 2>/dev/null <"/proc/$pid/comm" || continue
    comm=$(printf '%s' "$comm" | tr -c 'A-Za-z0-9._' _)
    fullest="$fullest $inode-$pid-$comm"
  done <"$temp/fullest"
}

# A veth per pod has nothing to tell: only interfaces with a device behind them.
find_interfaces() {
  interfaces=INTERFACE
  listed '(not kept)' "ls -d /sys/class/net/*/device" && return
  interfaces=
  for device in /sys/class/net/*/device; do
    name=${device%/device} && name=${name##*/}
    case $name in *[!A-Za-z0-9._-]*) ;; *) interfaces="$interfaces $name" ;; esac
  done
}

# On a node whose own iptables is the nft form, kube-proxy may bring the legacy one. That is asked only where
# its tables are in use, since asking would make the kernel load them.
find_rules() {
  save4=iptables-save save6=ip6tables-save
  ! only_legacy iptables ip_tables_names || save4=iptables-legacy-save
  ! only_legacy ip6tables ip6_tables_names || save6=ip6tables-legacy-save
}

only_legacy() {
  if [ -z "$list" ]; then grep -qs . "/proc/net/$2" && have "$1-legacy-save" || return; fi
  look save 3 "$1-save" || return
  ! grep -q '^[^#]' "$temp/save"
}

find_coredns() {
  coredns=${CONNTRIAGE_COREDNS:-}
  if [ -z "$coredns" ] && { [ "$list" ] || have "$save4"; }; then
    look nat 3 "$save4" -t nat || { coredns=ADDRESS:9153 && return; }
    coredns=$(grep -E 'comment "?[^"]*(kube-dns|coredns)[^"]*metrics' "$temp/nat" |
      sed -n 's/.*--to-destination \([0-9.]*:9153\).*/\1/p' | sort -u | head -n 3)
  fi
}

# ---- The timeline -------------------------------------------------------------------------------

take_timeline() {
  listed timeline.csv "cat $count_file $max_file $stat_file" && return
  next
  begin timeline.csv "cat $count_file $max_file $stat_file"
  if read -r _ names <"$stat_file"; then
    header=time,uptime,count,max
    for name in $names; do header=$header,$name; done
    echo "$header" >"$bundle/$path"
  else
    reason="$stat_file cannot be read"
  fi
  while :; do
    [ "$reason" ] || timeline_row >>"$bundle/$path" || no_room
    clock
    left=$((duration - (hundredths - began) / 100))
    [ "$left" -gt 0 ] || break
    [ "$left" -lt "$interval" ] || left=$interval
    limited $((left + 1)) sleep "$left"
  done
  if [ "$reason" ]; then code=null; else code=0; fi
  end
  note
}

# A sysctl gives its value to the first read(2) only, and a shell's `read` may read single bytes:
# so count and max are read by cat.
timeline_row() {
  clock
  row=$(utc),$uptime
  row=$row,$(cat "$count_file")
  row=$row,$(cat "$max_file")
  totals=
  while read -r _ cells; do # the first cell of a row is the whole table's count, not this CPU's
    case $cells in *[!0-9a-f\ ]*) continue ;; esac
    # shellcheck disable=SC2086 # split into columns
    set -- $totals
    totals=
    for cell in $cells; do
      totals="$totals $((${1:-0} + 0x$cell))"
      [ $# -eq 0 ] || shift
    done
  done <"$stat_file"
  for total in $totals; do row=$row,$total; done
  echo "$row"
}

# ---- The dump -----------------------------------------------------------------------------------

# dump_table NAME ROWS WHY COMMAND...: gzips what COMMAND prints, at most ROWS rows of it for the
# reason WHY. Through a fifo, so that each end has its own exit status and can be signalled.
dump_table() {
  name=$1 rows=$2 why=$3
  shift 3
  path=$into/$name.txt.gz
  if listed "$path" "$*"; then
    [ "$name" = proc-nf_conntrack ] || listed "dump/$name.stderr.txt" "$*"
    return
  fi
  errors=$bundle/$into/$name.stderr.txt
  if ! have "$1"; then
    skip "$path" "$1 is not installed"
    return 1
  fi
  next
  begin "$path" "$*"
  rm -f "$temp/next-row"
  shrink "$rows" <"$temp/rows" >"$bundle/$path" &
  running=$!
  # shellcheck disable=SC2086 # see prepare()
  limit "$dump_seconds" $gently "$@" >"$temp/rows" 2>"$errors" &
  child=$!
  wait "$child"
  code=$? child=
  wait "$running" || no_room
  running=
  end
  judge "$dump_seconds" "$errors"
  if [ -s "$temp/next-row" ]; then # the command was cut off on purpose: no failure of its own
    code=0 cut=true reason=$why
  elif [ "$code" -ne 0 ]; then
    if [ -n "$(gzip -dc "$bundle/$path" | head -n 1)" ]; then cut=true; else rm "$bundle/$path"; fi
  fi
  note
  if [ "$name" = proc-nf_conntrack ] || [ "$into" != dump ]; then
    rm "$errors"
  else # conntrack's last line tells the number of rows
    next
    path=dump/$name.stderr.txt cut=false reason=
    note
  fi
  [ -e "$bundle/$into/$name.txt.gz" ]
}
into=dump

# head would not tell whether there was a row more; sed keeps that row aside.
# shellcheck disable=SC2086 # see prepare()
shrink() {
  [ -n "$1" ] || exec $gently gzip -c
  sed -n -e "1,$1p" -e "$(($1 + 1)){" -e "w $temp/next-row" -e q -e '}' | $gently gzip -c
}

before_6_16() {
  release=$(uname -r)
  major=${release%%.*} minor=${release#*.}
  minor=${minor%%[!0-9]*}
  [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 16 ]; }
}

# ---- How one thing is taken ---------------------------------------------------------------------
# A take leaves its outcome in $path $command $code $took $cut $reason, and note() writes it down.

copy()   { listed "$1" "cat $2" || { next; attempt "$1" 5 cat "$2"; note; }; }
skip()   { listed "$1" "not taken: $2" || { next; begin "$1" '' "$2"; note; }; }
build()  { listed "$1" "$2" || beside compose "$@"; }
run()    { listed_first "$@" || beside first_of "$@"; }
titled() { listed_first "$@" || beside title_of "$@"; }
fetch()  { listed_fetch "$@" || beside get "$@"; }

# False when there is nothing to read, as nothing was run.
look() {
  file=$1
  shift
  if [ "$list" ]; then shift && listed '(not kept)' "$*" && return 1; fi
  limited "$@" >"$temp/$file"
  return 0
}

# With --list what is taken depends on no file of the node.
there() { [ "$list" ] || [ -e "$1" ]; }

listed() {
  [ "$list" ] || return
  printf '%-31s %s\n' "$1" "$2"
}
listed_first() {
  [ "$list" ] || return
  path=$1 command=$3
  shift 3
  for candidate; do command="$command || $candidate"; done
  listed "$path" "$command"
}
listed_fetch() {
  fetch_words "$2"
  listed "$1" "$command"
}

# Runs a take in the background, a few at a time: a node may have few processes left. A subshell has no traps
# of its own, so it is given one. What it notes itself takes the place of what is noted before.
beside() {
  [ "$besides" -lt "$most_besides" ] || settle
  besides=$((besides + 1))
  next
  begin "$1" '' "no process could be started for it, or the kernel ended it: out of processes or memory"
  cut=true
  note
  (
    child=
    trap 'end_child; exit 143' HUP INT PIPE TERM
    no_room() { exit 28; } # settle() says it, once
    set -f # commands are split into words, never into file names
    "$@"
    note
  ) &
  running="$running $!"
}
besides=0

settle() {
  for job in $running; do
    wait "$job"
    [ $? -ne 28 ] || no_room
  done
  running='' besides=0
}

# attempt PATH SECONDS|- COMMAND...: true when anything was taken; `-` for a function of this script
attempt() {
  path=$1 allowed=$2
  shift 2
  begin "$path" "$*" "$1 is not installed"
  have "$1" || return
  left=$(((stage_end - hundredths) / 100))
  reason="left out: what came before it took all the time of its stage"
  [ "$left" -gt 0 ] || return
  [ "$allowed" = - ] || [ "$allowed" -le "$left" ] || allowed=$left
  [ -d "$bundle/${path%/*}" ] || mkdir -p "$bundle/${path%/*}" || no_room
  code=1
  if [ "$allowed" = - ]; then
    "$@" >"$bundle/$path" 2>"$temp/stderr.$number"
    code=$?
  else
    limited "$allowed" "$@" >"$bundle/$path" 2>"$temp/stderr.$number"
  fi
  end
  [ ! -s "$temp/stderr.$number" ] || ! grep -q "No space left" "$temp/stderr.$number" || no_room
  if [ "$code $1" = "0 journalctl" ] && ! grep -q '^[^-]' "$bundle/$path"; then
    code=1 # so it answers whoever may not read it
    echo "journalctl shows no entries" >"$temp/stderr.$number"
    : >"$bundle/$path"
  fi
  judge "$allowed" "$temp/stderr.$number"
  [ "$code" -ne 0 ] || return 0
  if [ -s "$bundle/$path" ]; then cut=true; else rm -f "$bundle/$path"; fi
  [ "$cut" = true ]
}

# A reason is told of what was run, not of this script's function.
compose() {
  set +f
  attempt "$1" - "$3"
  command=$2
  case $reason in "$3 failed"*) reason="it${reason#"$3"}" ;; esac
}

first_of() {
  target=$1 seconds=$2 commands='' reasons=''
  shift 2
  for candidate; do
    # shellcheck disable=SC2086 # a command line of this script, split into words
    attempt "$target" "$seconds" $candidate && return
    commands="$commands${commands:+ || }$command" reasons="$reasons${reasons:+; }$reason"
  done
  command=$commands reason=$reasons
}

title_of() {
  first_of "$@"
  [ -s "$bundle/$path" ] || return
  { printf '# %s\n' "${command% --no-headers}" && cat "$bundle/$path"; } >"$temp/titled.$number"
  mv "$temp/titled.$number" "$bundle/$path"
}

fetch_words() {
  if ! have curl && have wget; then
    command="wget -O - $1" # busybox 1.35 crashes on -T
  else
    command="curl -sS -m $fetch_seconds $1"
  fi
}

get() {
  unset http_proxy HTTP_PROXY all_proxy ALL_PROXY # none belongs between a node and itself
  if have curl; then
    attempt "$1" "$fetch_seconds" curl -q -sS -m "$fetch_seconds" -D "$temp/head.$number" "$2"
  elif have wget; then
    attempt "$1" "$fetch_seconds" wget -O - "$2"
  else
    begin "$1" '' "neither curl nor wget is installed"
  fi
  fetch_words "$2"
  [ "$code" != null ] || return 0
  http=$(cat "$temp/head.$number" "$temp/stderr.$number" | sed -n \
    -e 's/.*HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p' \
    -e 's/.*awaiting response\.\.\. \([0-9][0-9][0-9]\).*/\1/p' | tail -n 1)
  case "$http $reason $2" in
    2* | *timed\ out*) ;;
    [0-9]*) reason="the answer was HTTP $http" ;;
    *refused* | *"(7)"*//127.*) reason="nothing listens there (connection refused)" ;;
  esac
  case "$path $http" in
    *healthz.txt\ [0-9]*) # here a refusal is the answer, so its body is kept
      { echo "HTTP $http" && cat "$bundle/$path"; } >"$temp/body.$number"
      mv "$temp/body.$number" "$bundle/$path"
      ;;
    *\ [13-9]*) rm -f "$bundle/$path" && cut=false ;;
  esac
}

# Says in words why $code is what it is.
judge() {
  reason=
  [ "$code" -ne 0 ] || return
  case $code in # of `timeout`, and of a shell whose child was ended
    124 | 137 | 143) late=110 seconds=$((took / 100)) ;;
    *) late=10 seconds=9999 ;;
  esac
  [ "$1" = - ] || seconds=$1
  if [ "$took" -ge $((seconds * 100 - late)) ]; then
    reason="timed out after $seconds s"
  elif [ "$code" -eq 153 ]; then # SIGXFSZ, see limit()
    reason="larger than 64 MB, the rest is left out"
  elif [ "$code" -eq 137 ]; then # SIGKILL, of which bash alone says a word
    reason="killed, perhaps as memory ran out"
  else # tools say the point last; some in a form for machines
    reason=$(grep '[^[:space:]]' "$2" | tail -n 1 | cut -c1-1000 |
      sed 's/^time="[^"]*" level=[a-z]* msg="\(.*\)"$/\1/')
    reason=${reason:-"${command%% *} failed without a word (exit status $code)"}
  fi
}

next()  { number=$((number + 1)); }
begin() { path=$1 command=$2 code=null took=0 cut=false reason=${3:-}; clock; began=$hundredths; }
end()   { clock; took=$((hundredths - began)); }

note() {
  case $reason in *"No space left"*) no_room ;; esac
  printf '%s\n' "$path" "$command" "$code" "$took" "$cut" "$reason" >"$temp/notes/$number" ||
    no_room
}

limited() {
  limit "$@" &
  child=$!
  wait "$child"
  code=$? child=
}

# limit SECONDS COMMAND...: becomes COMMAND, with an end to its time and to the size of its file; the stage's
# end is its own, too. Only for a background subshell or a pipe: one signal to that process then ends it all.
limit() {
  clock
  seconds=$(((stage_end - hundredths) / 100))
  [ "$1" -gt "$seconds" ] || seconds=$1
  shift
  [ "$seconds" -gt 0 ] || exit 124
  exec 3>&- 4>&-
  ulimit -f 131072
  # shellcheck disable=SC2086 # see prepare()
  [ -z "$timeout" ] || exec $timeout "$seconds" "$@"
  self=$(exec sh -c 'echo "$PPID"') # the only way of POSIX sh to name a subshell's own process
  (
    while [ "$seconds" -gt 0 ] && sleep 1 && kill -0 "$self"; do seconds=$((seconds - 1)); done
    [ "$seconds" -gt 0 ] || { kill "$self" && sleep 1 && kill -9 "$self"; }
  ) >/dev/null 2>&1 &
  exec "$@"
}

have() { command -v "$1" >/dev/null; }
utc()  { date -u +%Y-%m-%dT%H:%M:%SZ; }

# The time since boot, without starting a process; no clock change moves it.
clock() {
  read -r uptime _ </proc/uptime
  hundredths=$((${uptime%.*} * 100 + 1${uptime#*.} - 100))
}

# ---- The manifest and the archive ---------------------------------------------------------------

write_manifest() {
  pid_1=null
  [ -z "$netns_of_pid_1" ] || pid_1="\"$netns_of_pid_1\""
  words=$(json "$arguments")
  hostname=$(uname -n)
  hostname=$(json "$hostname")
  uid=$(id -u)
  {
    printf '%s\n' '{' '"schema": "conntriage/bundle/1",' "\"collector\": \"$version\"," \
      "\"arguments\": \"$words\"," "\"hostname\": \"$hostname\"," \
      "\"started\": \"$started\", \"ended\": \"$ended\"," \
      "\"startedUptime\": $started_uptime, \"endedUptime\": $ended_uptime," \
      ${trigger:+"\"recorder\": {\"trigger\": \"$trigger\", \"uptime\": $t0_uptime},"} \
      "\"uid\": $uid, \"netns\": \"$netns\", \"netnsOfPid1\": $pid_1," '"files": ['
    cat "$temp"/notes/* | escaped | list_files
    printf '%s\n' ']' '}'
  } >"$bundle/manifest.json" || no_room
}

list_files() {
  comma=
  while read_line path && read_line command && read_line code && read_line took &&
    read_line cut && read_line reason; do
    bytes=null sha=
    if [ -e "$bundle/$path" ]; then
      bytes=$(($(wc -c <"$bundle/$path")))
      sha=$(sha256 <"$bundle/$path")
    else
      cut=false
    fi
    printf '%s{"path": "%s", "command": "%s", "exit": %s, "seconds": %d.%02d, ' \
      "$comma" "$path" "$command" "$code" $((took / 100)) $((took % 100))
    printf '"bytes": %s, "cut": %s, "reason": %s%s%s, "sha256": %s%s%s}' "$bytes" "$cut" \
      "${reason:+\"}" "${reason:-null}" "${reason:+\"}" "${sha:+\"}" "${sha:-null}" "${sha:+\"}"
    comma=',
'
  done
  echo
}
read_line() { IFS= read -r "$1"; }

sha256() {
  if have sha256sum; then sha256sum
  elif have shasum; then shasum -a 256
  elif have openssl; then openssl dgst -sha256 -r
  elif have busybox; then busybox sha256sum
  fi | cut -c1-64
}

# JSON in ASCII, whatever came in: control characters go, other bytes become `?`.
escaped() { tr -d '\000-\011\013-\037\177' | tr '\200-\377' '?' | sed 's/[\\"]/\\&/g'; }
json()    { printf '%s' "$1" | tr -d '\n' | escaped; }

# The settings come before the dump: so a reader of the stream knows the timeouts when it comes.
write_archive() {
  set -- # what there is, in this order
  for part in start end once timeline.csv manifest.json dump dumps events; do
    [ ! -e "$temp/$top/$part" ] || set -- "$@" "$top/$part"
  done
  if [ "$output" = - ]; then
    (cd "$temp" && exec tar -czf - "$@") >&4 &
  else
    (cd "$temp" && exec tar -czf - "$@") >>"$partial" &
  fi
  child=$!
  wait "$child" || die "could not write the archive to $output: no room, or nobody reads it"
  child=
  making=yes # a signal is too late
  [ -z "$watch" ] || flush "$partial"
  [ "$output" = - ] || mv "$partial" "$output" || die "could not write $output"
}

# ---- The recorder: watching ---------------------------------------------------------------------
# DIR/ring       a file for each minute with a row for each second: of fixed size, written in place
# DIR/light      what else is known of each minute, and the latest dumps of a table that is small
# DIR/gathering  the bundle that is being made; a recorder that begins finishes it
# DIR/incident-* the bundles
# DIR/events     with --events: what `conntrack -E` told, in segments, the newest as text and the others as gzip
# DIR/status     how it is, in one line; DIR/log  what it did
#
# Each second it starts at most one process, `sleep`, and where the shell has `read -t` none.

row_bytes=256 # of each row of the ring: a sector of the disk holds whole ones
columns=time,uptime,count,max,drop,early_drop,insert_failed,chainlength,log_full,log_lost
most_seconds=300 # what gathers the end of an incident has so long

watch_all() {
  exec >/dev/null 2>&1
  prepare_watch
  begin_watch
  while :; do
    clock
    look_once
    keep_reading
    keep_listening
    case $phase in
      '') [ -z "$fired" ] || on_trigger ;;
      *) go_on ;;
    esac
    [ "$ending" ] || pause
    [ -z "$ending" ] || stop_watch "$ending"
  done
}

prepare_watch() {
  [ -r "$stat_file" ] || [ -r /proc/uptime ] || die "there is no /proc/uptime: this is no Linux, or /proc is not mounted"
  for tool in $needed dd df; do
    have "$tool" || die "this needs $tool, which is not installed"
  done
  no_room() { die "no room left in $output"; }
  CDPATH=''
  { mkdir -p -- "$output" && dir=$(cd -- "$output" && pwd) && [ -w "$dir" ]; } || die "cannot write into $output"
  ring=$dir/ring light=$dir/light heard=$dir/events temp=$dir/gathering
  own_folder
  read -r pid start 2>/dev/null <"$dir/pid" || pid=0 start=none
  start_of "$pid"
  [ "${start:-none}" != "$began" ] || [ "$pid" = $$ ] || die "process $pid records into $dir already"
  over=yes
  sampler='' ending='' asked='' # bash may hang in what a trap does while it reads
  trap 'ending=129' HUP && trap 'ending=130' INT && trap 'ending=143' TERM
  trap 'asked=SIGUSR1' USR1
  end_orphans
  start_of $$
  echo "$$ $began" >"$dir/pid" || no_room
  export KUBECACHEDIR="$temp/kube"
  find_helpers
  clock
  finish_left
  drop_partials
  make_ring || no_room
}

# It removes and overwrites by name: so no folder into which another program wrote by one of these names.
own_folder() {
  read -r line <"$dir/status" || line=''
  case $line in pid=*) return ;; esac
  read -r pid start more <"$dir/pid" || pid='' start='' more=''
  case "$pid $start,$more" in *[!0-9\ ,]* | ' '* | *' ,'* | *,?*) ;; *) return ;; esac
  [ ! -e "$dir/stopped" ] || [ ! -e "$ring/1000.csv" ] || return 0
  for name in ring light events gathering status log log.old pid readers pause kmsg heard stopped trigger; do
    { [ ! -e "$dir/$name" ] && [ ! -L "$dir/$name" ]; } ||
      die "$dir/$name is not of a recorder: give a folder of its own"
  done
}

# The clock tick at which a process began, which with its number is its identity.
start_of() {
  began=
  read -r line 2>/dev/null <"/proc/$1/stat" || return 0
  # shellcheck disable=SC2086 # split into columns
  set -- ${line##*) }
  began=${20:-}
}

# A recorder that was killed leaves behind its readers, and what gathers, which would go on writing where this one does:
# it is given a moment to be done.
end_orphans() {
  patience=5
  for known in "$dir/readers" "$temp/parts" "$temp/samples"; do
    while read -r pid start; do
      start_of "$pid"
      [ "$began" = "$start" ] || continue
      case $known in *readers) ;; *) wait_for "$pid" ;; esac
      kill "$pid"
      patience=$((patience + 2))
      wait_for "$pid"
      kill -9 "$pid"
    done <"$known"
  done
  : >"$dir/readers"
}

wait_for() {
  while kill -0 "$1" && [ "$patience" -gt 0 ]; do
    patience=$((patience - 1))
    sleep 1
  done
}

# remember PID FILE
remember() {
  start_of "$1"
  echo "$1 $began" >>"$2"
}

make_ring() {
  share_out
  slot=0 rows=60
  rm -rf "$ring" "$light"
  mkdir -p "$ring" "$light" || return
  fill=0
  while [ "$fill" -lt "$slots" ]; do
    minute=$ring/$((1000 + fill)).csv line=0
    printf "%-$((row_bytes - 1))s\n" "$columns,boot" || return
    while [ "$line" -lt 60 ]; do
      printf "%-$((row_bytes - 1))s\n" '' || return
      line=$((line + 1))
    done
    fill=$((fill + 1))
  done >"$ring/all" 3>&- || return
  # one file for all would be simpler, but a shell cannot seek
  fill=0
  while [ "$fill" -lt "$slots" ]; do
    head -n 61 "$ring/all" >"$ring/$((1000 + fill)).csv" || return
    fill=$((fill + 1))
  done
  rm "$ring/all"
}

begin_watch() {
  a_fifo "$dir/pause" || die "$dir takes no fifo: give a folder on another disk"
  exec 5<>"$dir/pause"
  # shellcheck disable=SC3045 # where a shell has no -t, sleep does it
  ticks=$( (read -r -t 0.01 _ <&5 || [ $? -ne 2 ]) && echo yes)
  phase='' fired='' parts='' reader='' skipped=0 made=0 calm=0 retained=''
  count='' max='' highest=0 recent='' rising=0 other=0 clashes=0 last_uptime=$hundredths
  drop=-1 early=0 failed=0 chain=0 log_full=0 log_lost=0 seen_log=-1
  t0=-100000000 light_at=-100000000 base_at=-100000000 max_at=-100000000
  for kind in level growing loss clash chain log; do eval "last_$kind=-100000000"; done
  rm -rf "$temp"
  mkdir -p "$temp"
  begin_log
  begin_events
  record "watching: --before $before --after $after --at $at% --keep $keep --max-bytes $max_bytes\
 --quiet-for $quiet_for"
  tell "conntriage: watches and writes into $dir"
}

a_fifo() { [ -p "$1" ] || mkfifo "$1"; }

# Not its own any longer: whatever is there stays.
leave_folder() {
  trap '' HUP INT TERM USR1
  end_started
  die "$1"
}

# What reads and gathers; of a minute's sample, whatever is not over.
end_started() {
  # shellcheck disable=SC2086 # a list of process ids
  kill $reader $listener $store
  [ -z "$sampler" ] || [ -e "$sampled" ] || parts="$parts $sampler"
  end_parts
}

pause() {
  if [ "$ticks" ]; then
    # shellcheck disable=SC3045
    read -r -t 1 _ <&5
  else
    sleep 1
  fi
}

# One look: the row of this second, and what of it is a reason to gather, in $fired.
look_once() {
  fired=''
  [ "$phase" ] || { fired=$retained retained='' && was_calm=0; }
  [ $((hundredths - max_at)) -lt 500 ] || { max=$(cat "$max_file") && max_at=$hundredths; }
  if read_counters; then known=yes; else known=''; fi
  if [ "$rows" -ge 60 ] || [ "$second" -ge 86400 ] || [ $((hundredths - base_uptime)) -ge 9000 ]; then begin_minute; fi
  if [ "$known" ]; then
    read -r log_full log_lost <"$temp/log-counts"
    write_row
    judge_row
  fi
  [ -z "$asked" ] || { fired=${fired:+$fired,}$asked && asked=''; }
  [ ! -e "$dir/trigger" ] || { rm -f "$dir/trigger" && fired=${fired:+$fired,}file; }
}

begin_minute() {
  [ -e "$ring/1000.csv" ] || leave_folder "$dir was removed"
  read -r holder _ <"$dir/pid" && [ "$holder" != $$ ] && leave_folder "process $holder records into $dir as well"
  slot=$(((slot + 1) % slots)) rows=0
  exec 6>&-
  exec 6<>"$ring/$((1000 + slot)).csv"
  printf "%-$((row_bytes - 1))s\n" "$columns,boot" >&6
  both_clocks
  # shellcheck disable=SC2086 # split into words
  set -- $now
  day=$1 base=$(((1$2 - 100) * 3600 + (1$3 - 100) * 60 + 1$4 - 100)) base_uptime=$hundredths
  boot=$(($5 - hundredths / 100))
  second=$base
  note_dropped
  write_status
  take_light
}

# The time of day and, of the same moment, that since boot: who was held up between the two looks again.
both_clocks() {
  for _ in 1 2 3 4 5; do
    clock
    looked=$hundredths
    now=$(date -u '+%Y-%m-%d %H %M %S %s')
    clock
    [ $((hundredths - looked)) -ge 100 ] || return 0
  done
}

# The kernel's sums since boot over the CPUs. The first cell of each row is the whole table's count.
read_counters() {
  now_drop=0 now_early=0 now_failed=0 now_chain=0 count=
  { read -r _ _ _ _ _ _ _ a8 _ && while read -r a1 _ _ _ _ _ _ b8 _ a10 a11 a12 _; do
    count=$a1
    now_failed=$((now_failed + 0x$a10)) now_drop=$((now_drop + 0x$a11)) now_early=$((now_early + 0x$a12))
    case $a8 in chain*) now_chain=$((now_chain + 0x$b8)) ;; esac
  done; } <"$stat_file"
  if [ "$count" ]; then count=$((0x$count))
  else
    count=$(cat "$count_file") && [ "$count" ] && [ "$max" ]
  fi
}

write_row() {
  second=$((base + (hundredths - base_uptime) / 100))
  hour=$((100 + second / 3600)) minute=$((100 + second / 60 % 60)) of_minute=$((100 + second % 60))
  printf "%-$((row_bytes - 1))s\n" "${day}T${hour#1}:${minute#1}:${of_minute#1}Z,$uptime,$count,$max,\
$now_drop,$now_early,$now_failed,$now_chain,$log_full,$log_lost,$boot" >&6
  rows=$((rows + 1))
}

# What is lost since the row before. A clash is counted as a drop as well, a chain that is too long as a clash.
judge_row() {
  passed=$((hundredths - last_uptime)) last_uptime=$hundredths
  [ "$passed" -lt 1000 ] || record "a gap of $((passed / 100)) s: it was suspended, or there was no time for it"
  lost=$((now_drop - drop - (now_failed - failed) + now_chain - chain))
  clash=$((now_failed - failed - (now_chain - chain))) evicted=$((now_early - early)) long=$((now_chain - chain))
  [ "$drop" -ge 0 ] || lost=0 clash=0 evicted=0 long=0
  drop=$now_drop early=$now_early failed=$now_failed chain=$now_chain
  [ "$lost" -gt 0 ] || lost=0
  [ "$clash" -gt 0 ] || clash=0
  other=$((other * 9 / 10 + lost)) clashes=$((clashes * 9 / 10 + clash)) # of about ten seconds
  calm=$((calm + 1))

  # shellcheck disable=SC2086 # a list of counts
  set -- $recent
  [ $# -lt 21 ] || shift
  previous=$count
  for previous; do :; done
  if [ "$count" -lt "$previous" ]; then rising=0; else rising=$((rising + 1)); fi
  recent="$* $count"

  ceiling=$((max > 0 ? max : count * 100 + 100)) # a limit of 0 is none
  if [ $((count * 100)) -ge $((ceiling * at)) ]; then holds level
  elif [ $((count * 1700)) -ge $((ceiling * at * 16)) ] && [ $((hundredths - last_level)) -le 1000 ]; then
    last_level=$hundredths
  fi
  climbs=0 # of five times four looks, those that would fill the rest within a minute: a step or a spike has few
  if [ $# -ge 20 ] && [ $((count * 2)) -ge "$ceiling" ]; then
    for rise in $(($5 - $1)) $(($9 - $5)) $((${13} - $9)) $((${17} - ${13})) $((count - ${17})); do
      [ "$rise" -le 0 ] || [ $((count + rise * 15)) -lt "$ceiling" ] || climbs=$((climbs + 1))
    done
  fi
  if [ "$rising" -ge 10 ] && [ "$climbs" -ge 4 ]; then holds growing; fi
  if [ "$evicted" -gt 0 ] || [ "$other" -ge 50 ] || { [ "$lost" -gt 0 ] &&
    { [ $((count * 10)) -ge $((ceiling * 9)) ] || [ $((previous * 10)) -ge $((ceiling * 9)) ]; }; }; then holds loss; fi
  [ "$clashes" -lt 100 ] || holds clash
  [ "$long" -le 0 ] || holds chain
  [ "$log_full" = "$seen_log" ] || [ "$seen_log" -lt 0 ] || holds log
  seen_log=$log_full
  [ "$count" -le "$highest" ] || highest=$count highest_at=$hundredths
}

# holds KIND: it is so now, which is a reason when it was not so for ten seconds.
holds() {
  eval "last=\$last_$1 last_$1=\$hundredths"
  [ "$1" = clash ] || [ "$calm" -eq 0 ] || was_calm=$calm calm=0
  [ $((hundredths - last)) -le 1000 ] || fired=${fired:+$fired,}$1
}

# ---- The recorder: the kernel's log --------------------------------------------------------------

# Only what comes from now on. A reader that begins is shown all that there still is.
begin_log() {
  echo "0 0" >"$temp/log-counts"
  stage_end=$((hundredths + 1000))
  for wait in 1 2 4; do # it may take long to begin; a refusal comes at once
    { limited $wait cat /dev/kmsg >"$temp/kmsg"; } 2>/dev/null
    last=$(sed -n 's/^[0-9]*,\([0-9]*\),.*/\1/p' "$temp/kmsg" | tail -n 1) # lines with what belongs to it may follow
    [ -z "$last" ] || break
  done
  case $last in '' | *[!0-9]*) record "the kernel's log cannot be read" && rm -f "$temp/kmsg" && return ;; esac
  rm -f "$temp/kmsg"
  a_fifo "$dir/kmsg" || return
  (exec 3>&- 4>&- 5>&- && trap - HUP INT TERM USR1 && read_log "$last" <>"$dir/kmsg") &
  log_reader=$!
  remember $log_reader "$dir/readers"
  hand_log
}

# `cat` ends when the kernel writes faster than it is read. Another one tells all again, of which read_log() takes what
# is new.
hand_log() {
  handed_at=$hundredths
  (exec 3>&- 4>&- 5>&- 6>&- && trap - HUP INT TERM USR1 && exec cat /dev/kmsg >"$dir/kmsg") &
  log_hand=$!
  remember $log_hand "$dir/readers"
  reader="$log_hand $log_reader"
}

keep_reading() {
  [ "$reader" ] && [ $((hundredths - handed_at)) -ge 1000 ] || return 0
  kill -0 "$log_hand" || { record "the kernel's log is read again" && hand_log; }
}

# A line is `priority,number,microseconds,flags;text`. Only the kernel's own have a priority below 8. Of whose table it
# speaks, the kernel says since 6.17; the line that counts those it suppressed says it of the last one.
read_log() {
  next=$(($1 + 1)) full=0 lost=0 own=yes
  while IFS= read -r line; do
    number=${line#*,} && number=${number%%,*}
    case $number in '' | *[!0-9]*) continue ;; esac
    [ "$number" -ge "$next" ] || continue
    lost=$((lost + number - next)) next=$((number + 1))
    case $line in
      [0-7],*"nf_conntrack: table full"*", dropping packet"*)
        case $netns,$line in ,* | *" in netns $netns,"*) own=yes ;; *" in netns "*) own='' ;; esac
        [ "$own" ] || continue
        full=$((full + 1))
        ;;
      [0-7],*nf_conntrack*" callbacks suppressed"*)
        [ "$own" ] || continue
        more=${line% callbacks suppressed*} && full=$((full + ${more##* })) ;;
      *) continue ;;
    esac
    echo "$full $lost" >"$temp/log-counts"
  done
}

# ---- The recorder: births and ends of entries -----------------------------------------------------
# Two of `conntrack -E` write into a fifo, from which dd fills one segment after the other. No shell reads a row, and dd
# writes what it has read at once: so a segment is whole up to now, whoever is killed. One of full size has 16,384 reads
# of at most 512 bytes: some 2.5 MB as a rule, 8 MB where there is much to read. What the tools complain of, such as
# losses, stands among the rows, at its place.
#
# Births have a listener, and with it a socket, of their own: entries whose time is over are removed by the thousand at
# once, more than a socket holds. (conntrack 1.4.7 enlarges with -b another socket than the one that it reads.)

segment_reads=16384
segment_seconds=60 # at least so often the oldest are looked for
socket_bytes=4194304

begin_events() {
  rm -rf "$heard"
  [ "$events" ] || return 0
  mkdir -p "$heard" || no_room
  have conntrack || without_events "conntrack is not installed"
  keep_listening
}

begin_listening() {
  told=$(cat "$told_file")
  [ "$told" != 0 ] || { without_events "net.netfilter.nf_conntrack_events is 0, so the kernel tells of none" && return; }
  a_fifo "$dir/heard" || return
  (exec 3>&- 4>&- 5>&- 6>&- 7<>"$dir/heard" && trap - USR1 && store_events) &
  store=$!
  remember $store "$dir/readers"
  listen
}

without_events() {
  no_events=$1
  record "no events: $no_events"
  tell "conntriage: goes on without events: $no_events"
}

listen() {
  listened_at=$hundredths dropped="0 0" listener=''
  now=$(utc)
  for kind in NEW DESTROY; do
    (
      exec 3>&- 4>&- 5>&- 6>&- >"$dir/heard" 2>&1
      trap - HUP INT TERM USR1
      [ $kind = DESTROY ] || echo "# began $now"
      exec conntrack -E -e $kind -o timestamp -b $socket_bytes
    ) &
    listener="$listener $!"
    remember $! "$dir/readers"
  done
  echo "$listener" >"$heard/listener"
}

# Asked while connection tracking is not loaded, the tool would load it. An old one ends when it has lost events; one
# that may not listen ends at once.
keep_listening() {
  [ "$events" ] && [ -z "$no_events" ] || return 0
  if [ -z "$listener" ]; then
    [ ! -e "$count_file" ] || begin_listening
    return 0
  fi
  for one in $listener; do
    kill -0 "$one" || { listen_again && return; }
  done
}

listen_again() {
  # shellcheck disable=SC2086 # a list of process ids
  { kill $listener; wait $listener; }
  why=$(cat "$heard"/*[0-9] | grep '^[^[#]' | grep -v 'NOTICE\|have been shown' | tail -n 1 | cut -c1-200)
  if [ $((hundredths - listened_at)) -ge 1000 ]; then short=0; else short=$((short + 1)); fi
  case $why in *manpage*) short=0 ;; esac
  record "the listeners ended: ${why:-without a word}"
  if [ "$short" -lt 3 ]; then
    listen
    return
  fi
  listener=''
  kill "$store"
  without_events "${why:-conntrack -E ended without a word}"
}

# What the kernel could not hand over, births and ends, as a listener's socket was full: by /proc/net/netlink.
note_dropped() {
  [ "$listener" ] || return 0
  lost=''
  for one in $listener; do
    # shellcheck disable=SC2012 # where a link leads is what is asked
    sockets=$(ls -ln "/proc/$one/fd" | sed -n 's/.*socket:\[\([0-9]*\)\]$/ \1 /p') more=0
    while read -r _ _ _ _ _ _ _ _ drops inode; do
      case $sockets in *" $inode "*) more=$((more + drops)) ;; esac
    done </proc/net/netlink
    lost="$lost${lost:+ }$more"
  done
  [ "$lost" = "$dropped" ] || { now=$(utc) && echo "# dropped $now $lost" >>"$heard/marks"; }
  dropped=$lost
}

# Ends with the recorder, whatever ended that.
store_events() {
  child='' packer='' segments='' stored=0 segment=10000000
  room=$((max_bytes / 8))
  trap 'kill "$child" "$packer"; exit 143' HUP INT TERM
  # shellcheck disable=SC2086 # see prepare()
  while kill -0 $$; do
    ${timeout:+timeout $segment_seconds} dd bs=512 count=$segment_reads of="$heard/$segment" <&7 &
    child=$!
    wait $child
    case $? in 0 | 124 | 143) ;; *) forget_oldest; sleep 1 ;; esac # no room: what comes meanwhile is lost, and counted
    child=''
    [ -s "$heard/$segment" ] || continue
    [ -z "$packer" ] || { wait "$packer" && keep_segment "$packed"; }
    pack "$segment" &
    packer=$! packed=$segment segment=$((segment + 1))
  done
  # shellcheck disable=SC2086 # a list of process ids
  read -r listener <"$heard/listener" && kill $listener
}

pack() {
  # shellcheck disable=SC2086 # see prepare()
  $gently gzip -1 -c <"$heard/$1" >"$heard/$1.part" && mv "$heard/$1.part" "$heard/$1.gz" && rm -f "$heard/$1"
}

keep_segment() {
  clock
  size=$(wc -c <"$heard/$1.gz") || return
  segments="$segments $1:$((size)):$hundredths" stored=$((stored + size))
  while [ "$segments" ]; do
    oldest=${segments# } && oldest=${oldest%% *}
    [ "$stored" -gt "$room" ] || [ $((hundredths - ${oldest##*:})) -gt $(((before + after + 300) * 100)) ] || return
    forget_oldest
  done
}

forget_oldest() {
  [ "$segments" ] || return 0
  oldest=${segments# } && oldest=${oldest%% *}
  segments=${segments#" $oldest"} size=${oldest#*:}
  stored=$((stored - ${size%:*}))
  rm -f "$heard/${oldest%%:*}.gz"
}

# All segments as one file of gzip. The newest one grows, and any may be packed in this moment.
export_events() {
  { cat "$heard/marks"; } | gzip -c
  for one in "$heard"/[1-9]*; do
    one=${one%.gz}
    case $one in *.part) continue ;; esac
    [ "$one" != "$last" ] || continue
    last=$one
    cat "$one.gz" || gzip -1 -c "$one" || cat "$one.gz"
  done
  [ -z "$listener" ] || { note_dropped; now=$(utc) && echo "# until $now $dropped"; } | gzip -c
}

take_events() {
  [ -e "$heard" ] || return 0
  if [ "$no_events" ]; then
    skip events/conntrack-E.txt.gz "$no_events"
    return
  fi
  mkdir -p "$bundle/events" || no_room
  next
  begin events/conntrack-E.txt.gz "conntrack -E -e NEW -o timestamp; conntrack -E -e DESTROY -o timestamp"
  last=''
  export_events >"$bundle/$path" || no_room
  code=0
  end
  note
}

# ---- The recorder: each minute -------------------------------------------------------------------

write_status() {
  printf '%-1023s\n' "pid=$$ version=$version time=$(utc) uptime=$uptime boot=$boot phase=${phase:-watching}\
 count=${count:-unknown} max=${max:-unknown} before=$before after=$after at=$at keep=$keep max_bytes=$max_bytes\
 quiet_for=$quiet_for log=${reader:+read} events=${listener:+read} made=$made skipped=$skipped" 1<>"$dir/status"
}

record() {
  printf '%s %s\n' "$(utc)" "$*" >>"$dir/log"
}

# The settings and counters, beside the watching; of a table that is small or was not dumped for long also the rows.
take_light() {
  [ $((hundredths - light_at)) -ge 3000 ] || return 0
  light_at=$hundredths
  dump_due=
  if [ "$dump" = yes ] && [ -z "$phase" ] && [ "${count:-0}" -gt 0 ] &&
    [ $((hundredths - base_at)) -ge $((count > 6000 ? count : 6000)) ]; then
    base_at=$hundredths dump_due=yes
  fi
  last_minute=$ring/$((1000 + (slot + slots - 1) % slots)).csv
  (
    part_of "light-$((slot % 3))" 1000
    bundle=$light/$((slot % 3))
    rm -rf "$bundle"
    mkdir -p "$bundle/start" && printf '%s %s\n' "$(utc)" "$uptime" >"$bundle/at" || exit
    take_minute start
    mv "$temp/notes" "$bundle/notes"
    mkdir "$temp/notes"
    if [ "$dump_due" ]; then
      bundle=$light
      mkdir -p "$light/dumps"
      stage $((dump_seconds + 10)) dump
      dump_now
      keep_two "$light"/dumps/*
    fi
    flush "$last_minute"
    [ "$(wc -c <"$dir/log")" -lt 65536 ] || mv "$dir/log" "$dir/log.old"
  ) &
  sampler=$! sampled=$temp/light-$((slot % 3))/done
  rm -f "$temp/samples"
  remember $sampler "$temp/samples"
}
whole_table='conntrack -L -f ipv4 && conntrack -L -f ipv6'

# Where the next incident begins: they may follow each other sooner than a minute's dump is due.
keep_last() {
  case $stamp in cut-*) return ;; esac
  mkdir -p "$light/dumps"
  cp "$bundle/dumps/$stamp.txt.gz" "$light/dumps" || rm -f "$light/dumps/$stamp.txt.gz"
  keep_two "$light"/dumps/*
}

keep_two() {
  while [ $# -gt 2 ]; do
    rm -f "$1"
    shift
  done
}

take_minute() {
  copy "$1/uptime.txt"            /proc/uptime
  build "$1/sysctl.txt"           "grep '' $settings" print_sysctls
  copy "$1/nf_conntrack_stat.txt" "$stat_file"
  for name in snmp netstat sockstat softnet_stat; do
    copy "$1/$name.txt" "/proc/net/$name"
  done
  copy "$1/meminfo.txt" /proc/meminfo
  settle
}

# So that it is there after a loss of power.
flush() { dd if=/dev/null of="$1" conv=notrunc,fsync; }

# ---- The recorder: an incident -------------------------------------------------------------------
# Each part of it runs beside the watching: a dump at once; the rules; a dump at the peak; then, when --after is
# over, the second sample, a last dump, and the archive.

on_trigger() {
  if [ $((hundredths - t0)) -lt $((quiet_for * 100)) ]; then
    skipped=$((skipped + 1))
    record "$fired: not gathered, as the last was less than $quiet_for s ago"
    return
  fi
  t0=$hundredths t0_uptime=$uptime trigger=$fired phase=rising
  highest=${count:-0} highest_at=$hundredths peak_count=0
  name_top
  end_parts
  rm -rf "$temp"/conntriage-* "$temp/once" "$temp/first" "$temp/peak" "$temp/last" "$temp/notes" "$temp/parts"
  mkdir -p "$temp/$top/dumps" "$temp/$top/dump" "$temp/$top/end" "$temp/$top/once"
  echo "$t0 $t0_uptime $trigger $top $(utc)" >"$temp/trigger"
  record "$trigger: gathering, at ${count:-unknown} of ${max:-unknown}"
  gather first 2000
  gather once 3000
}

gather() {
  (
    bundle=$temp/$top
    part_of "$1" "$2"
    "gather_$1"
  ) &
  parts="$parts $!"
  remember $! "$temp/parts"
}

end_parts() {
  # shellcheck disable=SC2086 # a list of process ids
  [ -z "$parts" ] || { kill $parts; wait $parts; }
  parts=''
}

# A subshell that gathers: what it notes, its fifo and its end in a folder of its own.
part_of() {
  child='' running='' besides=0 number=$2 temp=$temp/$1
  trap 'kill $running; end_child; exit 143' HUP INT PIPE TERM
  trap - USR1
  done_file=$temp/done
  trap 'echo $? >"$done_file"' EXIT
  no_room() { exit 28; }
  exec 5>&- 6>&-
  rm -rf "$temp"
  { mkdir -p "$temp/notes" && mkfifo "$temp/rows" && exec 2>"$temp/shell"; } || exit 28
  stage 20 "$1"
}

gather_first() {
  stage $((dump_seconds + 10)) dump
  dump_now
}

# A node in trouble may lose its power next: what was before is on the disk from now on.
gather_once() {
  flush "$ring/$((1000 + slot)).csv"
  flush "$dir/gathering/trigger"
  take_start
  stage 10 rules
  find_rules
  stage 20 once
  take_rules
}

gather_peak() { gather_first; }

gather_last() {
  stage $((dump_seconds + 10)) dump
  dump_now
  keep_last
  stage 10 find
  find_rules
  find_coredns
  find_interfaces
  find_namespaces
  stage 10 end
  take_twice end
  take_log
  settle
  both_clocks
  # shellcheck disable=SC2086 # split into words
  set -- $now
  ended=$1T$2:$3:$4Z ended_uptime=$uptime boot_now=$(($5 - hundredths / 100))
  assemble
}

# What goes on while an incident is gathered.
go_on() {
  if [ "$fired" ]; then
    record "$fired: while it is gathered"
    if [ "$was_calm" -ge 10 ] && [ -z "$retained" ]; then # another one, which comes next
      retained=$fired
      (
        part_of early 1500
        bundle=$light
        mkdir -p "$light/dumps"
        stage $((dump_seconds + 10)) dump
        dump_now
        mv "$temp/count" "$light/early"
      ) &
      remember $! "$temp/parts"
    fi
  fi
  age=$((hundredths - t0))
  case $phase in
    rising)
      if [ -e "$temp/first/done" ] &&
        { [ $((hundredths - highest_at)) -ge 300 ] || [ "$age" -ge $((after * 50)) ]; }; then
        gather peak 4000
        peak_count=$highest phase=waiting
      elif [ "$age" -ge $((after * 100 + 18000)) ]; then phase=waiting
      fi
      ;;
    waiting)
      if { [ "$age" -ge $((after * 100)) ] || [ "$retained" ]; } && { [ "$age" -ge $((after * 100 + 18000)) ] ||
        { [ -e "$temp/once/done" ] && [ -e "$temp/peak/done" ]; }; }; then
        gather last 5000
        phase=writing since=$hundredths
      elif [ $((highest * 20)) -gt $((peak_count * 21)) ] && [ -e "$temp/peak/done" ]; then phase=rising
      fi
      ;;
    writing)
      if read -r ended_with <"$temp/last/done"; then
        [ "$ended_with" != 0 ] || made=$((made + 1))
        case $ended_with in 0) ;; 28) record "no bundle: no room left" ;; *) record "no bundle: exit status $ended_with" ;; esac
      elif [ $((hundredths - since)) -ge $((most_seconds * 100)) ]; then record "no bundle: it took too long"
      else return
      fi
      end_parts
      phase=''
      drop_partials
      rm -rf "$temp"/conntriage-* "$temp/once" "$temp/first" "$temp/peak" "$temp/last" "$temp/notes" "$temp/trigger"
      ;;
  esac
}

# Of the samples of the last minutes the newest that is a minute older than the trigger, else the oldest.
take_start() {
  best='' best_at=0
  for sample in "$light"/[0-9]; do
    { [ -d "$sample/notes" ] && read -r _ at <"$sample/at"; } || continue
    at=${at%.*}
    if [ -z "$best" ] || { [ $((t0 / 100 - at)) -ge 60 ] && [ "$at" -gt "$best_at" ]; } ||
      { [ $((t0 / 100 - best_at)) -lt 60 ] && [ "$at" -lt "$best_at" ]; }; then best=$sample best_at=$at; fi
  done
  [ "$best" ] || return 0
  cp -R "$best/start" "$bundle/start" || no_room
  cp "$best/at" "$temp/at"
  [ ! -e "$light/early" ] || mv "$light/early" "$temp/count"
  cp "$best"/notes/* "$temp/notes"
  for one in "$light"/dumps/conntrack-*; do
    [ -e "$one" ] || continue
    next
    begin "dumps/${one##*/}" "$whole_table"
    cp "$one" "$bundle/$path" && code=0
    end
    note
  done
}

# The whole table, by a name that tells when: one that was cut by chance would be told from no whole one.
dump_now() {
  into=dumps gently=''
  stamp=conntrack-$(date -u +%Y%m%dT%H%M%SZ)
  if [ "$dump" = no ]; then no_dump="left out by --no-dump"
  elif ! [ -e "$count_file" ]; then no_dump="connection tracking is not loaded"
  elif room_for_dump; then
    if have conntrack; then dump_table "$stamp" "$most_rows" "$most_rows_why" sh -c "$whole_table"
    elif before_6_16 && [ "$entries" -gt "$prefix_above" ]; then
      dump_table "$stamp" "$prefix_rows" "$quadratic_why" cat /proc/net/nf_conntrack
    else dump_table "$stamp" "$most_rows" "$most_rows_why" cat /proc/net/nf_conntrack
    fi
    [ -e "$bundle/dumps/$stamp.txt.gz" ] || return
    if [ "$cut" = true ]; then
      rename_dump "$temp/notes" "$stamp" "cut-${stamp#*-}"
      stamp=cut-${stamp#*-}
    fi
    echo "$entries $stamp" >"$temp/count"
    return
  fi
  skip "dumps/$stamp.txt.gz" "$no_dump"
}

# rename_dump NOTES FROM TO
rename_dump() {
  mv "$bundle/dumps/$2.txt.gz" "$bundle/dumps/$3.txt.gz"
  for one in "$1"/*; do
    read -r noted <"$one"
    [ "$noted" = "dumps/$2.txt.gz" ] || continue
    sed "1s|.*|dumps/$3.txt.gz|" "$one" >"$temp/renamed" && mv "$temp/renamed" "$one"
  done
}

# The dump of the fullest table is the one that is analysed.
choose_peak() {
  most=-1
  for one in first peak last once left; do
    read -r entries stamp 2>/dev/null <"$dir/gathering/$one/count" || continue
    [ "$entries" -le "$most" ] || most=$entries chosen=$stamp
  done
  [ "$most" -ge 0 ] || return 0
  rename_dump "$1" "$chosen" "peak-${chosen#conntrack-}"
  next
  begin dump/count-before.txt "cat $count_file"
  echo "$most" >"$bundle/$path"
  code=0
  end
  note
}

# A row takes some 12 bytes as gzip. The bundle's folder and its archive are there at the same time.
room_for_dump() {
  entries=$(cat "$count_file")
  most_rows=${max_rows:-$((max_bytes / 192))} most_rows_why=${max_rows_why:-"cut, as of --max-bytes"}
  wants=$((2048 + (entries < most_rows ? entries : most_rows) * 96 / 1024))
  left=$(df -Pk "$dir" | sed -n '2s/^.* \([0-9][0-9]*\)  *[0-9]*% .*/\1/p')
  no_dump="left out: $((left / 1024)) MB of room are left"
  [ "${left:-0}" -gt "$wants" ]
}

# ---- The recorder: its bundles -------------------------------------------------------------------

# Puts together what the parts took.
assemble() {
  next
  begin timeline.csv "cat $stat_file $max_file, each second"
  export_ring >"$bundle/$path" || no_room
  code=0
  end
  note
  take_events
  started=$ended started_uptime=$ended_uptime
  read -r started started_uptime <"$dir/gathering/once/at" || { # without a sample it began with the rows
    IFS=, read -r started started_uptime _ <<EOF
$(sed -n 2p "$bundle/$path")
EOF
  }
  # of an early trigger there is neither, and a row under another clock has no time
  read -r _ _ _ _ triggered <"$dir/gathering/trigger" || triggered=$ended
  started=${started:-$triggered} started_uptime=${started_uptime:-$t0_uptime}
  notes=$dir/gathering/notes
  rm -rf "$notes"
  mkdir -p "$notes"
  for one in "$dir"/gathering/*/notes; do
    case $one in */light-*) ;; *) cp "$one"/* "$notes" ;; esac
  done
  temp=$dir/gathering
  choose_peak "$notes"
  write_manifest
  output=$(next_name) partial=$output.partial
  rm -f "$partial"
  write_archive
  rm -f "$temp/trigger" # whoever finishes what was left must not write it once more
  record "wrote ${output##*/}"
  prune
}

# The rows of the ring, by time. Rows under another clock than that of the end have no time of day, but their uptime.
export_ring() {
  echo "$columns"
  cat "$ring"/1*.csv | while IFS=, read -r time up row; do
    case $time in 20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z) ;; *) continue ;; esac
    case $up in *[!0-9.]* | '') continue ;; *.[0-9][0-9]) ;; *) continue ;; esac
    row=${row%"${row##*[0-9]}"}
    case $row in *[!0-9,]* | '') continue ;; *,*,*,*,*,*,*,*,*,*) continue ;; *,*,*,*,*,*,*,*,*) ;; *) continue ;; esac
    at=$((${up%.*} * 100 + 1${up#*.} - 100))
    [ "$at" -lt $((t0 - before * 100)) ] || echo "$at,$time,$up,$row"
  done | sort -n -t, -k1,1 >"$temp/rows.csv"
  newest=$(tail -n 1 "$temp/rows.csv")
  newest=${boot_now:-${newest##*,}}
  while IFS=, read -r _ time up row; do
    own=${row##*,}
    { [ $((own - newest)) -le 2 ] && [ $((own - newest)) -ge -2 ]; } || time=''
    echo "$time,$up,${row%,*}"
  done <"$temp/rows.csv"
}

# By number, as the clock may be set.
next_name() {
  latest=0
  for one in "$dir"/incident-[0-9][0-9][0-9][0-9][0-9][0-9]-????????T??????Z.tar.gz; do
    [ -e "$one" ] || continue
    one=${one##*/incident-} && one=${one%%-*}
    one=$((1$one - 1000000))
    [ "$one" -le "$latest" ] || latest=$one
  done
  latest=$((1000001 + latest))
  printf '%s\n' "$dir/incident-${latest#1}-${top##*-}.tar.gz"
}

# Archives that nobody finishes.
drop_partials() { rm -f "$dir"/incident-[0-9][0-9][0-9][0-9][0-9][0-9]-????????T??????Z.tar.gz.partial; }

# What of --max-bytes is for bundles. A light sample is some 50 kB.
share_out() {
  slots=$(((before + after) / 60 + 8)) eighths=${events:+7}
  own=$(((slots * 61 + 8) * row_bytes + 1048576))
  room=$((max_bytes * ${eighths:-8} / 8 - own))
  least=$((((own + 1048576) * 8 / ${eighths:-8}) / 1048576 + 1))M
}

# Bundles of ours alone, the oldest first.
prune() {
  set -- "$dir"/incident-[0-9][0-9][0-9][0-9][0-9][0-9]-????????T??????Z.tar.gz
  share_out
  while [ $# -gt 0 ]; do
    total=0
    for one; do total=$((total + $(wc -c <"$one"))); done
    if [ $# -le "$keep" ] && [ "$total" -le "$room" ]; then return; fi
    rm -f "$1" && record "removed ${1##*/}"
    shift
  done
}

# What a recorder left that was ended without a word: by a signal, by a loss of power.
finish_left() {
  if [ -e "$dir/stopped" ] || ! [ -e "$ring/1000.csv" ]; then
    rm -f "$dir/stopped"
    return
  fi
  (
    gathering=$temp phase=left boot_now=''
    if ! read -r t0 t0_uptime trigger top started 2>/dev/null <"$temp/trigger"; then
      t0=0 t0_uptime=0 trigger=ended
      name_top
    fi
    bundle=$gathering/$top
    mkdir -p "$bundle/dumps" "$bundle/dump"
    part_of left 6000
    [ -e "$gathering/once/at" ] || { mkdir -p "$gathering/once" && take_start && mv "$temp/at" "$gathering/once/at"; }
    ended=$(utc) ended_uptime=0
    export_ring >"$temp/all.csv"
    IFS=, read -r ended ended_uptime _ <<EOF
$(tail -n 1 "$temp/all.csv")
EOF
    case $ended in 20*) assemble ;; esac
  )
  return 0
}

stop_watch() {
  trap '' HUP INT TERM USR1
  record "ended by signal $(($1 - 128))${phase:+; what was being gathered is finished when it begins again}"
  end_started
  if [ -z "$phase" ]; then
    : >"$dir/stopped"
    rm -rf "$temp"
  fi
  rm -f "$dir/pid" "$dir/readers" "$dir/pause" "$dir/kmsg" "$dir/heard"
  exit "$1"
}

# ---- Speaking, beginning and ending -------------------------------------------------------------

say() { printf '%s\n' "$*" >&3; }
tell() { [ "$quiet" ] || say "$@"; }
progress() { [ -z "$speaks" ] || say "  $*"; }
die() { over=yes; say "conntriage: $*"; exit 1; }
wrong() { over=yes; say "conntriage: $*; see --help"; exit 2; }
no_room() { die "no room left in ${TMPDIR:-/tmp}: free some, or set TMPDIR to another disk"; }

read_options() {
  output='' duration=10 interval=1 dump=yes max_rows='' max_rows_why='' list='' quiet='' watch=''
  before=600 after=60 at=85 keep=5 max_bytes=209715200 quiet_for=300 given=''
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --version) echo "$version" && exit 0 ;;
      --no-dump) dump=no && shift && continue ;;
      --list) list=yes && shift && continue ;;
      -q | --quiet) quiet=yes && shift && continue ;;
      --watch) watch=yes && shift && continue ;;
      --events) events=yes given=$1 && shift && continue ;;
      --*=*) option=${1%%=*} value=${1#*=} && shift && set -- "$option" "$value" "$@" ;;
    esac
    case $1 in
      -o | --duration | --interval | --max-rows) ;;
      --before | --after | --at | --keep | --max-bytes | --quiet-for) given=$1 ;;
      *) wrong "unknown option $1" ;;
    esac
    [ $# -ge 2 ] || wrong "$1 wants a value"
    case $1 in
      -o) [ -n "$2" ] || wrong "-o wants a file, or -"; output=$2 ;;
      --duration) whole "$1" "$2" 3600 && duration=$2 ;;
      --interval) whole "$1" "$2" 3600 && interval=$2 ;;
      --max-rows) whole "$1" "$2" 100000000 && max_rows=$2 max_rows_why="cut by --max-rows $2" ;;
      --before) whole "$1" "$2" 3600 60 && before=$2 ;;
      --after) whole "$1" "$2" 600 && after=$2 ;;
      --at) whole "$1" "${2%"%"}" 100 && at=${2%"%"} ;;
      --keep) whole "$1" "$2" 1000 && keep=$2 ;;
      --max-bytes) bytes "$1" "$2" ;;
      --quiet-for) whole "$1" "$2" 86400 && quiet_for=$2 ;;
    esac
    shift 2
  done
  [ "$watch" ] || [ -z "$given" ] || wrong "$given goes with --watch"
  case $watch$output in yes | yes-) wrong "--watch wants -o DIR" ;; esac
  share_out
  [ -z "$watch" ] || [ "$room" -ge 1048576 ] || wrong "--max-bytes leaves no room for a bundle: here from $least on"
  case ${CONNTRIAGE_COREDNS:-} in
    *[!]A-Za-z0-9.:\ [-]*) wrong "CONNTRIAGE_COREDNS is not a list of addr:port" ;;
    *:*\ *:*\ *:*\ *:*) wrong "CONNTRIAGE_COREDNS names more than 3 addresses" ;;
  esac
}

whole() {
  case $2 in '' | *[!0-9]* | 0* | ??????????*) wrong "$1 wants a whole number from ${4:-1} to $3" ;; esac
  { [ "$2" -le "$3" ] && [ "$2" -ge "${4:-1}" ]; } || wrong "$1 wants a whole number from ${4:-1} to $3"
}

bytes() {
  number=${2%[KMG]}
  case $number in '' | *[!0-9]* | 0* | ???????????*) wrong "$1 wants a size from 1M on, such as 200M" ;; esac
  case $2 in *K) number=$((number << 10)) ;; *M) number=$((number << 20)) ;; *G) number=$((number << 30)) ;; esac
  [ "$number" -ge 1048576 ] || wrong "$1 wants a size from 1M on, such as 200M"
  max_bytes=$number number=1000
}

prepare() {
  [ -r /proc/uptime ] || die "there is no /proc/uptime: this is no Linux, or /proc is not mounted"
  for tool in $needed; do
    have "$tool" || die "this needs $tool, which is not installed"
  done
  name_top
  output=${output:-./$top.tar.gz}
  making=yes # a signal waits, or clean_up() would not know of what was just made
  if [ "$output" = - ]; then
    [ ! -t 4 ] || wrong "standard output is a terminal: pipe it, or name a file"
  else
    [ ! -e "$output" ] || [ -f "$output" ] || wrong "$output is no regular file"
    # noclobber: neither another run's file nor a link that someone planted is written to
    (set -C && : >"$output.partial") 2>/dev/null ||
      die "cannot create $output.partial: it exists, or its folder takes no files"
    partial=$output.partial
  fi
  own=${TMPDIR:-/tmp}/conntriage.$$
  temp=$(mktemp -d "$own.XXXXXX" 2>/dev/null || { mkdir "$own" 2>/dev/null && echo "$own"; }) ||
    die "cannot make a folder in ${TMPDIR:-/tmp}, which is full, read-only or not there:
  set TMPDIR to another one, such as /dev/shm"
  making=''
  [ -z "$caught" ] || { over=yes && exit "$caught"; }
  export KUBECACHEDIR="$temp/kube" # or kubectl writes to ~/.kube
  bundle=$temp/$top
  { mkdir -p "$bundle/start" "$bundle/end" "$bundle/once" "$bundle/dump" "$temp/notes" &&
    mkfifo "$temp/rows"; } 2>/dev/null || no_room
  find_helpers
  [ "$quiet" ] || ! [ -t 3 ] || speaks=yes
}

name_top() {
  top=conntriage-$(uname -n | tr -c 'A-Za-z0-9._\n-' - | cut -c1-64)
  top=$top-$(date -u +%Y%m%dT%H%M%SZ)
}

find_helpers() {
  { # what stands before other commands, where it is there and works: words, or nothing
    timeout='' gently=''
    timeout 5 true && timeout=timeout
    timeout -k 1 5 true && timeout="timeout -k 1"
    nice true && gently="nice -n 19"
    ionice -c 3 true && gently="$gently ionice -c 3"
  } 2>/dev/null
  netns=$(netns_of self)
  netns_of_pid_1=$(netns_of 1)
}
child='' running='' temp='' partial='' making='' caught='' over='' speaks='' most=0
events='' listener='' store='' no_events='' short=0 dropped='' # see begin_events()
trigger='' number=1000 # four digits, so that notes sort as taken

netns_of() { readlink "/proc/$1/ns/net" 2>/dev/null | tr -cd 0-9; }

# Another one that comes before clean_up() has begun would end it: none does once it is over.
signal() {
  caught=${caught:-$1}
  [ "$making$over" ] || { over=yes && exit "$caught"; }
}

# Ends the command that runs. A `timeout` that has just begun may die before it knows its command,
# which then is still in its process group.
end_child() {
  kill "$child"
  wait
  kill -- "-$child"
}

# A command that was begun in the very moment of a signal is not known as $child yet. One that waits for the other end
# of the fifo gets it, and who comes later does not wait.
free_rows() {
  [ "$over" ] && [ -p "$temp/rows" ] && rm -f "$temp/rows" <>"$temp/rows"
}

clean_up() {
  trap '' HUP INT PIPE TERM
  # shellcheck disable=SC2086 # a list of process ids
  { kill $running; free_rows; end_child; } 2>/dev/null
  [ "$over" ] || give_up
  [ -z "$temp" ] || rm -rf "$temp"
  [ -z "$partial" ] || rm -f "$partial"
}

# A shell that can start no process ends at once. `exec` starts none; the last name, which is not there, makes the
# exit code 1.
give_up() {
  said="it could not begin"
  [ ! -e "${temp:-none}/shell" ] || while IFS= read -r line; do
    case $line in *fork* | *emory* | *space*) said=$line ;; esac
  done <"$temp/shell"
  say "conntriage: no archive, as no more processes could be started: $said"
  exec rm -r "$temp" "$partial" "$temp.gone" 2>/dev/null
}

say_limits() {
  [ "$(id -u)" = 0 ] || tell "conntriage: not root, so these will be missing: the table's rows,
  firewall rules, slabinfo, other namespaces, perhaps the kernel log"
  [ -e "$count_file" ] || tell "conntriage: connection tracking is not loaded here"
  [ -z "$netns_of_pid_1" ] || [ "$netns" = "$netns_of_pid_1" ] ||
    tell "conntriage: this is not the network namespace of PID 1, so not the node's but a
  container's table is read; on the node, try: nsenter -t 1 -n sh collect.sh"
}

# stage SECONDS WORDS: what begins now, and when it ends at the latest; a second more for what is killed.
stage() {
  most=$((most + $1 + 1))
  if [ "$list" ]; then
    printf '# %s: at most %s s\n' "$2" $(($1 + 1))
    return
  fi
  clock
  stage_end=$((hundredths + $1 * 100))
  progress "$2"
}

table_words() {
  if [ -z "$list" ] && [ -e "$count_file" ]; then echo "the table: $(cat "$count_file") entries"
  else echo "the table"; fi
}

# The stages themselves tell how long they take.
say_duration() {
  [ "$speaks" ] || return 0
  most=$(list=yes && take_all >/dev/null && echo "$most")
  say "conntriage: takes about $((duration + 2)) s, or longer if the table is large or tools do not answer:
  at most $most s, then the archive is written"
}

list_all() {
  take_all
  listed manifest.json "what was taken, how, and why not"
  echo "# in all at most $most s, then the archive is written"
  echo "# INTERFACE: each with a device; INODE-PID-NAME: at most 8 network namespaces; ADDRESS: at most 3"
}

# The command that analyses at once tells itself what is in the report.
say_result() {
  [ "${CONNTRIAGE_CALLER:-}" != node ] || return 0
  if [ "$output" = - ]; then
    tell "conntriage: wrote the archive to standard output"
  else
    tell "conntriage: wrote $output ($(($(wc -c <"$output") / 1024 + 1)) kB)"
  fi
  [ "$quiet" ] || say_missed
  [ "$output" = - ] || tell "Next: conntriage analyze $output"
}

# What is not there or only in part, each reason once, whole and wrapped. Both samples mostly lack the same.
say_missed() {
  sed -n -e 's|"path": "start/|"path": "|' -e 's|"path": "end/|"path": "|' \
    -e '/"bytes": null/s/.*"path": "\([^"]*\)".*"reason": "\(.*\)", "sha256".*/\2|\1/p' \
    -e '/"cut": true/s/.*"path": "\([^"]*\)".*"reason": "\(.*\)", "sha256".*/\2|\1 (in part)/p' \
    "$bundle/manifest.json" | sed 's/\\\(.\)/\1/g' | sort -u >"$temp/missed"
  [ -s "$temp/missed" ] || return 0
  tell "Not taken, or only in part:"
  paths='' last=''
  { cat "$temp/missed" && echo; } | while IFS= read -r line; do
    reason=${line%|*}
    if [ "$reason" != "$last" ] && [ "$last" ]; then
      printf '%s\n' "$paths: $last" | { if have fold; then fold -s -w 74; else cat; fi; } |
        sed -e 's/^/    /' -e '1s/^  //' -e 's/ *$//' >&3
      paths=''
    fi
    paths=$paths${paths:+, }${line##*|} last=$reason
  done
}

main "$@"
exit
