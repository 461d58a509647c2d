import { readContainerRun } from "./container-run.ts";

/** Where a command ran. */
export interface CommandPlace {
  /** The network namespace or pod; null for the machine's own. */
  namespace: string | null;
  /** The machine that it was run on from afar; null: the prompt's own. */
  remote: string | null;
  /** It was run from afar, so that the prompt's machine is not the one it speaks of. */
  isRemote: boolean;
}

/** Where it ran: another machine, a pod, a network namespace. */
export function placeOf(line: string): CommandPlace {
  // of all of them, each answers under its name
  const netns =
    /\bip\s+(?!-a(?:ll)?\s)(?:-\w+\s+)*(?:-n|-net|-netns|netns\s+exec)\s+(\S{1,128})/.exec(
      line,
    )?.[1];
  const node =
    /\b(?:kubectl|oc|k)\s+(?:\S+\s+)*?(?:debug\s+(?:\S+\s+)*?nodes?\/|node-shell\s+)(\S{1,253})/.exec(
      line,
    )?.[1];
  const ssh =
    /(?<!\bminikube\s+)\bssh\s+(?:-\S+\s+(?:[A-Za-z][^\s=]*=\S*\s+|\d+\s+)?)*(?:[\w.-]+@)?([\w.-]{1,253})\s+\S/.exec(
      line,
    )?.[1];
  const exec =
    /\b(?:(?:kubectl|oc|k|docker|docker-compose|podman|nerdctl|crictl|pct|lxc|incus)\s+(?:\S+\s+)*?exec|lxc-attach(?:\s+(?:-n|--name=?))?)\s+(.{1,512})/.exec(
      line,
    )?.[1];
  const pod = exec === undefined ? ranIn(line) : podOf(exec);
  const remote = node ?? ssh ?? ofCloud(line);
  const asksHost = pod !== null && isOnHost(pod);
  const inPod = remote === undefined && pod !== null && !asksHost ? pod : null;
  return {
    namespace: netns ?? entered(line) ?? inPod,
    remote: remote ?? (asksHost ? pod : null),
    isRemote:
      /(?<![-.\w])(?:kubectl|oc|k|ssh|pdsh|ansible|clush|aws|gcloud|az|talosctl|minikube|multipass|vagrant|zabbix_get)\s/.test(
        line,
      ),
  };
}

/** The one machine that a tool with a way of its own to a node is told. */
const ofCloud = (line: string): string | undefined =>
  /\btalosctl\s+(?:\S+\s+)*?(?:-n|--nodes)[ =]([\w.:-]{1,253})\s/.exec(line)?.[1] ??
  /\bmultipass\s+exec\s+([\w.-]{1,253})\s/.exec(line)?.[1] ??
  /\bvagrant\s+ssh\s+([\w.-]{1,253})\s+-c\s/.exec(line)?.[1] ??
  /\bzabbix_get\s+(?:\S+\s+)*?-s\s*([\w.:-]{1,253})\s/.exec(line)?.[1] ??
  /\bminikube\s+(?:-\S+\s+)*ssh\s+(?:-n\s+|--node[= ])([\w.-]{1,253})\s/.exec(line)?.[1];

/** The network namespace that nsenter goes to: by its file, else by a process; null for that of the first one. */
function entered(line: string): string | null {
  // its own options end where the command begins
  const options =
    /\bnsenter\s+((?:(?:-[a-zA-Z]*t|--target)[ =]?\S{1,64}\s{1,9}|-\S{1,256}\s{1,9}){1,16})/.exec(
      line,
    )?.[1];
  if (options === undefined) return null;
  const file = /(?:^|\s)(?:--net=|-n=?)(\/\S{1,253})/.exec(options)?.[1];
  const ofFile = file === undefined ? undefined : /^\/proc\/(\w{1,16})\/ns\/net$/.exec(file)?.[1];
  if (file !== undefined && ofFile === undefined) return file.split("/").at(-1)!;
  const isNet = /(?:^|\s)(?:-[a-zA-Z]*[na][a-zA-Z]*|--net|--all)(?:\s|$)/.test(options);
  const target = /(?:^|\s)(?:-[a-zA-Z]*t|--target)[ =]?(\S{1,24})/.exec(options)?.[1];
  const process = ofFile ?? (isNet ? target : undefined);
  return process === undefined || process === "1" ? null : `pid ${process}`;
}

/** A container that a command starts, with a network namespace of its own unless it says otherwise. */
function ranIn(line: string): string | null {
  const ran = readContainerRun(line);
  if (ran === null || ran.isOnHost) return null;
  return ran.name === null ? NEW_CONTAINER : `${NEW_CONTAINER} ${ran.name}`;
}

const NEW_CONTAINER = "new container";
/** Whether a namespace began with the command that asked it, so that nothing older is of it. */
export const isNew = (namespace: string | null): boolean =>
  namespace?.startsWith(NEW_CONTAINER) === true;

/** Pods that run in the network namespace of their node. */
const ON_HOST =
  /^(?:kube-proxy|cilium(?:-(?!operator)|$)|calico-node|canal|flannel|kube-flannel|aws-node|node-exporter|prometheus-node-exporter|ovnkube-node|ovs|antrea-agent|weave-net|node-debugger|debug-|netshoot-host|kindnet|nodelocaldns|node-local-dns)/;

/** Whether a pod is one of those. */
export const isOnHost = (pod: string): boolean => ON_HOST.test(pod);

/** The pod or container of what stands behind `exec`. */
function podOf(rest: string): string | null {
  const words = rest.split(/\s+/);
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "--") return null;
    if (/^(?:-n|-c|--namespace|--container|--context|--kubeconfig|-e|-u|-w)$/.test(word)) at++;
    else if (!word.startsWith("-"))
      return word.replace(/^(?:pods?|ds|daemonset|deploy(?:ment)?)\//, "").slice(0, 253);
  }
  return null;
}
