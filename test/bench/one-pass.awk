# Counts a dump of `conntrack -L` in one pass: what conntriage counts, the way one would without it.
#   LC_ALL=C mawk [-v established=SECONDS] -f one-pass.awk table.txt
# Writes "label<TAB>key<TAB>count": every protocol, kind, use and remaining time; of the long lists how
# many there are and the ten largest. A remaining time is a second below 68 minutes, a minute above.

BEGIN {
  if (established == "") established = 86400
  idle_below = established - 3600
  # with unacknowledged data the kernel gives a connection this timeout: nobody can tell how long it is idle
  stuck = 300
}

{
  protocol = $1; left = $3 + 0; at = 4; state = "-"
  if (protocol == "tcp") { state = $4; at = 5 }
  src = substr($at, 5); dst = substr($(at + 1), 5)
  sport = dport = backend_port = 0; unreplied = assured = 0
  at += 2
  if (substr($at, 1, 6) == "sport=") {
    sport = substr($at, 7); dport = substr($(at + 1), 7); at += 2
  }
  # what stands between the two directions: counters, other identities, the flag
  while (substr($at, 1, 4) != "src=") { if ($at == "[UNREPLIED]") unreplied = 1; at++ }
  backend = substr($at, 5); client = substr($(at + 1), 5); at += 2
  if (substr($at, 1, 6) == "sport=") { backend_port = substr($at, 7); at += 2 }
  for (; at <= NF; at++) if ($at == "[ASSURED]") { assured = 1; break }

  if (protocol == "tcp") use = use_of_tcp()
  else if (protocol == "udp") use = use_of_udp()
  else if (protocol == "icmp" || protocol == "icmpv6") use = "icmp"
  else use = "other-protocol"

  kind = protocol " " state (unreplied ? " UNREPLIED" : "") (assured ? " ASSURED" : "")
  protocols[protocol]++; kinds[kind]++; uses[use]++
  times[kind " " left]++
  sources[src]++; destinations[dst]++; backends[backend]++
  if (dport) ports[protocol "/" dport]++
  tuples[dst " " dport " " backend " " backend_port " " use (client == src ? "" : " snat")]++
}

END {
  print_all("protocol", protocols); print_all("kind", kinds); print_all("use", uses)
  print_all("remaining", times)
  print_top("sources", sources); print_top("destinations", destinations)
  print_top("backends", backends); print_top("ports", ports); print_top("tuples", tuples)
  print "rows\t\t" NR
}

function use_of_tcp() {
  if (state == "TIME_WAIT") return "time-wait"
  if (state == "CLOSE_WAIT") return "close-wait"
  if (state == "ESTABLISHED")
    return unreplied ? "one-way-established" : is_idle() ? "idle-established" : "established"
  if (state == "FIN_WAIT" || state == "LAST_ACK" || state == "CLOSE") return "closing"
  if (state == "SYN_RECV") return "half-open"
  return unreplied && state ~ /^SYN_SENT2?$/ ? "unanswered-syn" : "handshake"
}

function is_idle() {
  return left > stuck && left < idle_below
}

function use_of_udp() {
  if (dport == 53) return unreplied ? "unanswered-dns" : "dns"
  if (dport == 4789 || dport == 8472 || dport == 6081) return "overlay"
  if (!unreplied) return assured ? "udp-stream" : "udp"
  return sport == 53 ? "dns-answer" : "one-way-udp"
}

function print_all(label, counts,    key) {
  for (key in counts) print label "\t" key "\t" counts[key]
}

function print_top(label, counts,    key, n, distinct, place, name, most) {
  for (key in counts) {
    distinct++; n = counts[key]
    if (place == 10 && n <= most[10]) continue
    if (place < 10) place++
    at = place
    while (at > 1 && most[at - 1] < n) { most[at] = most[at - 1]; name[at] = name[at - 1]; at-- }
    most[at] = n; name[at] = key
  }
  print "distinct\t" label "\t" distinct + 0
  for (at = 1; at <= place; at++) print label "\t" name[at] "\t" most[at]
}
