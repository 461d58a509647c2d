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
#             1 no archive (no room, no tar, no /proc); 2 wrong usage; 128+n ended by signal n.
#
# No command has two substitutions, $(...): bash loses the signal that comes meanwhile (5.2).
#
# shellcheck disable=SC2317 # most functions are called by name, see "What is taken"
set -u
export LC_ALL=C PATH="${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin"
umask 077

version=0.1.0
stat_file=/proc/net/stat/nf_conntrack
count_file=/proc/sys/net/netfilter/nf_conntrack_count
max_file=/proc/sys/net/netfilter/nf_conntrack_max
fetch_seconds=2    # on a full node even loopback times out, so each request is given little
dump_seconds=60
prefix_above=50000 # entries: of a larger table, /proc/net/nf_conntrack is read only so far
prefix_rows=20000  # before Linux 6.16
quadratic_why="a full read of /proc/net/nf_conntrack takes quadratic time before Linux 6.16;\
 these rows are a random sample"

usage() {
  cat <<'END'
Usage: sh collect.sh [-o FILE|-] [--duration SECONDS] [--interval SECONDS]
                     [--no-dump] [--max-rows N]

Archives what this node knows about its connection tracking. Changes nothing.

  -o FILE|-            where to write; - is standard output
                       (default ./conntriage-<host>-<UTC>.tar.gz)
  --duration SECONDS   the window between the two samples, 1-3600 (default 10)
  --interval SECONDS   the step of the timeline between them, 1-3600 (default 1)
  --no-dump            leave out the rows of the connection-tracking table
  --max-rows N         keep at most N rows of each dump
  -h, --help           this text
  --version            the collector's version

Environment:
  CONNTRIAGE_COREDNS   "addr:port ...": up to 3 addresses of CoreDNS's metrics.
                       Without it they are looked up in iptables-save: targets
                       on port 9153 of rules named for kube-dns's or coredns's
                       metrics.
  TMPDIR               where the archive is put together (default /tmp)

Root sees most. From a laptop:
  ssh NODE sudo sh -s -- -o - <collect.sh >bundle.tar.gz
END
}

# ---- The story ----------------------------------------------------------------------------------

main() {
  exec 3>&2 4>&1 </dev/null # say() speaks on 3, `-o -` writes to 4; stdin may be this script
  arguments=$*
  read_options "$@"
  trap clean_up EXIT
  trap 'signal 129' HUP && trap 'signal 130' INT && trap 'signal 141' PIPE && trap 'signal 143' TERM
  prepare
  exec >/dev/null 2>&1 # from here on nothing but say() and the archive gets out
  say_limits

  started=$(utc) && clock && started_uptime=$uptime
  find_rules
  find_coredns
  find_namespaces
  take_twice start
  take_timeline
  take_twice end
  take_once
  take_dump
  ended=$(utc) && clock && ended_uptime=$uptime

  write_manifest
  write_archive
  say_result
}

# ---- What is taken ------------------------------------------------------------------------------
# copy PATH FILE              a file, as it is
# run PATH SECONDS COMMAND... the first command that works, beside the others
# titled ...                  as run, with `# <the command>` as the first line
# build PATH SOURCE FUNCTION  what the function prints
# fetch PATH URL              the body of an answer, beside the others
# skip PATH REASON            nothing, and why
# settle                      waits for all that runs beside

