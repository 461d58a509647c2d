import { type Redaction, wordList } from "./redaction.ts";

const SHOWN = wordList(
  "NAMESPACE NAME READY STATUS RESTARTS AGE IP NODE NOMINATED READINESS GATES ago",
  "Running Pending Completed Succeeded Failed Unknown Evicted Error CrashLoopBackOff ContainerCreating Terminating",
  "ImagePullBackOff ErrImagePull OOMKilled NotReady PodInitializing ContainerStatusUnknown CreateContainerError Init",
);

/** Of crictl's JSON the id, the state, the address, and the labels that name the pod. */
const CRICTL =
  /^\s*"(?:id|state|ip|io\.kubernetes\.pod\.name(?:space)?)"\s{0,4}:\s{0,4}"([^"\\]{0,253})",?\s*$/;

export const redactPods: Redaction = () => (line, hide) => {
  const bare = line.trim();
  if (bare.startsWith("#")) return bare.includes("crictl") ? "# crictl" : "#";
  const value = CRICTL.exec(line)?.[1];
  if (value !== undefined)
    return line.replace(
      `"${value}"`,
      () => `"${/^SANDBOX_\w+$/.test(value) ? value : hide.name(value)}"`,
    );
  if (/^["\]}]/.test(bare)) return "";
  return /^[{[]/.test(bare) ? bare[0]! : hide.words(line, SHOWN);
};
