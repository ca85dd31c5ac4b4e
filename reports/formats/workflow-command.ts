/** Annotations of a GitHub workflow: lines such as `::warning title=...::message`. */

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** GitHub shows so many of each level for a step and drops the others without a word. */
const MOST_SHOWN = 10;

/** One line each, most serious first; where there are too many, the last one says so. */
export function renderAnnotations(annotations: readonly Annotation[]): string {
  return (['error', 'warning', 'notice'] as const)
    .flatMap((level) => shown(annotations.filter((one) => one.level === level)))
    .map((one) => `${line(one)}\n`)
    .join('');
}

function shown(annotations: readonly Annotation[]): readonly Annotation[] {
  const [first] = annotations;
  if (first === undefined || annotations.length <= MOST_SHOWN) return annotations;
  const hidden = annotations.length - MOST_SHOWN + 1;
  const message = `GitHub shows ${MOST_SHOWN} of a kind. The summary of this job has all.`;
  const rest = { level: first.level, title: `copybench: ${hidden} more`, message };
  return [...annotations.slice(0, MOST_SHOWN - 1), rest];
}

function line({ level, title, message }: Annotation): string {
  return `::${level} title=${escapeProperty(title)}::${escapeMessage(message)}`;
}

/** As @actions/core does it; other control characters would act on whoever reads the log. */
function escapeMessage(text: string): string {
  return text
    .replaceAll(/(?![\r\n\t])\p{Cc}/gu, '\uFFFD')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
