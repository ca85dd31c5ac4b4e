/** Reads what strace(1) writes with `-f -yy`: one completed system call each, whole or put together from its halves. */

/** A descriptor among the arguments, and what strace says it is: a path, `TCP:[...]`, `pipe:[...]`. */
export interface TracedDescriptor {
  fd: number;
  target: string;
}

export interface TracedCall {
  name: string;
  /** Who made it; null where the trace is of one thread, and names none. */
  thread: number | null;
  /** In the order of the arguments. */
  descriptors: readonly TracedDescriptor[];
  /** What it returned; null where that is no decimal number. */
  result: number | null;
}

/** Contents are left out (`-s 0`), and a path has at most 4096 characters: no call comes near. */
const LONGEST_LINE = 65_536;
const LINE = /^(?:\[pid\s+(\d+)\] )?(.*)$/;
const RESUMED = /^<\.\.\. (\w+) resumed>(.*)$/;
const UNFINISHED = / <unfinished \.\.\.>$/;
/** The longest name of a call of Linux has 23 letters. */
const CALL = /^(\w{1,64})\((.*)\)\s+= (?:\?|0x|(-?\d+))/;
/** A socket's brackets may hold `>`, which ends every other target. */
const DESCRIPTOR = /(?:^|, )(\d+)<((?:[A-Z0-9-]+:\[[^\]]*\])|[^>]*)>/g;

/** The calls that ended while strace looked, in the order they ended. */
export function readTrace(text: string): TracedCall[] {
  const begun = new Map<string, string>();
  const calls: TracedCall[] = [];
  for (const line of text.split('\n')) {
    if (line.length > LONGEST_LINE) continue;
    const [, thread = '', said = ''] = LINE.exec(line) ?? [];
    if (UNFINISHED.test(said)) {
      begun.set(thread, said.replace(UNFINISHED, ''));
      continue;
    }
    const resumed = RESUMED.exec(said);
    const whole = resumed ? `${begun.get(thread) ?? `${resumed[1]}(`}${resumed[2]}` : said;
    if (resumed) begun.delete(thread);
    const call = readCall(whole, thread === '' ? null : Number(thread));
    if (call) calls.push(call);
  }
  return calls;
}

function readCall(line: string, thread: number | null): TracedCall | undefined {
  const match = CALL.exec(line);
  if (!match) return undefined;
  const [, name = '', args = '', result] = match;
  return {
    name,
    thread,
    descriptors: [...args.matchAll(DESCRIPTOR)].map(([, fd, target = '']) => ({
      fd: Number(fd),
      target,
    })),
    result: Number.isSafeInteger(Number(result)) ? Number(result) : null,
  };
}
