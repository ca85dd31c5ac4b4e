// Builds what reports are drawn with: ECharts and our drawing code in one file for Node, and one for the page.
// Only the parts that are used get in. Both are written beside the compiled TypeScript, so that they are packed.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'dist', 'reports', 'drawing');
/** What has to go with the work of others that is in the bundles. */
const BUNDLED = [
  'echarts/LICENSE',
  'echarts/NOTICE',
  'echarts/licenses/LICENSE-d3',
  'zrender/LICENSE',
  'tslib/LICENSE.txt',
];
/** A page is passed around without the files beside it. */
const BANNER =
  '/*! Holds parts of Apache ECharts (https://echarts.apache.org), Copyright The Apache Software Foundation, ' +
  'Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0), and of zrender, Copyright Baidu Inc., BSD 3-Clause. */';

mkdirSync(target, { recursive: true });
await build('picture', 'esm');
await build('page', 'iife');
copyFileSync(join(root, 'reports', 'drawing', 'style.css'), join(target, 'style.css'));
for (const file of BUNDLED) {
  copyFileSync(join(root, 'node_modules', file), join(target, file.replaceAll('/', '-')));
}

async function build(name, format) {
  const bundle = await rolldown({
    input: join(root, 'reports', 'drawing', `${name}.ts`),
    platform: 'browser',
    tsconfig: join(root, 'tsconfig.drawing.json'),
    // Nothing of ours acts when it is imported, so that what only Node knows drops out with what uses it.
    treeshake: { moduleSideEffects: [{ test: /node:/, sideEffects: false }] },
    external: /^node:/,
    onLog: (level, log) => {
      if (level !== 'debug') console.error(`drawing: ${log.message}`);
    },
  });
  await bundle.write({
    file: join(target, `${name}.js`),
    format,
    minify: true,
    postBanner: BANNER,
  });
  await bundle.close();
}