take_twice() {
  fetch "$1/kube-proxy-metrics.txt" http://127.0.0.1:10249/metrics
  fetch "$1/cilium-metrics.txt" http://127.0.0.1:9962/metrics
  take_coredns "$1"
  copy "$1/uptime.txt"            /proc/uptime
  build "$1/sysctl.txt"           "grep '' /proc/sys/..." print_sysctls
  copy "$1/nf_conntrack_stat.txt" "$stat_file"
  copy "$1/arp_cache.txt"         /proc/net/stat/arp_cache
  copy "$1/ndisc_cache.txt"       /proc/net/stat/ndisc_cache
  for name in snmp netstat snmp6 sockstat sockstat6 softnet_stat dev; do
    copy "$1/$name.txt" "/proc/net/$name"
  done
  copy "$1/meminfo.txt"  /proc/meminfo
  copy "$1/slabinfo.txt" /proc/slabinfo
  if [ -e "$count_file" ]; then
    run "$1/conntrack-S.txt" 3 'conntrack -S'
  else # asking would make the kernel load the module
    skip "$1/conntrack-S.txt" "connection tracking is not loaded"
  fi
  # A veth per pod has nothing to tell: only interfaces with a device behind them.
  for device in /sys/class/net/*/device; do
    name=${device%/device} && name=${name##*/}
    case $name in *[!A-Za-z0-9._-]*) ;; *) run "$1/ethtool-S-$name.txt" 3 "ethtool -S $name" ;; esac
  done
  take_namespaces "$1"
  settle
}

