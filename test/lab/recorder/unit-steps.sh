# What is done to the recorder's unit inside a user-mode Linux: it is triggered, killed and stopped. After each step stands
# what systemd says of it.
unit=conntriage-recorder
folder=/var/lib/conntriage
say() { echo "$1 $(systemctl show -p ActiveState -p SubState -p NRestarts -p Result $unit | sort | tr '\n' ' ')" >>/run/out/steps; }
until_log() { # WORD SECONDS
  left=$2
  while ! grep -q "$1" $folder/log && [ "$left" -gt 0 ]; do sleep 1 && left=$((left - 1)); done
}

for at in 1 2 3; do conntrack -I -p udp -t 300 -s 10.0.0.$at -d 10.0.0.9 --sport 1 --dport 2; done
until_log watching 120
say begun
touch $folder/trigger
until_log wrote 200
say triggered
cp $folder/incident-* /run/out
cp $folder/status /run/out
systemctl kill -s KILL $unit
rm -f $folder/log
until_log watching 120
say killed
systemctl stop $unit
say stopped
sync
busybox poweroff -f
