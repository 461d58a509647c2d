/** A container that a command starts. */
export interface ContainerRun {
  /** It has the network namespace of its machine. */
  isOnHost: boolean;
  name: string | null;
  /** The command that runs in it; empty where its image names it. */
  command: string;
}

const RUN = /^(?:sudo )?(?:docker|podman|nerdctl) (?:container )?run /;
/** Options that have no value behind them. */
const FLAG =
  /^(?:--(?:rm|privileged|tty|interactive|init|detach|read-only|no-healthcheck)|-[itdPq]{1,5}|--[\w-]{1,40}=.*)$/;
/** Words of a command that are looked at. */
const MOST = 64;

/** Reads a command that starts a container, or null. */
export function readContainerRun(line: string): ContainerRun | null {
  const spaced = line.trim().replace(/\s{1,40}/g, " ");
  const start = RUN.exec(spaced)?.[0];
  if (start === undefined) return null;
  const words = spaced.slice(start.length).split(" ", MOST);
  let at = 0;
  let name: string | null = null;
  let isOnHost = false;
  for (; at < words.length && words[at]!.startsWith("-"); at++) {
    const isPair = !FLAG.test(words[at]!);
    const option = isPair ? `${words[at]}=${words[at + 1] ?? ""}` : words[at]!;
    const [, key, value] = /^(--net|--network|--name)=(.{1,253})$/.exec(option) ?? [];
    if (key === "--name") name = value!;
    else if (key !== undefined) isOnHost = value === "host";
    if (isPair) at++;
  }
  // behind the image stands what runs in it
  const before = start.length + words.slice(0, at + 1).join(" ").length;
  return { isOnHost, name, command: spaced.slice(before).trim() };
}
