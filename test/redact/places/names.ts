import { klog, type Place, row, SYS, utf16 } from "./place.ts";

export const NAMES: readonly Place[] = [
  [
    "file name dashed behind a slash",
    { "zebracorp-10.77.66.55/10-77-66-54.zebracorp.example/sysctl.txt": SYS },
    /zebracorp|77[.-]66/,
  ],
  [
    "ss processes",
    {
      "ss.txt": `State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\nLISTEN 129 128 10.77.66.55:22 0.0.0.0:* users:(("zebracorpd",pid=123,fd=3))\nLISTEN 129 128 [::ffff:10.77.66.55]:22 *:* users:(("zebra corp",pid=123,fd=3))\n`,
    },
    /zebra|77\.66/,
  ],
  [
    "pods table",
    {
      "pods.txt": `NAMESPACE NAME READY STATUS RESTARTS AGE IP NODE NOMINATED NODE READINESS GATES\nzebracorp zebracorp-7d9f8b6c5d-x2x4z 1/1 Running 0 5d 10.77.66.55 zebracorp1 <none> <none>\n`,
      "s.txt": SYS,
    },
    /zebracorp|77\.66|7d9f8b6c5d|x2x4z/,
  ],
  [
    "ip netns names",
    {
      "namespaces.txt": `zebracorp-ns 100 200\ncni-6f9619ff-8b86-d011-b42d-00cf4fc964ff 1 2\n`,
      "s.txt": SYS,
    },
    /zebracorp|6f9619ff/,
  ],
  [
    "prompt with cwd and email",
    {
      "t.txt": `joe.miller@zebracorp1.zebracorp.example:/srv/zebracorp/10.77.66.55$ sudo sysctl -a --pattern zebracorp # zebracorp\n${SYS}`,
    },
    /zebracorp|miller|77\.66/,
  ],
  [
    "ssh line",
    {
      "t.txt": `$ ssh -i /home/joe/zebracorp.pem joe@10.77.66.55 'sysctl -a' | tee zebracorp\n${SYS}$ kubectl --context arn:aws:eks:eu:123456789012:cluster/zebracorp --token=abcDEF123zebra exec -n zebracorp kube-proxy-x1y2z -- conntrack -S\ncpu=0 found=0 invalid=2 insert=0 insert_failed=7 drop=7 early_drop=0 error=1 search_restart=0\n$ curl -H "Authorization: Bearer eyJhbGciOi.zebra.corp" https://joe:S3cretPw@10.77.66.55:10249/metrics\n${SYS}`,
    },
    /zebra|77\.66|S3cretPw|eyJ|123456789012|abcDEF|joe/,
  ],
  [
    "percent encoded",
    { "m.txt": `node_nf_conntrack_entries{instance="10%2E77%2E66%2E55",j="zebra%63orp"} 262144\n` },
    /77%2E66|zebra/,
  ],
  [
    "octal escapes",
    {
      "m.txt": `node_nf_conntrack_entries{instance="10.77.66.55\\x3a9100",unit="dev-zebracorp\\x2dcache.service"} 262144\n`,
    },
    /77\.66|zebra/,
  ],
  [
    "zero width and soft hyphen",
    {
      "m.txt": `node_nf_conntrack_entries{instance="10.77.\u200b66.55",unit="zebra\u00adcorp"} 262144\n`,
    },
    /77\.\u200b66|zebra/,
  ],
  [
    "host in a longer word",
    { "a.txt": `root@prodzebracorpdb7:~# sysctl -a\n${SYS}` },
    /zebracorp/i,
  ],
  ["file name hex ip", { "ip-0A4D4237/sysctl.txt": SYS }, /0A4D4237/i],
  ["file name email", { "joe.miller@zebracorp.example.sysctl.txt": SYS }, /zebracorp|miller/],
  [
    "url with credentials",
    {
      "cfg.yaml": `kind: KubeProxyConfiguration\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nclusterCIDR: 10.77.0.0/16\nhealthzBindAddress: 10.77.66.55:10256\nclientConnection:\n  kubeconfig: https://joe:S3cretPw@zebracorp.example/kube\nhostnameOverride: zebracorp7\nconntrack:\n  maxPerCore: 32768\n`,
    },
    /S3cretPw|zebracorp|77\.66/,
  ],
  [
    "aws keys in the log",
    {
      "k.log": klog(
        "AKIAIOSFODNN7EXAMPLE zebracorp i-0abcd1234ef567890 arn:aws:iam::123456789012:role/zebracorp",
      ),
    },
    /AKIA|i-0abcd|123456789012|zebracorp/,
  ],
  [
    "cloud ids in names",
    {
      "i-0abcd1234ef567890/eni-0fedcba9876543210/sysctl.txt": SYS,
      "gke-zebracorp-pool-1-1a2b3c4d-x9z8/sysctl.txt": SYS,
      "aks-nodepool1-12345678-vmss00000a/sysctl.txt": SYS,
      "subscriptions_6f9619ff-8b86-d011-b42d-00cf4fc964ff/sysctl.txt": SYS,
    },
    /0abcd1234|fedcba98|zebracorp|1a2b3c4d|x9z8|12345678|vmss00000a|6f9619ff|8b86|00cf4fc964ff/,
  ],
  [
    "json pods unicode escapes",
    {
      "pods.json": `{"kind":"PodList","items":[{"metadata":{"name":"\\u007aebracorp-db-0","namespace":"\\u007aebracorp","annotations":{"x":"10.77.66.55"}},"spec":{"nodeName":"zebracorp\\u002dnode"},"status":{"podIP":"10\\u002e77.66.55","hostIP":"10.77.66.54","podIPs":[{"ip":"10.77.66.55"}]}}]}`,
      "s.txt": SYS,
    },
    /zebracorp|\\u007aebra|ebracorp|77\.66|u002e77/,
  ],
  [
    "json escaped slashes",
    {
      "pods.json": `{"kind":"PodList","items":[{"metadata":{"name":"a-0","namespace":"zebracorp","selfLink":"\\/api\\/v1\\/zebracorp"},"spec":{"nodeName":"n1zebracorp","containers":[{"image":"reg.zebracorp.example\\/team\\/app:1"}]},"status":{"podIP":"10.77.66.55"}}]}`,
      "s.txt": SYS,
    },
    /zebracorp|77\.66/,
  ],
  [
    "utf16 text",
    { "ticket.txt": utf16(`root@zebracorp:~# sysctl -a\r\n${SYS}${row("10.77.66.55")}`) },
    /zebracorp|77\.66/,
  ],
];
