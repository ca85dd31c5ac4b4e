/** Modules are found by folder, and one that is not named after its file is an error that says so. */
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { discoverModules, loadModule } from '../../../harness/core/discover-modules.js';
import { temporaryFolder } from '../../fakes/folders.js';

function folderWith(files: Record<string, string>): string {
  const path = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
  return path();
}

const member = (name: string): string => `export default { name: '${name}' };`;

describe('discoverModules', () => {
  const folder = folderWith({
    'splice-64k.js': member('splice-64k'),
    'splice.js': member('splice'),
    'cp.js': member('cp'),
    'discover.js': 'throw new Error("not to be loaded")',
    'types.d.ts': 'throw new Error("not to be loaded")',
    'cp.js.map': '{}',
    'README.md': '# not a module',
  });

  test('gives the members in the order of their names', async () => {
    const found = await discoverModules(folder, ['discover']);
    expect(found.map(({ name }) => name)).toEqual(['cp', 'splice', 'splice-64k']);
  });

  test.each([
    ['another name', member('else'), 'default-exports else'],
    ['no default export', 'export const name = "wrong";', 'default-exports nothing'],
  ])('refuses a module with %s', async (_, text, words) => {
    const wrong = folderWith({ 'wrong.js': text });
    await expect(discoverModules(wrong, [])).rejects.toMatchObject({
      code: 'E_MODULE',
      message: expect.stringContaining(words),
    });
    await expect(discoverModules(wrong, [])).rejects.toThrow('"wrong"');
  });

  test('lets the error of a module that breaks come through', async () => {
    const broken = folderWith({ 'broken.js': 'throw new RangeError("from inside")' });
    await expect(discoverModules(broken, [])).rejects.toThrow(new RangeError('from inside'));
  });

  test('finds nothing in an empty folder', async () => {
    expect(await discoverModules(folderWith({}), [])).toEqual([]);
  });
});

describe('loadModule', () => {
  const folder = folderWith({ 'cp.js': member('cp'), 'wrong.js': member('else') });

  test('loads one member', async () => {
    expect(await loadModule(folder, 'cp')).toEqual({ name: 'cp' });
  });

  test.each(['wrong', 'missing', '', '../cp'])('refuses %j', async (name) => {
    await expect(loadModule(folder, name)).rejects.toMatchObject({ code: 'E_MODULE' });
  });
});
