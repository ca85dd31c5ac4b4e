/** A run over several directories: a filesystem that clones, one that cannot, one in memory, and copies between two. */
import type { MeasuredRecord, RunRecord, ScenarioRecord } from '../../harness/results/record.js';
import {
  failed,
  fakeMeasured,
  fakeRecord,
  fakeScenario,
  unsupported,
  withOnly,
  withStrategies,
} from './records.js';

type Conditions = Parameters<typeof fakeScenario>[0];

const STRATEGIES = ['read-write', 'copy-file-range', 'splice', 'splice-64k', 'cp', 'memory-copy'];
const NO_REFLINK = 'ENOTSUP (operation not supported) from ioctl(FICLONE) in this directory';

/** The scenario on `source`, or from there to `destination`. */
export function placed(
  conditions: Conditions,
  source: string,
  destination = source,
): ScenarioRecord {
  const scenario = withOnly(fakeScenario(conditions), ...STRATEGIES);
  const place = source === destination ? source : `${source}-to-${destination}`;
  return { ...scenario, id: `${scenario.id}/${place}`, directories: { source, destination } };
}

/** What the kernel answers with shared extents. */
function cloned(name: string, conditions: Conditions): MeasuredRecord {
  const plan = [name, name, 'clone', 'native', 0.0012, 0.021] as const;
  const { speedup: _, mde: __, verdict: ___, ...measured } = fakeMeasured(plan, conditions);
  return measured;
}

function scenariosOf(conditions: Conditions): ScenarioRecord[] {
  const faster = { ...conditions, referenceNs: conditions.referenceNs * 0.81 };
  const noisy = { ...conditions, control: 1.06 };
  return [
    withStrategies(placed(conditions, 'ext4'), unsupported('reflink', NO_REFLINK)),
    withStrategies(
      placed(faster, 'xfs'),
      cloned('copy-file-range', faster),
      cloned('cp', faster),
      cloned('reflink', faster),
    ),
    withStrategies(
      placed(noisy, 'tmpfs'),
      unsupported('reflink', NO_REFLINK),
      failed('cp', 'E_COMMAND: cp ended with status 1: No space left on device'),
    ),
    withStrategies(
      placed(conditions, 'ext4', 'xfs'),
      unsupported('copy-file-range', 'EXDEV (cross-device link) from copy_file_range'),
    ),
    placed(faster, 'ext4', 'tmpfs'),
  ];
}

const { machine } = fakeRecord();

export const directoryRun: RunRecord = fakeRecord({
  directories: [
    { ...machine.directory, name: 'ext4' },
    {
      ...machine.directory,
      name: 'xfs',
      path: '/mnt/a b/xfs',
      filesystem: 'xfs',
      mountPoint: '/mnt/a b/xfs',
      mountOptions: 'rw,relatime,attr2,inode64',
      device: '/dev/loop1',
    },
    {
      ...machine.directory,
      name: 'tmpfs',
      path: '/dev/shm',
      filesystem: 'tmpfs',
      mountPoint: '/dev/shm',
      mountOptions: 'rw,nosuid,nodev',
      device: 'tmpfs',
      scheduler: null,
      readAheadKib: null,
      rotational: null,
    },
  ],
  scenarios: [
    ...scenariosOf({ sizeBytes: 7e6, referenceNs: 2.46e6, rounds: 40, halfWidth: 0.029 }),
    ...scenariosOf({ sizeBytes: 200e6, referenceNs: 43.1e6, rounds: 24, halfWidth: 0.024 }),
  ],
});
