// Builds what reports are drawn with: ECharts and our drawing code in one file for Node, and one for the page.
// Only the parts that are used get in. Both are written beside the compiled TypeScript, so that they are packed.
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

await build('picture.ts', 'picture.js', 'esm');
await build('page.ts', 'page.js', 'iife');
copyFileSync(
  join(root, 'reports', 'drawing', 'style.css'),
  join(root, 'dist', 'reports', 'drawing', 'style.css'),
);

async function build(source, target, format) {
  const bundle = await rolldown({
    input: join(root, 'reports', 'drawing', source),
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
    file: join(root, 'dist', 'reports', 'drawing', target),
    format,
    minify: true,
  });
  await bundle.close();
}
