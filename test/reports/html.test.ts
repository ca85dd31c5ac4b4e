import { beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/html.js';
import type { PageParts } from '../../reports/html/page.js';
import { loadPageParts } from '../../reports/page-parts.js';
import { fakeRecord, fakeScenario, withOnly } from '../fakes/records.js';
import { everythingRun, smallRun, samplesOf } from '../fakes/charted-runs.js';

const MOST_BYTES = 2_000_000;

/** Without the script, the style and the record, which are golden elsewhere or data. */
function staticPart(html: string): string {
  return html
    .replace(/<script>[\s\S]*<\/script>/, '<script>…</script>')
    .replace(/<style>[\s\S]*?<\/style>/, '<style>…</style>')
    .replace(/base64,[\w+/=]+/, 'base64,…')
    .replace(/'sha256-[^']+'/, "'sha256-…'");
}

describe('the page', () => {
  let parts: PageParts;
  beforeAll(async () => {
    parts = await loadPageParts();
  });

  it('of a small run reads as the golden file', async () => {
    await expect(staticPart(renderHtml(smallRun, parts))).toMatchFileSnapshot('golden/small.html');
  });

  it('of a run with everything reads as the golden file, without its pictures', async () => {
    const html = staticPart(renderHtml(everythingRun, parts))
      .replaceAll(/<svg [\s\S]*?<\/svg>/g, '<svg>…</svg>')
      .replace(/(id="charts">)[\s\S]*?(?=<\/script>)/, '$1…');
    await expect(html).toMatchFileSnapshot('golden/everything.html');
  });

  it('stays below two megabytes, and allows no network and one script', () => {
    for (const run of [smallRun, everythingRun]) {
      const html = renderHtml(run, parts);
      expect(Buffer.byteLength(html)).toBeLessThan(MOST_BYTES);
      expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src`);
      expect(html.match(/<script/g)).toHaveLength(2);
      expect(html).not.toMatch(/(?:src|href)="https?:/);
    }
  });

  it('lets no name take effect', () => {
    const html = staticPart(renderHtml(everythingRun, parts));
    expect(html).not.toMatch(/<img|onerror="/);
    // oxlint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
  });

  it.each([
    ['no scenario', fakeRecord()],
    [
      'no strategy',
      fakeRecord({
        scenarios: [
          withOnly(fakeScenario({ sizeBytes: 7e6, referenceNs: 1e6, rounds: 6, halfWidth: 0.1 })),
        ],
      }),
    ],
    [
      'one round and no bytes',
      fakeRecord({
        scenarios: [fakeScenario({ sizeBytes: 0, referenceNs: 1e3, rounds: 1, halfWidth: 0.1 })],
      }),
    ],
  ])('of a run with %s shows what there is', (_, record) => {
    const html = renderHtml({ record, samples: samplesOf(record) }, parts);
    expect(html).toContain('<h2 id="machine-title">');
    expect(staticPart(html)).not.toMatch(/\b(?:NaN|undefined|Infinity)\b/);
  });
});