# Most servers are in pods, whose sockets and counters are of their own network namespaces.
take_namespaces() {
  while read -r _ inode pid comm; do
    if [ "$(netns_of "$pid")" != "$inode" ]; then
      skip "$1/netns/$inode-$pid-$comm/netstat.txt" "process $pid is gone"
      continue
    fi
    mkdir -p "$bundle/$1/netns/$inode-$pid-$comm" || no_room
    for name in netstat snmp sockstat; do
      copy "$1/netns/$inode-$pid-$comm/$name.txt" "/proc/$pid/net/$name"
    done
    copy "$1/netns/$inode-$pid-$comm/nf_conntrack_stat.txt" "/proc/$pid/net/stat/nf_conntrack"
  done <"$temp/busiest"
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

take_once() {
  fetch once/kube-proxy-mode.txt    http://127.0.0.1:10249/proxyMode
  fetch once/kube-proxy-healthz.txt http://127.0.0.1:10256/healthz
  titled once/pods.txt      3 'kubectl get pods -A -o wide --no-headers' 'crictl pods -o json'
  titled once/endpoints.txt 3 "kubectl get endpointslices -A --no-headers -o $endpoint_columns"
  build once/kube-proxy-config.txt "config.conf, configmap, command line" print_kube_proxy
  build once/namespaces.txt "cat /proc/*/net/stat/nf_conntrack" print_namespaces
  build once/sysctl-files.txt "cat /etc/sysctl.d/*.conf ..." print_sysctl_files
  build once/cpuinfo.txt "cat /proc/stat /proc/cpuinfo" print_cpus
  copy once/version.txt    /proc/version
  copy once/os-release.txt /etc/os-release
  run once/kernel-log.txt     5 'dmesg' 'journalctl -k -o short-iso --no-pager -n 20000'
  run once/ss-s.txt           5 'ss -s'
  run once/ss-ltn.txt         5 'ss -ltn'
  run once/iptables-save.txt  5 "$save4"
  run once/ip6tables-save.txt 5 "$save6"
  run once/nft-ruleset.txt    5 'nft list ruleset'
  if [ -e /proc/net/ip_vs ]; then
    run  once/ipvsadm-Ln.txt  5 'ipvsadm -Ln'
    run  once/ipvsadm-Lcn.txt 5 'ipvsadm -Lcn'
    copy once/ip_vs_conn.txt  /proc/net/ip_vs_conn
  else # ipvsadm would make the kernel load IPVS
    for name in ipvsadm-Ln ipvsadm-Lcn ip_vs_conn; do
      skip "once/$name.txt" "IPVS is not loaded"
    done
  fi
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
  if [ ! -e "$count_file" ]; then
    skip dump/conntrack-L-ipv4.txt.gz "connection tracking is not loaded"
  elif dump_table conntrack-L-ipv4 "$max_rows" "$max_rows_why" conntrack -L -f ipv4; then
    dump_table conntrack-L-ipv6 "$max_rows" "$max_rows_why" conntrack -L -f ipv6
  else
    dump_proc
  fi
  copy dump/count-after.txt "$count_file"
}

dump_proc() {
  rows=$max_rows why=$max_rows_why count=$(cat "$count_file")
  if before_6_16 && [ "$count" -gt "$prefix_above" ] &&
    [ "${rows:-$prefix_rows}" -ge "$prefix_rows" ]; then
    rows=$prefix_rows why=$quadratic_why
  fi
  dump_table proc-nf_conntrack "$rows" "$why" cat /proc/net/nf_conntrack
}

# ---- What the built files hold ------------------------------------------------------------------

print_sysctls() {
  grep -s '' /proc/sys/net/netfilter/* /proc/sys/net/nf_conntrack_max \
    /proc/sys/net/ipv[46]/neigh/default/gc_thresh[123] /proc/sys/net/ipv4/ip_local_port_range \
    /proc/sys/net/ipv4/tcp_mem /proc/sys/net/ipv4/tcp_max_syn_backlog \
    /proc/sys/net/ipv4/tcp_max_tw_buckets /proc/sys/net/ipv4/tcp_max_orphans \
    /proc/sys/net/ipv4/conf/all/rp_filter /proc/sys/net/core/somaxconn \
    /proc/sys/net/core/netdev_max_backlog /proc/sys/fs/file-nr /proc/sys/net/ipv4/vs/* \
    /sys/module/nf_conntrack/parameters/hashsize |
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
print_sysctl_files() {
  names=" "
  for file in /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf \
    /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf; do
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
print_kube_proxy() {
  found=1
  for file in /var/lib/kube-proxy/config.conf \
    /var/lib/kubelet/pods/*/volumes/kubernetes.io~configmap/kube-proxy/config.conf; do
    print_file "$file" && found=0
  done
  # shellcheck disable=SC2013 # one word a line
  for file in $(grep -lsx kube-proxy /proc/[0-9]*/comm); do
    echo "# file: ${file%comm}cmdline" && tr '\0' ' ' <"${file%comm}cmdline" && echo && found=0
  done
  have kubectl && limited 3 kubectl -n kube-system get configmap kube-proxy \
    -o 'jsonpath={.data.config\.conf}' >"$temp/map"
  [ -s "$temp/map" ] && found=0 && echo "# configmap: kube-system/kube-proxy" && cat "$temp/map"
  [ "$found" = 0 ] || echo "no configuration of kube-proxy was found on this node" >&2
  return "$found"
}

# One `ls` for all processes: a `readlink` for each would take seconds on a busy node.
print_namespaces() {
  echo "netns count max pid comm"
  clock
  deadline=$((hundredths + 500)) rows=0 max=$(cat "$max_file")
  limit 5 ls -ln /proc/[0-9]*/ns/net 2>/dev/null |
    sed -n 's|.* /proc/\([0-9]*\)/ns/net -> net:\[\([0-9]*\)\]$|\2 \1|p' | sort -u -k1,1 | {
    while read -r inode pid; do
      [ "$inode" != "$netns" ] || continue
      clock
      rows=$((rows + 1))
      if [ "$rows" -gt 500 ] || [ "$hundredths" -gt "$deadline" ]; then
        echo "more than 500 namespaces, or more than 5 s: the others are left out" >&2
        exit 1
      fi
      { read -r _ && read -r count _ && read -r comm <"/proc/$pid/comm"; } \
        <"/proc/$pid/net/stat/nf_conntrack" || continue
      printf '%s\n' "$inode $((0x$count)) $max $pid $comm"
    done
    [ -n "$netns_of_pid_1" ] && exit 0
    echo "namespaces may be missing: not even that of PID 1 can be read" >&2
    exit 1
  }
}

# The network namespaces with most entries: at most 8 of the first 500, within 2 s. From within a namespace
# others are somebody else's.
find_namespaces() {
  : >"$temp/busiest"
  [ "$netns" = "$netns_of_pid_1" ] || return 0
  clock
  deadline=$((hundredths + 200)) rows=0
  limit 2 ls -ln /proc/[0-9]*/ns/net 2>/dev/null |
    sed -n 's|.* /proc/\([0-9]*\)/ns/net -> net:\[\([0-9]*\)\]$|\2 \1|p' | sort -u -k1,1 |
    while read -r inode pid; do
      clock
      rows=$((rows + 1))
      if [ "$rows" -gt 500 ] || [ "$hundredths" -gt "$deadline" ]; then break; fi
      case " $netns $netns_of_pid_1 " in *" $inode "*) continue ;; esac
      { read -r _ && read -r count _ && read -r comm <"/proc/$pid/comm"; } \
        <"/proc/$pid/net/stat/nf_conntrack" || continue
      printf '%s ' "$((0x$count))" "$inode" "$pid"
      printf '%s\n' "$comm" | tr -c 'A-Za-z0-9._\n' _
    done 2>/dev/null | sort -k1,1nr -k2,2n | sed 8q >"$temp/busiest"
}

