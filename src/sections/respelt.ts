/** A line in the words of the plain form of some source, made of another form of the same. */
export interface Respelt {
  text: string;
  host?: string;
  /** The date that stood before it. */
  time?: string;
  /** Another table than the machine's own. */
  namespace?: string;
  /** What a file or a person asks for, not what is in force. */
  configured?: true;
  /** A line of a text within the text, around which anything may stand. */
  isAsPasted?: true;
}
