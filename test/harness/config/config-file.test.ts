import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layerOfFile } from '../../../harness/config/config-file.js';
import { temporaryFolder } from '../../fakes/folders.js';

describe('the configuration file', () => {
  const path = temporaryFolder();

  it('is a layer of whatever it holds', async () => {
    writeFileSync(path('good.json'), '{"sizes": ["7MB"], "quick": true}');
    expect(await layerOfFile(path('good.json'), true)).toEqual({ sizes: ['7MB'], quick: true });
  });

  it('may be missing unless somebody named it', async () => {
    expect(await layerOfFile(path('missing.json'), false)).toEqual({});
    await expect(layerOfFile(path('missing.json'), true)).rejects.toMatchObject({
      code: 'E_USAGE',
    });
  });

  it.each([
    ['text', 'sizes: 7MB'],
    ['cut off', '{"sizes": '],
    ['a list', '[]'],
    ['null', 'null'],
    ['empty', ''],
  ])('is refused when it is %s', async (name, text) => {
    writeFileSync(path(name), text);
    const reading = layerOfFile(path(name), false);
    await expect(reading).rejects.toMatchObject({ code: 'E_USAGE' });
    await expect(reading).rejects.toThrow(/is not a JSON object of options/);
  });

  it('is refused when it cannot be read, even where it may be missing', async () => {
    mkdirSync(path('folder'));
    await expect(layerOfFile(path('folder'), false)).rejects.toThrow(/is a directory/);
  });
});
