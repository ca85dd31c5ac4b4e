/** Two or three plain sentences about one strategy: what it does, what that costs, and what it comes to. */
import type { MeasuredRecord } from '../../harness/results/record.js';
import { formatSize } from '../../harness/core/units.js';
import { sizeName } from '../scenario-name.js';
import { type Text, code, text, unbroken } from '../text.js';
import { callsPredicate } from './calls.js';
import { costPredicate } from './cost.js';
import { apartPredicate, differencePredicate } from './difference.js';
import { machineSentence } from './machine.js';
import type { Subject } from './subject.js';

export function sentences(subject: Subject): Text {
  const { strategy, scenario } = subject;
  const isReference = strategy.name === scenario.reference;
  const name = text`${code(strategy.name)}${isReference ? ', the reference,' : ''}`;
  return text`${told(name, predicatesOf(subject))}${afterwards(machineOf(subject))}`;
}

function predicatesOf(subject: Subject): readonly Text[] {
  const { strategy } = subject;
  switch (strategy.class) {
    case 'copy':
      return [callsPredicate(subject), costPredicate(subject), differencePredicate(subject)];
    case 'clone':
      return [clonePredicate(subject), costPredicate(subject), apartPredicate(subject)];
    case 'bypass':
      return [
        text`goes past the page cache and waits for the device, so that its time compares with no copy's`,
        callsPredicate(subject),
        apartPredicate(subject),
      ];
    default:
      return [text`is a bound and no copy: ${strategy.label}`, apartPredicate(subject)];
  }
}

function clonePredicate({ strategy, scenario }: Subject): Text {
  const size = sizeName(scenario);
  const shared =
    strategy.sharedBytes === undefined
      ? `shares its blocks with the source`
      : `shares ${unbroken(formatSize(Math.min(strategy.sharedBytes, scenario.sizeBytes)))} of ${size} with the source`;
  return text`clones: the new file ${shared}, and no byte of those moves`;
}

function machineOf(subject: Subject): Text {
  return subject.strategy.class === 'copy' ? machineSentence(subject) : [];
}

/** Predicates as sentences: the first about the name, the others about it. */
function told(name: Text, predicates: readonly Text[]): Text {
  return predicates
    .filter((predicate) => predicate.length > 0)
    .flatMap((predicate, index) =>
      index === 0 ? text`${name} ${predicate}.` : text` It ${predicate}.`,
    );
}

function afterwards(sentence: Text): Text {
  return sentence.length === 0 ? [] : text` ${sentence}`;
}

/** In the order they are read: the reference, then copies by time, then what is not ranked. */
export function inReadingOrder(
  strategies: readonly MeasuredRecord[],
  reference: string,
): MeasuredRecord[] {
  const rank = (one: MeasuredRecord): number => {
    if (one.name === reference) return 0;
    const classes = ['copy', 'clone', 'bypass', 'bound'] as const;
    return 1 + classes.indexOf(one.class);
  };
  return strategies.toSorted((a, b) => rank(a) - rank(b) || a.medianNs - b.medianNs);
}
