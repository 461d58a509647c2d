import { MACHINE } from "../facts/path-words.ts";

/** What is hidden, or told from what is, by its shape: a table of patterns, and the two that are made of them. */

const MAC = "(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){5,19}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])";
/** By hyphens, as in Windows and in names of files, and by dots, as switches have them. */
export const OTHER_MAC =
  /(?<![0-9A-Za-z])[0-9A-Fa-f]{2}([-_])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4,18}(?![0-9A-Za-z])|(?<![\w.])[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}(?![\w.])/g;
const IPV6 =
  "(?<![\\w:.])(?=[0-9A-Fa-f.]{0,45}:[0-9A-Fa-f:.]{0,45}:)(?:[0-9A-Fa-f:]{2,39}(?<=:)\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:]{2,39})(?:\\/\\d{1,3})?(?![\\w:])";
/** A port may stand behind one more dot. */
const IPV4 =
  "(?<!\\d|\\d\\.)\\d{1,3}(?:\\.\\d{1,3}){3}(?:\\/\\d{1,2}(?!\\d|[-_]\\d))?(?!\\d|\\.\\d{1,5}\\.\\d|\\.\\d{6})";
/** `ip-10-0-3-7`, and a pod's name in the cluster's DNS. */
const DASHED =
  "(?<!\\d|\\d[-_])(?:ip[-_])?\\d{1,3}(?<sign>[-_])\\d{1,3}(?:\\k<sign>\\d{1,3}){2}(?!\\d|[-_]\\d)";
/** The same of IPv6, in full or with `--` for zeros. */
const DASHED6 =
  "(?<![0-9A-Za-z-])(?=[0-9A-Fa-f]{1,4}(?:-[0-9A-Fa-f]{1,4}){7}(?![\\w-])|[0-9A-Fa-f-]{0,34}--)[0-9A-Fa-f]{1,4}(?:--?[0-9A-Fa-f]{1,4}){1,7}(?![0-9A-Za-z-])";
const UUID = "(?<!\\w)[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?!\\w)";
/** The account in the name of something of AWS. */
const ACCOUNT = "(?<=:)\\d{12}(?=:)";
const REVERSED = "(?<![\\w.])(?:\\d{1,3}\\.){1,4}in-addr\\.arpa|(?:[0-9a-f]\\.){1,32}ip6\\.arpa";
/** Dates and lengths of time, which are numbers with letters among them. */
const DATE =
  "(?<!\\d)(?:19|20)\\d{6}[-_]\\d{6}(?!\\d)|(?<!\\d)\\d{4}-?\\d\\d-?\\d\\dT\\d\\d:?\\d\\d:?\\d\\d(?:[.,]\\d{1,9})?Z?|(?<![\\w.])\\d{1,6}(?:\\.\\d{1,6})?(?:y|w|d|h|ms|us|ns|m|s|[KMGT]i?B?|k|kB)(?:\\d{1,6}(?:\\.\\d{1,6})?(?:w|d|h|ms|m|s))*(?!\\w)";
const HEX = "0x[0-9a-fA-F]{1,8}(?!\\w)";
const HASH =
  "(?<=KUBE-(?:SVC|SVL|SEP|EXT|FW|XLB)-)[A-Z2-7]{16}(?!\\w)|(?<=\\b[a-z]+-)[A-Z2-7]{8}(?=-)";
const WORD = "[\\p{L}\\p{N}_]+";

const parts = (machine: boolean): RegExp =>
  new RegExp(
    [
      `(?<mac>${MAC})`,
      `(?<six>${IPV6})`,
      `(?<reversed>${REVERSED})`,
      `(?<four>${IPV4})`,
      `(?<dashed>${DASHED})`,
      `(?<dashedsix>${DASHED6})`,
      `(?<id>${UUID}|${ACCOUNT})`,
      `(?<date>${DATE})`,
      `(?<hex>${HEX})`,
      `(?<hash>${HASH})`,
      ...(machine ? [`(?<machine>${MACHINE.source.replaceAll("a-z", "a-zA-Z")})`] : []),
      `(?<word>${WORD})`,
    ].join("|"),
    "gu",
  );
/** Parts of a text of words. */
export const PARTS = parts(false);
/** The same, where a machine may be called by a word and a number. */
export const NAME_PARTS = parts(true);

/** What has the shape of a MAC address and is a moment: year, month, day, hour, minute, second. */
export const MOMENT = /^\d\d[-_](?:0\d|1[0-2])[-_][0-3]\d[-_][0-2]\d[-_][0-5]\d[-_][0-5]\d$/;
/** Digits that may be somebody's number; what looks like a date is one. */
export const LONG_NUMBER = /^\d{6,}$/;
export const DAY = /^(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?$/;

/** Such a date, or seconds, milliseconds or nanoseconds since 1970. */
export const IS_WHEN = new RegExp(`${DAY.source}|^1\\d{9}(?:\\d{3}|\\d{9})?$`);
