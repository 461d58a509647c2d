#!/bin/sh
# The first process of a user-mode Linux: a bare system on the files of the machine, which it cannot change,
# with a folder to write to. What is named LAB_ comes from the kernel's command line.
set -u
PATH=/run/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH TMPDIR=/run/tmp HOME=/run/tmp LC_ALL=C.UTF-8 NO_COLOR=1
trap 'busybox halt -f' EXIT # without its first process the kernel would panic

mount -t proc proc /proc && mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run
mkdir -p /run/netns /run/tmp /run/out /run/bin /run/modules/lib/modules
mount -t hostfs -o "$LAB_OUT" none /run/out
exec >>/run/out/log 2>&1

# The nft form of iptables finds no nft NAT here.
for form in '' -save -restore; do
  ln -s "/usr/sbin/iptables-legacy$form" "/run/bin/iptables$form"
  ln -s "/usr/sbin/ip6tables-legacy$form" "/run/bin/ip6tables$form"
done

# The modules of this kernel lie where neither it nor modprobe looks for them.
release=$(uname -r)
ln -s "/usr/lib/uml/modules/$release" "/run/modules/lib/modules/$release"
printf '#!/bin/sh\nexec /usr/sbin/modprobe -d /run/modules "$@"\n' >/run/bin/modprobe
chmod +x /run/bin/modprobe
echo /run/bin/modprobe >/proc/sys/kernel/modprobe
modprobe nf_conntrack && modprobe nf_conntrack_netlink

# A lab node has no cluster to ask, and these are slow to say so.
for tool in kubectl crictl; do
  path=$(command -v "$tool") && mount --bind /dev/null "$path"
done

ulimit -n 65536 # each client and server of a case is one process; this kernel's own limit is 4096
ip link set lo up
dmesg --clear # how it was booted is nobody's business
timeout -k 5 "$LAB_SECONDS" "$LAB_NODE" "$LAB_CODE/test/lab/uml/inside.js" /run/out
