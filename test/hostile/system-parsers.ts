/** Every parser of what the kernel and other programs print, with a text of each that is good. */
import { SystemFiles } from '../../harness/machine/system-files.js';
import { groupFiles } from '../../harness/machine/cgroup.js';
import { parseCpuList } from '../../harness/core/cpu-list.js';
import type { Check } from '../../harness/machine/checks/check.js';
import { blockDeviceOf, mountOf } from '../../harness/machine/mounts.js';
import { memoryField } from '../../harness/machine/proc-files.js';
import { type STAT_FIELD, statField } from '../../harness/machine/process-stat.js';
import { callCountSchema, countCalls } from '../../harness/measure/call-count.js';
import { clientFigureSchema } from '../../harness/measure/client-figure.js';
import { machineCpu } from '../../harness/measure/machine-cpu.js';
import { stealMs } from '../../harness/measure/steal.js';
import { readTrace } from '../../harness/measure/traced-call.js';
import { readCurl, readWrk } from '../../harness/routes/http/client-output.js';
import { mustBe, type Parser } from './parsers.js';

const finite = (value: number | null): void =>
  mustBe(value === null || Number.isFinite(value), 'a finite number');

/** A machine in which every file says the same. */
class SameEverywhere extends SystemFiles {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override read(): string {
    return this.#text.trim();
  }

  override list(): string[] {
    return ['cpu0', 'virtio0', 'armv8'];
  }
}

const TRACE = [
  '[pid    11] read(19</data/src>,  <unfinished ...>',
  '[pid    12] sendto(20<TCP:[127.0.0.1:1->127.0.0.1:2]>, ""..., 512, 0, NULL, 0) = 512',
  '[pid    11] <... read resumed>""..., 65536) = 512',
  '[pid    11] write(21</data/dst>, ""..., 512) = 512',
].join('\n');

const WRK = `Running 1s test @ http://127.0.0.1:4711/token/fixture
  Latency Distribution
     50%  635.91us
     99%   12.92ms
Requests/sec:  20475.78
Transfer/sec:     16.13MB
`;

const MOUNTINFO = `22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
36 35 98:0 /mnt1 /d\\040x rw,noatime master:1 - ext3 /dev/root rw`;

export const systemParsers: readonly Parser[] = [
  {
    name: 'output of strace',
    parse: (text) => {
      const ends = {
        isSource: ({ target }: { target: string }) => target === '/data/src',
        isDestination: ({ target }: { target: string }) => target === '/data/dst',
      };
      const counted = callCountSchema.safeParse(countCalls(readTrace(text), ends, 512, 11));
      mustBe(counted.success, 'a count that a record takes');
    },
    good: TRACE,
  },
  {
    name: 'output of wrk',
    parse: (text) => mustBeFigures(readWrk(text, 1000)),
    good: WRK,
  },
  {
    name: 'output of curl',
    parse: (text) => mustBeFigures(readCurl(text, 1000, 3)),
    good: '200 1000 0.003\n200 1000 0.002\n200 1000 0.001\n',
  },
  {
    name: '/proc/self/mountinfo',
    parse: (text) => {
      const files = new SameEverywhere(text);
      const { readAheadKib } = blockDeviceOf(mountOf('/d x/y', text), files);
      finite(readAheadKib);
    },
    good: MOUNTINFO,
  },
  {
    name: '/proc/meminfo',
    parse: (text) => finite(memoryField('MemAvailable', text)),
    good: 'MemTotal:       24689300 kB\nMemAvailable:   20000000 kB\nDirty:  0 kB\n',
  },
  {
    name: '/proc/stat',
    parse: (text) => {
      finite(stealMs(text));
      for (const ms of Object.values(machineCpu(text) ?? {})) finite(ms);
    },
    good: 'cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n',
  },
  {
    name: '/proc/PID/stat',
    parse: (text) => {
      for (const field of FIELDS) finite(statField(text, field));
    },
    good: '7 (a) b) S 1 7 7 0 -1 4194560 100 0 3 0 11 12 0 0 20 0 1 0 5000 0 0',
  },
  {
    name: 'lists of CPUs',
    parse: (text) => mustBe((parseCpuList(text)?.length ?? 0) <= 10_000, 'a list of CPUs'),
    good: '0-3,8',
  },
  {
    name: '/proc/self/cgroup',
    parse: (text) =>
      groupFiles(new SameEverywhere(text), 'cpu', { v1: 'cpu.cfs_quota_us', v2: 'cpu.max' }),
    good: '3:cpu,cpuacct:/a/b\n0::/user.slice/c',
  },
];

const FIELDS = [
  'parent',
  'minorFaults',
  'userTicks',
  'startTicks',
] as const satisfies readonly (keyof typeof STAT_FIELD)[];

function mustBeFigures(figures: object): void {
  const figure = { client: 'wrk', outcome: 'measured', ...figures };
  mustBe(clientFigureSchema.safeParse(figure).success, 'a figure that a record takes');
}

/** Words that stand where a number was not there, or was none. */
const NO_NUMBER = /NaN|Infinity|undefined/;

/** All of `checks` that are made at once, on a machine each of whose files holds the text. */
export function checksParser(checks: readonly Check[]): Parser {
  return {
    name: 'the checks of doctor',
    parse: (text) => {
      const files = new SameEverywhere(text);
      for (const check of checks) {
        const finding = check.look({ directory: '/', files, threadPoolSize: text });
        if (finding instanceof Promise) continue;
        const words = finding.available ? finding.value : finding.reason;
        mustBe(NO_NUMBER.test(text) || !NO_NUMBER.test(words), `plain: ${check.name}: ${words}`);
      }
    },
    good: '1 2 3',
  };
}
