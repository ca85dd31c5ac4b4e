/** A form in which results leave this program: a name to ask for it by, and a pure renderer. */
import type { TerminalOptions } from '../terminal.js';

/** @typeParam Subject what is rendered: a run, or a gate's decision */
export interface Format<Subject> {
  /** What --format calls it. */
  readonly name: string;
  /** Who reads it, in a few words, for the help. */
  readonly summary: string;
  /** A `document` has stdout for itself, or a program could not read it; `lines` may stand between others. */
  readonly shape: 'document' | 'lines';
  /** The whole text, ending in a line break. `terminal` is what it is shown on. */
  render(subject: Subject, terminal: TerminalOptions): string | Promise<string>;
  /** Markdown for the page of a GitHub job, written wherever this format is asked for there. */
  stepSummary?(subject: Subject): string;
  /** What was measured and this format cannot express: one sentence each. */
  leftOut?(subject: Subject): readonly string[];
}