# On a node whose own iptables is the nft form, kube-proxy may bring the legacy one. That is asked only where
# its tables are in use, since asking would make the kernel load them.
find_rules() {
  save4=iptables-save save6=ip6tables-save
  ! only_legacy iptables ip_tables_names || save4=iptables-legacy-save
  ! only_legacy ip6tables ip6_tables_names || save6=ip6tables-legacy-save
}

only_legacy() {
  grep -qs . "/proc/net/$2" && have "$1-legacy-save" || return
  limited 3 "$1-save" >"$temp/save"
  ! grep -q '^[^#]' "$temp/save"
}

find_coredns() {
  coredns=${CONNTRIAGE_COREDNS:-}
  if [ -z "$coredns" ] && have "$save4"; then
    limited 3 "$save4" -t nat >"$temp/nat"
    coredns=$(grep -E 'comment "?[^"]*(kube-dns|coredns)[^"]*metrics' "$temp/nat" |
      sed -n 's/.*--to-destination \([0-9.]*:9153\).*/\1/p' | sort -u | head -n 3)
  fi
}

# ---- The timeline -------------------------------------------------------------------------------

take_timeline() {
  next
  begin timeline.csv "cat $count_file $stat_file"
  if read -r _ names <"$stat_file"; then
    header=time,uptime,count,max
    for name in $names; do header=$header,$name; done
    echo "$header" >"$bundle/$path"
  else
    reason="$stat_file cannot be read"
  fi
  while :; do
    [ "$reason" ] || timeline_row >>"$bundle/$path"
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
  errors=$bundle/dump/$name.stderr.txt
  if ! have "$1"; then
    skip "dump/$name.txt.gz" "$1 is not installed"
    return 1
  fi
  next
  begin "dump/$name.txt.gz" "$*"
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
  if [ "$name" = proc-nf_conntrack ]; then
    rm "$errors"
  else # conntrack's last line tells the number of rows
    next
    path=dump/$name.stderr.txt cut=false reason=
    note
  fi
  [ -e "$bundle/dump/$name.txt.gz" ]
}

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

copy()   { next; attempt "$1" 5 cat "$2"; note; }
skip()   { next; begin "$1" '' "$2"; note; }
build()  { beside compose "$@"; }
run()    { beside first_of "$@"; }
titled() { beside title_of "$@"; }
fetch()  { beside get "$@"; }

# Runs a take in the background. A subshell has no traps of its own, so it is given one.
beside() {
  next
  (
    child=
    trap 'end_child; exit 143' TERM
    no_room() { exit 28; } # settle() says it, once
    set -f # commands are split into words, never into file names
    "$@"
    note
  ) &
  running="$running $!"
}

settle() {
  for job in $running; do
    wait "$job"
    [ $? -ne 28 ] || no_room
  done
  running=
}

