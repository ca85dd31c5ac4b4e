/** What is recorded of the machine and of the directory under test. */
import { z } from 'zod';
import { examinedSchema } from './examine.js';

const count = z.number().int().nonnegative();
/** A fact that this machine did not tell is null, never a guess. */
const text = z.string().nullable();

export const machineSchema = z.object({
  hostname: z.string(),
  /** Stable over reboots: a digest of CPU model, cores, memory, machine id, filesystem and device. */
  fingerprint: z.string(),
  os: z.object({
    name: z.string(),
    platform: z.string(),
    kernel: z.string(),
    architecture: z.string(),
  }),
  cpu: z.object({ model: z.string(), cores: count, governor: text }),
  memory: z.object({ totalBytes: count, availableBytes: count }),
  virtualisation: text,
  /** One, five and fifteen minutes, before the run. */
  load: z.tuple([z.number(), z.number(), z.number()]),
  /** Whether the guest hands free pages back to its host (virtio-balloon free page reporting). */
  freePageReporting: z.boolean(),
  transparentHugePages: text,
  directory: z.object({
    path: z.string(),
    filesystem: text,
    mountPoint: text,
    mountOptions: text,
    /** Source of the mount, such as /dev/vda. */
    device: text,
    scheduler: text,
    readAheadKib: count.nullable(),
    rotational: z.boolean().nullable(),
    freeBytes: count,
  }),
  runtime: z.object({ node: z.string(), libuv: z.string(), v8: z.string() }),
  /** What `copybench doctor` saw before the run; absent from records of before there was one. */
  checks: z.array(examinedSchema).optional(),
});

export type Machine = z.infer<typeof machineSchema>;
