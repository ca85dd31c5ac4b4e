/** Another build of copybench, loaded from its folder. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bounded } from '../../core/bounded-schema.js';
import { discoverStrategies } from '../../../strategies/discover.js';
import type { Strategy } from '../../../strategies/strategy.js';
import type { Suite } from '../../../suites/suite.js';
import { discoverModules } from '../../core/discover-modules.js';
import { HarnessError, messageOf } from '../../core/errors.js';
import { packageRoot, packageVersion } from '../../core/package-root.js';
import { PROTOCOL_VERSION } from '../../measure/protocol.js';
import { currentCommit } from '../run/current-commit.js';
import { workerCommand } from '../run/measure-scenarios.js';
import type { Rival } from './rival.js';

const run = promisify(execFile);
const WORKER = 'dist/harness/measure/worker.js';

/** What is measured here, as far as another build may know more of it. */
export interface Wanted {
  suite: string;
  /** Strategies were named: then what else a suite lists does not matter. */
  isNamed: boolean;
  exclude: readonly string[];
}

/**
 * The build in `directory` as a rival.
 *
 * @param wanted what is measured here
 * @param name what it is called in the report; by default its directory
 * @throws HarnessError `E_BUILD` when it is no built copybench, or its workers speak another protocol
 */
export async function openBuild(directory: string, wanted: Wanted, name?: string): Promise<Rival> {
  const root = resolve(directory);
  const version = await versionOf(root);
  await requireProtocol(root);
  const strategies = await discoverModules<Strategy>(join(root, 'dist/strategies'), [
    'discover',
    'strategy',
  ]);
  return {
    mode: 'builds',
    side: {
      name: name ?? root,
      version,
      node: process.versions.node,
      commit: await commitOf(root),
    },
    strategies,
    gone: await goneSince(root, wanted),
    command: (strategy) => ({
      file: process.execPath,
      args: ['--expose-gc', join(root, WORKER), strategy.name],
    }),
  };
}

/**
 * This build under another Node as a rival.
 *
 * @param strategies those of this build; a program that is no worker of ours does not run in Node
 * @throws HarnessError `E_USAGE` when `path` is no Node that could be started
 */
export async function openRuntime(path: string, strategies: readonly Strategy[]): Promise<Rival> {
  const node = await nodeVersion(path);
  return {
    mode: 'runtimes',
    side: {
      name: `Node ${node}`,
      version: packageVersion(),
      node,
      commit: await commitOf(packageRoot()),
    },
    strategies: strategies.filter(({ worker }) => worker === undefined),
    gone: [],
    command: (strategy) => ({ ...workerCommand(strategy.name), file: path }),
  };
}

/** The commit of a checkout, marked where it holds changes; null where it is none. */
export async function commitOf(root: string): Promise<string | null> {
  const commit = await currentCommit(root);
  return commit ? `${commit.sha.slice(0, 12)}${commit.modified ? '-dirty' : ''}` : null;
}

async function nodeVersion(path: string): Promise<string> {
  try {
    const { stdout } = await run(path, ['--print', 'process.versions.node'], { timeout: 30_000 });
    return bounded.name.regex(/^\d+\.\d+\.\d+/).parse(stdout.trim());
  } catch (cause) {
    throw new HarnessError(
      'E_USAGE',
      `--node ${path} is no Node that can be started: ${messageOf(cause).split('\n')[0]}. Give the path of its binary.`,
      { cause },
    );
  }
}

const packageSchema = z.object({ name: z.literal('copybench'), version: bounded.name });

async function versionOf(root: string): Promise<string> {
  try {
    return packageSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
      .version;
  } catch (cause) {
    throw refused(root, 'it holds no package.json of copybench', cause);
  }
}

async function requireProtocol(root: string): Promise<void> {
  const module = join(root, 'dist/harness/measure/protocol.js');
  const loaded: unknown = await import(pathToFileURL(module).href).catch((cause: unknown) => {
    throw refused(root, 'it is not built. Run `npm run setup` there', cause);
  });
  const found = z.object({ PROTOCOL_VERSION: z.number() }).safeParse(loaded).data?.PROTOCOL_VERSION;
  if (found === PROTOCOL_VERSION) return;
  throw refused(
    root,
    `its workers speak version ${found} of the worker protocol, and this one version ${PROTOCOL_VERSION}. ` +
      'Compare builds on the same side of that change',
  );
}

/** Nothing where it has no such suite: then nothing of it can be missing here. */
async function goneSince(root: string, { suite, isNamed, exclude }: Wanted): Promise<string[]> {
  if (isNamed) return [];
  const suites = await discoverModules<Suite>(join(root, 'dist/suites'), ['discover', 'suite']);
  const found = suites.find(({ name }) => name === suite);
  const here = new Set([...(await discoverStrategies()).map(({ name }) => name), ...exclude]);
  return (found?.scenarios ?? [])
    .flatMap(({ strategies }) => (strategies === 'all' ? [] : strategies))
    .filter((name) => !here.has(name));
}

function refused(root: string, why: string, cause?: unknown): HarnessError {
  return new HarnessError('E_BUILD', `${root} cannot be raced: ${why}.`, { cause });
}
