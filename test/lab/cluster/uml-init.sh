#!/bin/sh
# The first process of a user-mode Linux that has a cluster in it. Its arguments come from the kernel's
# command line: LAB_OUT is the folder to write to, LAB_ROOT this checkout, LAB_NODE the path of node.
set -u
PATH=/run/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH TMPDIR=/run/tmp HOME="$LAB_HOME"
trap 'busybox halt -f' EXIT # without its first process the kernel would panic

mount -t proc proc /proc && mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run
mkdir -p /run/netns /run/tmp /run/out /run/bin /run/modules/lib/modules
mount -t hostfs -o "$LAB_OUT" none /run/out
exec >>/run/out/log 2>&1

# The modules of this kernel lie where neither it nor modprobe looks for them.
release=$(uname -r)
ln -s "/usr/lib/uml/modules/$release" "/run/modules/lib/modules/$release"
printf '#!/bin/sh\nexec /usr/sbin/modprobe -d /run/modules "$@"\n' >/run/bin/modprobe
chmod +x /run/bin/modprobe
echo /run/bin/modprobe >/proc/sys/kernel/modprobe
for module in nf_conntrack nf_conntrack_netlink ip_vs ip_vs_rr ip_vs_wrr ip_vs_sh; do
  modprobe "$module"
done
ip link set lo up
cd "$LAB_ROOT" && "$LAB_NODE" --import tsx test/lab/cluster/run.ts --inside /run/out --only "$LAB_ARGS"