# attempt PATH SECONDS|- COMMAND...: true when anything was taken; `-` for a function of this script
attempt() {
  path=$1 allowed=$2
  shift 2
  begin "$path" "$*" "$1 is not installed"
  have "$1" || return
  code=1
  if [ "$allowed" = - ]; then
    "$@" >"$bundle/$path" 2>"$temp/stderr.$number"
    code=$?
  else
    limited "$allowed" "$@" >"$bundle/$path" 2>"$temp/stderr.$number"
  fi
  end
  judge "$allowed" "$temp/stderr.$number"
  [ "$code" -ne 0 ] || return 0
  if [ -s "$bundle/$path" ]; then cut=true; else rm -f "$bundle/$path"; fi
  [ "$cut" = true ]
}

compose() { set +f; attempt "$1" - "$3"; command=$2; }

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

get() {
  unset http_proxy HTTP_PROXY all_proxy ALL_PROXY # none belongs between a node and itself
  if have curl; then
    attempt "$1" "$fetch_seconds" curl -q -sS -m "$fetch_seconds" -D "$temp/head.$number" "$2"
    command="curl -sS -m $fetch_seconds $2"
  elif have wget; then
    attempt "$1" "$fetch_seconds" wget -O - "$2" # busybox 1.35 crashes on -T
  else
    begin "$1" "curl $2" "neither curl nor wget is installed"
    return
  fi
  http=$(cat "$temp/head.$number" "$temp/stderr.$number" | sed -n \
    -e 's/.*HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p' \
    -e 's/.*awaiting response\.\.\. \([0-9][0-9][0-9]\).*/\1/p' | tail -n 1)
  case "$http $reason $2" in
    2* | *timed\ out*) ;;
    [0-9]*) reason="HTTP $http" ;;
    *refused* | *"(7)"*//127.*) reason="connection refused" ;;
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
  if [ "$1" != - ] && [ "$took" -ge $(($1 * 100 - 10)) ]; then
    reason="timed out after $1 s"
  elif [ "$code" -eq 153 ]; then # SIGXFSZ, see limit()
    reason="larger than 64 MB"
  else # tools say the point last
    reason=$(grep '[^[:space:]]' "$2" | tail -n 1 | cut -c1-200)
    reason=${reason:-exit status $code}
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

# limit SECONDS COMMAND...: becomes COMMAND, with an end to its time and to the size of its file.
# Only for a background subshell or a pipe: one signal to that process then ends it all.
limit() {
  seconds=$1
  shift
  exec 3>&- 4>&-
  ulimit -f 131072
  # shellcheck disable=SC2086 # see prepare()
  [ -z "$timeout" ] || exec $timeout "$seconds" "$@"
  self=$(exec sh -c 'echo "$PPID"') # the only way of POSIX sh to name a subshell's own process
  (
    while [ "$seconds" -gt 0 ] && sleep 1 && kill -0 "$self"; do seconds=$((seconds - 1)); done
    [ "$seconds" -gt 0 ] || kill "$self"
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
    [ ! -e "$bundle/$path" ] || {
      bytes=$(($(wc -c <"$bundle/$path")))
      sha=$(sha256 <"$bundle/$path")
    }
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
  for part in start end once timeline.csv manifest.json dump; do
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
  [ "$output" = - ] || mv "$partial" "$output" || die "could not write $output"
}

# ---- Speaking, beginning and ending -------------------------------------------------------------

say() { printf '%s\n' "$*" >&3; }
die() { say "conntriage: $*"; exit 1; }
wrong() { say "conntriage: $*; see --help"; exit 2; }
no_room() { die "no room left in ${TMPDIR:-/tmp}: free some, or set TMPDIR to another disk"; }

read_options() {
  output='' duration=10 interval=1 dump=yes max_rows='' max_rows_why=''
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --version) echo "$version" && exit 0 ;;
      --no-dump) dump=no && shift && continue ;;
      --*=*) option=${1%%=*} value=${1#*=} && shift && set -- "$option" "$value" "$@" ;;
    esac
    case $1 in -o | --duration | --interval | --max-rows) ;; *) wrong "unknown option $1" ;; esac
    [ $# -ge 2 ] || wrong "$1 wants a value"
    case $1 in
      -o) [ -n "$2" ] || wrong "-o wants a file, or -"; output=$2 ;;
      --duration) whole "$1" "$2" 3600 && duration=$2 ;;
      --interval) whole "$1" "$2" 3600 && interval=$2 ;;
      --max-rows) whole "$1" "$2" 100000000 && max_rows=$2 max_rows_why="cut by --max-rows $2" ;;
    esac
    shift 2
  done
  case ${CONNTRIAGE_COREDNS:-} in
    *[!]A-Za-z0-9.:\ [-]*) wrong "CONNTRIAGE_COREDNS is not a list of addr:port" ;;
    *:*\ *:*\ *:*\ *:*) wrong "CONNTRIAGE_COREDNS names more than 3 addresses" ;;
  esac
}

