/** What hides the parts of a line that are somebody's; the same part always in the same way. */
export interface Hide {
  /** A name: words that are nobody's stay, and so do its signs and its numbers. */
  name(text: string): string;
  /** Text word by word: addresses and names are hidden, numbers and the words that are given stay. */
  words(text: string, shown?: ReadonlySet<string>): string;
  /** A hexadecimal IPv4 address, as the kernel's files have it. */
  hexAddress(text: string): string;
  /** A hash by which a name can be guessed. */
  hash(text: string): string;
}

/**
 * Says of each line of one entry what may be shown of it: the line without what is somebody's, or nothing where
 * no parser uses it. One is made for each entry, since some lines mean something behind others only.
 */
export type Redaction = () => (line: string, hide: Hide) => string;

/** In place of a line that a parser refuses, so that it does so again. */
export const REFUSED = "?";

/**
 * Lines of these forms are shown as they are, for they hold numbers and the kernel's own words. Any other is not
 * shown; where a parser refuses its entry for it, `otherwise` stands in its place.
 */
export const plain =
  (forms: readonly RegExp[], otherwise = ""): Redaction =>
  () =>
  (line) => {
    const bare = line.trim();
    if (bare === "" || forms.some((form) => form.test(bare))) return line;
    return otherwise;
  };

/** Lines are shown without addresses and names; of the words in them only those that a list has. */
export const worded = (shown: ReadonlySet<string>, used: RegExp = /./): Redaction => {
  return () => (line, hide) => (used.test(line.trim()) ? hide.words(line, shown) : "");
};

export const wordList = (...lists: readonly string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(" ")));

/** What tools say when they cannot give their output, and how they are called. */
export const TOOL_WORDS = wordList(
  "a address allowed already and API any are as at available be busy cannot CAP_NET_ADMIN CAP_SYSLOG capability " +
    "closed command connect connected connection could create currently denied deployment device dial did directory do " +
    "does dropped due empty enough Entries entries error Error exceeded exist exit failed Failed fatal file File find " +
    "flow for Forbidden forbidden found from get Hint host in insufficient invalid Invalid is it key lib limit list " +
    "load lost many memory messages method missing module must no No not Not of on open opened operation Operation option " +
    "or out output permission Permission permitted Permitted pipe pods possible process protocol read reached reading " +
    "refused reset resolve resource Resource root route running seconds see seeing server service services set shown " +
    "signal socket sorry stat status stopped such superuser support supported table terminated the there this time timed " +
    "Timed timeout to too tool tools Unable unable unavailable Unavailable unknown Unknown unreachable usage user users " +
    "was with without write you your been have has",
  "arp awk bash bpftool cat chroot cilium conntrack conntrackd crictl curl date dmesg docker echo egrep ethtool find " +
    "grep gzip head hostname ip ip6tables ipvsadm iptables journalctl kubectl less lscpu lsmod lsns more nc netstat nft " +
    "nproc nsenter nstat oc podman ps sed sh sleep sort ss ssh sudo sysctl systemctl tail tar tee time timeout top " +
    "uname uniq uptime wc wget which xargs zcat save restore lxt nat tcp udp i o line",
);
