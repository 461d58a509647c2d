import { readContainerRun } from "./container-run.ts";

/** Characters of a command line that are looked at: some of what is asked of it takes the square of their number. */
export const LONGEST = 2000;

/** Commands that run another one, each with what they run as its last groups. */
const WRAPPERS: readonly RegExp[] = [
  /^(?:\w{1,64}=\S{0,256} +)*(?:sudo|time|nice|stdbuf|unbuffer|env) +(?:-\S+ +)*(?<rest>\S.*)$/s,
  /^.{0,600}?\b(?:ba|da|a|z|k)?sh +-\w{0,8}c +(?<sign>["'])(?<inner>.*)\k<sign>(?<rest>[^"']*)$/,
  /^(?:kubectl|oc|k) +\S.{0,600}? -- +(?<rest>\S.*)$/s,
  /^(?:docker|podman|nerdctl|crictl) +exec +(?:-\S+ +)*[^\s-]\S* +(?<rest>\S.*)$/s,
  /^ssh +(?:-\S+ +(?:[A-Za-z][^\s=]*=\S* +|\d+ +)?)*[^\s-]\S* +(?<sign>["'])(?<inner>.*)\k<sign>(?<rest>[^"']*)$/,
  /^ssh +(?:-\S+ +(?:[A-Za-z][^\s=]*=\S* +|\d+ +)?)*[^\s-]\S* +(?<rest>[^\s"'].*)$/s,
  /^gcloud +compute +ssh +.{0,600}?--command[ =](?<sign>["'])(?<inner>.*)\k<sign>(?<rest>)/,
  /^minikube +(?:-\S+ +)*ssh +(?:-n +\S+ +|--node[= ]\S+ +)?(?:-- +)?(?<rest>[^\s"'-].*)$/s,
  /^minikube +(?:-\S+ +)*ssh +(?:-n +\S+ +|--node[= ]\S+ +)?(?:-- +)?(?<sign>["'])(?<inner>.*)\k<sign>(?<rest>)/,
  /^ansible +.{0,600}? (?:-a|--args)[ =](?<sign>["'])(?<inner>.*)\k<sign>(?<rest>[^"']*)$/,
  /^(?:pdsh|clush|pssh|dsh|salt) +(?:-\S+ +(?:[^\s-]\S* +)?)*(?<sign>["'])(?<inner>.*)\k<sign>(?<rest>[^"']*)$/,
  /^(?:pdsh|clush|pssh|dsh) +(?:-[wlgtf] +[^\s-]\S* +|-\w\S* +)*(?<rest>[a-z/].*)$/s,
  /^(?:pct|lxc|incus|multipass|(?:docker|podman)[ -]compose) +exec +(?:-\S+ +)*[^\s-]\S* +(?:-\S+ +)*(?:-- +)?(?<rest>[a-z/].*)$/s,
  /^lxc-attach +(?:(?:-n|--name)[ =]?)?\S+ +(?:-\S+ +)*(?:-- +)?(?<rest>[a-z/].*)$/s,
  /^vagrant +ssh +(?:[^\s-]\S* +)?-c +(?<sign>["'])(?<inner>.*)\k<sign>(?<rest>[^"']*)$/,
  /^chroot +[^\s-]\S* +(?<rest>\S.*)$/s,
  /^ip +-a(?:ll)? +netns +exec +(?<rest>\S.*)$/s,
  /^ip +netns +exec +\S+ +(?<rest>\S.*)$/s,
  /^nsenter +(?:-\S+ +(?:(?:\d+|\$\S+) +)?)*(?<rest>[a-z/].*)$/s,
  /^(?:timeout|watch) +(?:-\S+ +)*(?:[\d.]+[smh]? +)?(?<sign>["'])(?<inner>.*)\k<sign>(?<rest>[^"']*)$/,
  /^(?:timeout|watch) +(?:-\S+ +)*(?:[\d.]+[smh]? +)?(?<rest>[a-z/].*)$/s,
];

/** Wrappers within each other. */
const DEEPEST = 5;

/** The command that really prints: without `ssh node7 '…'`, `kubectl exec web-0 -- sh -c "…"` and the like. */
export function innerCommand(line: string): string {
  let command = line.slice(0, LONGEST).trim();
  for (let depth = 0; depth < DEEPEST; depth++) {
    const ran = readContainerRun(command)?.command ?? "";
    if (ran !== "") {
      command = ran;
      continue;
    }
    const groups = WRAPPERS.map((one) => one.exec(command)?.groups).find(
      (one) => one !== undefined,
    );
    if (groups === undefined) break;
    command = `${groups["inner"] ?? ""}${groups["rest"] ?? ""}`.trim();
  }
  return command;
}

/** What stands in `$(…)` and backticks, one after the other: the values that an `echo` prints on one line. */
export const substituted = (command: string): string[] =>
  [...command.matchAll(/\$\(([^()]{1,500})\)|`([^`]{1,500})`/g)].map((one) => one[1] ?? one[2]!);