whole() {
  case $2 in '' | *[!0-9]* | 0* | ??????????*) wrong "$1 wants a whole number from 1 to $3" ;; esac
  [ "$2" -le "$3" ] || wrong "$1 wants a whole number from 1 to $3"
}

prepare() {
  [ -r /proc/uptime ] || die "there is no /proc/uptime: this is no Linux, or /proc is not mounted"
  for tool in tar gzip; do have $tool || die "the archive needs $tool, which is not installed"; done
  top=conntriage-$(uname -n | tr -c 'A-Za-z0-9._\n-' - | cut -c1-64)
  top=$top-$(date -u +%Y%m%dT%H%M%SZ)
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
    die "cannot make a folder in ${TMPDIR:-/tmp}: free some room there, or set TMPDIR"
  making=''
  [ -z "$ended" ] || exit "$ended"
  export KUBECACHEDIR="$temp/kube" # or kubectl writes to ~/.kube
  bundle=$temp/$top
  { mkdir -p "$bundle/start" "$bundle/end" "$bundle/once" "$bundle/dump" "$temp/notes" &&
    mkfifo "$temp/rows"; } 2>/dev/null || no_room
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
child='' running='' temp='' partial='' making='' ended=''
number=1000 # four digits, so that notes sort as taken

netns_of() { readlink "/proc/$1/ns/net" 2>/dev/null | tr -cd 0-9; }

signal() {
  ended=$1
  [ "$making" ] || exit "$ended"
}

# Ends the command that runs. A `timeout` that has just begun may die before it knows its command,
# which then is still in its process group.
end_child() {
  kill "$child"
  wait
  kill -- "-$child"
}

clean_up() {
  trap '' HUP INT PIPE TERM
  # shellcheck disable=SC2086 # a list of process ids
  { kill $running; end_child; } 2>/dev/null
  [ -z "$temp" ] || rm -rf "$temp"
  [ -z "$partial" ] || rm -f "$partial"
}

say_limits() {
  [ "$(id -u)" = 0 ] || say "conntriage: not root, so these will be missing: the table's rows,
  firewall rules, slabinfo, other namespaces, perhaps the kernel log"
  [ -e "$count_file" ] || say "conntriage: connection tracking is not loaded here"
  [ -z "$netns_of_pid_1" ] || [ "$netns" = "$netns_of_pid_1" ] ||
    say "conntriage: this is not the network namespace of PID 1, so not the node's but a
  container's table is read; on the node, try: nsenter -t 1 -n sh collect.sh"
}

say_result() {
  if [ "$output" = - ]; then
    say "conntriage: wrote the archive to standard output"
  else
    say "conntriage: wrote $output ($(($(wc -c <"$output") / 1024 + 1)) kB)"
  fi
  missed=$(grep -c '"bytes": null\|"cut": true' "$bundle/manifest.json")
  [ "$missed" -gt 0 ] || return 0
  say "Not taken, or only in part ($missed; manifest.json has them all):"
  sed -n '/"bytes": null/s/.*"path": "\([^"]*\)".*"reason": "\(.*\)", "sha256".*/  \1: \2/p
    /"cut": true/s/.*"path": "\([^"]*\)".*"reason": "\(.*\)", "sha256".*/  \1 (part): \2/p' \
    "$bundle/manifest.json" | grep -v '^  start/' | cut -c1-80 | sed 14q >&3
}

main "$@"
exit
