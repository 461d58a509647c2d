#!/bin/sh
# The first process of a user-mode Linux in which a real systemd runs the recorder's unit, as it is shipped: on the files
# of the machine, with folders of its own where something is written. What is named LAB_ comes from the kernel's command line.
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH LC_ALL=C.UTF-8

mount -t proc proc /proc && mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run
mkdir -p /run/out /run/units /run/modules/lib/modules
mount -t hostfs -o "$LAB_OUT" none /run/out
exec >>/run/out/log 2>&1

# The modules of this kernel lie where neither it nor modprobe looks for them.
release=$(uname -r)
ln -s "/usr/lib/uml/modules/$release" "/run/modules/lib/modules/$release"
printf '#!/bin/sh\nexec /usr/sbin/modprobe -d /run/modules "$@"\n' >/run/modprobe
chmod +x /run/modprobe
echo /run/modprobe >/proc/sys/kernel/modprobe
/run/modprobe nf_conntrack && /run/modprobe nf_conntrack_netlink
iptables-legacy -A INPUT -m conntrack --ctstate INVALID -j DROP

mount -t tmpfs tmpfs /var && mkdir -p /var/lib /var/log /var/tmp
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /usr/local/sbin && cp /run/out/collect.sh /usr/local/sbin/conntriage-collect
cp /run/out/conntriage-recorder.service /run/units
printf '[Unit]\nWants=conntriage-recorder.service lab.service\n' >/run/units/lab.target
printf '[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart=/bin/sh /run/out/unit-steps.sh\n' >/run/units/lab.service
mount --bind /run/units /etc/systemd/system
exec /usr/lib/systemd/systemd --unit=lab.target --log-target=kmsg --show-status=no
