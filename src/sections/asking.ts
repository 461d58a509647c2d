/** Files whose settings are what somebody asks a machine to have: of Helm, Terraform, Ansible, cloud-init, an image. */
const ASKING_FILE =
  /(?:^|[/!])(?:(?:[\w.-]{0,64}[._-])?values(?:[._-][\w.-]{1,64})?\.ya?ml|[\w.-]{1,128}\.(?:tf|tfvars|hcl|j2|tpl|bu|ign)|user-?data[\w.-]{0,64}|cloud-(?:config|init)[\w.-]{0,64}|playbook[\w.-]{0,64}\.ya?ml|kustomization\.ya?ml|(?:docker-)?compose[\w.-]{0,64}\.ya?ml|Dockerfile[\w.-]{0,64})$/i;
/** A line with which such a document begins, wherever it stands. */
const BEGINS =
  /^(?:#cloud-config$|"HostConfig": \{$|"?(?:linux(?:OS)?Config|kubeletConfig|os_sysctls?|\w{1,40}_sysctls|sysctls?_(?:config|settings|params|overrides))"?:(?: [[{])?$|"[sS]ysctls": [[{]$|"apiVersion": "(?!kubeproxy\.config)[^"]{1,100}",?$|apiVersion: (?!kubeproxy\.config)\S{1,100}$|- hosts: \S|(?:resource|variable|module|locals|linux_os_config)\b[^={}]{0,100}\{$|FROM [\w./:@-]{2,200}(?: AS \S{1,64})?$)/;
/** A line of YAML: a key, an entry of a list, a note. */
const YAML_LINE =
  /^(?:- ?)?["']?[\w./-]{1,100}["']?:(?:\s|$)|^-(?:\s|$)|^---$|^#|^\[[\w.-]{1,60}\]$/;
/** A key within a document, below which settings stand; at the beginning of a line it may be a person's title. */
const INNER_KEY = /^\s{2,40}sysctls?:\s{0,8}$/;
/** The commands that show one. */
const SHOWS =
  /\bhelm\s+(?:get|show|template)\b|\b(?:kubectl|oc|k)\s.{0,200}\bget\s+(?!no(?:des?)?\b|events?\b)\S.{0,300}\s-o[ =]?(?:yaml|json)\b|\bterraform\s+(?:show|plan)\b/;

/** A sentence that advises what follows it. */
const ADVISES =
  /(?:\b(?:suggest|recommend|advise|propose)(?:ed|s|ation|ations)?\b|\b(?:should|could|can|please|need to|have to|must|try|let us|let's|either) (?:\w{1,12} ){0,3}(?:set|use|add|apply|put|append|raise|increase|change|tune|write)\b|^(?:set|add|apply|put|append|use) (?:this|these|the following)\b).{0,120}:$/i;

/** Prose that ends with the name of a file which asks for settings. */
const NAMES_FILE = /(?:^|[\s`'"(])\/etc\/sysctl\.(?:conf|d\/[\w.-]{1,100})[`'")]{0,2}\s?[:.]?$/;

/** Whether prose says that what follows it is what somebody should have. */
const advises = (prose: string): boolean => NAMES_FILE.test(prose) || ADVISES.test(prose);
export const asksByName = (path: string): boolean => ASKING_FILE.test(path);
export const showsAsking = (command: string): boolean => SHOWS.test(command);

/** Whether what stands in a text is what somebody asks for, not what is in force. */
export class Asking {
  /** Within a document of that. */
  #isDocument = false;
  /** The command or the title says so of what follows, whatever stands in it. */
  #isShown = false;

  /** A command begins, which no document holds. */
  begins(isShown: boolean): void {
    this.#isDocument = false;
    this.#isShown = isShown;
  }

  /** A title says it, within a document or not. */
  shows(isShown: boolean): void {
    this.#isShown = isShown;
  }

  /** What follows is no more of a document; false where it was none. */
  endDocument(): boolean {
    const was = this.#isDocument;
    this.#isDocument = false;
    return was;
  }

  /** Whether what follows a line of prose is asked for; null of a line with which a document goes on. */
  isSaidBy(prose: string, text: string): boolean | null {
    if (this.#isDocument && YAML_LINE.test(prose)) return null;
    this.#isDocument = BEGINS.test(prose) || INNER_KEY.test(text);
    return this.#isDocument || this.#isShown || advises(prose);
  }
}
