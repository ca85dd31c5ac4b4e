/** What is recorded of the machine and of the directory under test. */
import { z } from 'zod';
import { bounded } from '../core/bounded-schema.js';
import { examinedSchema } from './examine.js';

const count = z.number().int().nonnegative();
/** A fact that this machine did not tell is null, never a guess. */
const fact = bounded.name.nullable();

/** A directory under test and what lies below it. */
export const directorySchema = z.object({
  path: bounded.path,
  filesystem: fact,
  mountPoint: bounded.path.nullable(),
  mountOptions: bounded.text.nullable(),
  /** Source of the mount, such as /dev/vda. */
  device: bounded.path.nullable(),
  scheduler: fact,
  readAheadKib: count.nullable(),
  rotational: z.boolean().nullable(),
  freeBytes: count,
});

export type Directory = z.infer<typeof directorySchema>;

export const machineSchema = z.object({
  hostname: bounded.name,
  /**
   * Stable over reboots: a digest of CPU model, cores, memory, machine id, and the filesystem and device of every
   * directory under test.
   */
  fingerprint: bounded.name,
  os: z.object({
    name: bounded.name,
    platform: bounded.name,
    kernel: bounded.name,
    architecture: bounded.name,
  }),
  cpu: z.object({ model: bounded.name, cores: count, governor: fact }),
  memory: z.object({ totalBytes: count, availableBytes: count }),
  virtualisation: fact,
  /** One, five and fifteen minutes, before the run. */
  load: z.tuple([z.number(), z.number(), z.number()]),
  /** Whether the guest hands free pages back to its host (virtio-balloon free page reporting). */
  freePageReporting: z.boolean().nullable(),
  transparentHugePages: fact,
  /** The directory under test; where the run has several, the first of them. */
  directory: directorySchema,
  runtime: z.object({ node: bounded.name, libuv: bounded.name, v8: bounded.name }),
  /** What `copybench doctor` saw before the run; absent from records of before there was one. */
  checks: bounded.list(examinedSchema).optional(),
});

export type Machine = z.infer<typeof machineSchema>;
