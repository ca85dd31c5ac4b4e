/** Explanations: golden as a whole, and what their sentences must and must not say. */
import { describe, expect, it } from 'vitest';
import type { MeasuredRecord, RunRecord } from '../../../harness/results/record.js';
import { explanationFormats } from '../../../reports/formats/explanation-formats.js';
import { renderBlocks } from '../../../reports/markdown.js';
import { buildReport } from '../../../reports/report.js';
import { terminalBlocks } from '../../../reports/terminal.js';
import { buildExplanation, whyBlocks } from '../../../reports/why/why.js';
import { HOSTILE, everythingRun } from '../../fakes/charted-runs.js';
import { explainedRun, trace } from '../../fakes/explained-run.js';
import { httpRun } from '../../fakes/http-runs.js';
import { inspectRun } from '../../fakes/inspect-run.js';
import { withFigures } from '../../fakes/records.js';
import { emptyRun, goodRun, troubledRun } from '../../fakes/runs.js';
import { socketRun } from '../../fakes/sockets.js';

const RUNS = [
  ['explained', explainedRun],
  ['sockets', socketRun],
  ['http', httpRun],
  ['inspect', inspectRun],
] as const;

/** What is said of a strategy in all scenarios, in one line. */
function said(record: RunRecord, strategy: string): string {
  return renderBlocks(buildExplanation({ record, strategy })).replaceAll(/\s+/g, ' ');
}

/** The explained run with other figures of one strategy in every scenario. */
function changed(strategy: string, figures: Partial<MeasuredRecord>, record = explainedRun) {
  const scenarios = record.scenarios.map((one) => withFigures(one, { [strategy]: figures }));
  return { ...record, scenarios };
}

function headings(record: RunRecord): string[] {
  return buildReport(record).flatMap((block) =>
    block.kind === 'heading' ? block.text.map(({ text }) => text) : [],
  );
}

function busy(userMs: number): MeasuredRecord['machineCpu'] {
  return { userMs, systemMs: 0, softirqMs: 0, stealMs: 0 };
}

describe('an explanation', () => {
  it.each(RUNS)('of %s reads as the golden files', async (name, record) => {
    const blocks = buildExplanation({ record, strategy: undefined });
    await expect(renderBlocks(blocks)).toMatchFileSnapshot(`../golden/why-${name}.md`);
    await expect(terminalBlocks(blocks, { colour: false, columns: 100 })).toMatchFileSnapshot(
      `../golden/why-${name}-100.txt`,
    );
  });

  it('counts calls, names them, and holds them against the reference', () => {
    expect(said(explainedRun, 'splice')).toContain(
      '`splice` makes 14 splice calls of 1 MiB where `read-write` makes 215 of 64 KiB, and has the CPU copy each byte once instead of twice.',
    );
  });

  it('tells the thread pool from the thread that runs JavaScript', () => {
    const pool = said(explainedRun, 'stream-pipe');
    expect(pool).toContain(
      'makes 215 read and write calls of 64 KiB, as `read-write` does, but through the thread pool (4 threads), with 1,661 other calls (against 180) around them, 1,211 of them futex',
    );
    expect(pool).toContain('593 context switches against 15 and 1,709 page faults against 40');
    expect(said(explainedRun, 'read-write-1m')).toContain(
      'on the thread that runs JavaScript where',
    );
    expect(said(explainedRun, 'splice')).not.toMatch(/thread pool|runs JavaScript/);
  });

  it('says at which size the kind of a call was seen, and makes no number up', () => {
    const large = said(explainedRun, 'stream-pipe').split('## 7 MB')[0];
    expect(large).toContain(
      'makes read and write calls of 64 KiB (as seen at 7 MB), as `read-write` does, but through the thread pool',
    );
    expect(said(explainedRun, 'splice')).toContain('1,908 splice calls of 1 MiB (as seen at 7 MB)');
    // One call of 7 MB says nothing of how a gigabyte is moved.
    expect(said(explainedRun, 'copy-file').split('## 7 MB')[0]).not.toMatch(
      /copy_file_range calls of/,
    );
  });

  it('tells kernel from user code only where there is enough CPU time for that', () => {
    expect(said(explainedRun, 'stream-pipe')).toContain(
      '(53 % in the kernel) against 212 ms (91 %)',
    );
    expect(said(changed('stream-pipe', { samples: 0 }), 'stream-pipe')).not.toContain(
      'in the kernel)',
    );
  });

  it('claims a cause only where the verdict is clear', () => {
    for (const verdict of ['same', 'unclear'] as const) {
      const words = said(changed('splice', { verdict }), 'splice');
      expect(words).not.toMatch(/of it CPU time|waiting/);
      expect(words).toContain(
        verdict === 'same'
          ? 'the same as `read-write` within ±5 %'
          : 'cannot tell from `read-write`',
      );
    }
    const [first] = explainedRun.scenarios;
    const control = {
      speedup: { estimate: 1.05, low: 1.03, high: 1.07 },
      noise: 0.07,
      sigma: 0.01,
    };
    const off = { ...explainedRun, scenarios: [{ ...first!, control }] };
    expect(said(off, 'splice')).toContain('the noise of this run allows no comparison');
  });

  it.each([
    [0.9, 'about all of it CPU time'],
    [2, '20.0 ms more CPU time, as several CPUs work at once'],
    [0.5, '5.00 ms of it CPU time and the rest waiting'],
    [0, 'hardly any of it CPU time but waiting'],
    [-0.5, 'waiting, though CPU time is 5.00 ms less'],
  ])('a share of CPU time of %f is %s', (share, words) => {
    const speedup = { estimate: 0.5, low: 0.45, high: 0.55 };
    const record = changed('read-write', {
      medianNs: 10e6,
      bytesPerSecond: 7e6 / 0.01,
      cpuNsPerByte: 10e6 / 7e6,
    });
    const [small] = changed(
      'splice',
      {
        medianNs: 20e6,
        bytesPerSecond: 7e6 / 0.02,
        cpuNsPerByte: (10e6 + share * 10e6) / 7e6,
        speedup,
        verdict: 'slower',
      },
      record,
    ).scenarios;
    expect(said({ ...explainedRun, scenarios: [small!] }, 'splice')).toContain(words);
  });

  it('tells of the whole machine where it does not do the same beside the reference', () => {
    expect(said(explainedRun, 'stream-pipe')).toContain(
      'All CPUs of the machine work for 2.37 s meanwhile: 1.20 s in programs, 1.14 s in the kernel, 30.0 ms in soft interrupts; the hypervisor gave 50.0 ms to others.',
    );
    const beside = changed('read-write', { machineCpu: busy(412) });
    expect(said(changed('splice', { machineCpu: busy(320) }, beside), 'splice')).not.toContain(
      'All CPUs',
    );
    expect(said(changed('splice', { machineCpu: busy(800) }, beside), 'splice')).toContain(
      'All CPUs',
    );
  });

  it('says what the start of a program takes by itself, and what a sync does', () => {
    expect(said(explainedRun, 'cp')).toMatch(
      /starting a program takes [\d.]+ ms by itself \(`spawn-floor`\)/,
    );
    const synced = changed('stream-pipe', { syncNs: 5e6, cpuNsPerByte: 0.3 });
    expect(said(synced, 'stream-pipe')).toContain('waiting for the disk (the sync takes 5.00 ms)');
  });

  it('tells moves between CPUs and instructions a cycle, or why there are none', () => {
    const counted = { counted: true, taskClockNs: 3e6, contextSwitches: 9, pageFaults: 8 } as const;
    const hardware = { counted: true, cycles: 200, instructions: 150, cacheMisses: 3 } as const;
    const events = { ...counted, cpuMigrations: 5, hardware };
    const beside = changed('read-write', { events: { ...events, cpuMigrations: 0 } });
    const words = said(changed('splice', { events }, beside), 'splice');
    expect(words).toContain(
      '5 moves to another CPU against 0 and 0.75 instructions a cycle against 0.75',
    );
    const single = changed('splice', { events: { ...events, cpuMigrations: 1 } });
    const three = changed('read-write', { events: { ...events, cpuMigrations: 3 } }, single);
    expect(said(three, 'splice')).toContain('1 move to another CPU against 3');
    const none = { counted: false, reason: 'no such counters (ENOENT)' } as const;
    expect(said(changed('splice', { events: { ...events, hardware: none } }), 'splice')).toContain(
      '- cycles, instructions and cache misses: no such counters (ENOENT)',
    );
    const refused = { counted: false, reason: 'EACCES' } as const;
    expect(said(changed('splice', { events: refused }), 'splice')).toMatch(
      /moves between CPUs, and what the CPU itself counts: EACCES/,
    );
  });

  it('says that a clone is none', () => {
    expect(said(explainedRun, 'reflink')).toContain(
      '`reflink` clones: the new file shares 7.00 MB of 7 MB with the source, and no byte of those moves',
    );
  });

  it('names what was not measured, with the reason', () => {
    const words = renderBlocks(buildExplanation({ record: explainedRun, strategy: undefined }));
    expect(words).toMatch(
      /system calls of [^:]+: strace, which slows every call, counts copies up to 16 MB/,
    );
    expect(words).toContain('CPU time, for `cp`: ');
    expect(words).toContain('ruby-splice` is unsupported: ruby is not installed');
  });

  it('reads records of earlier versions, which lack most of it', () => {
    for (const record of [goodRun, troubledRun]) {
      const words = renderBlocks(buildExplanation({ record, strategy: undefined }));
      expect(words).toMatch(/`splice` spends [\d.]+ ms of CPU time against/);
      expect(words).toMatch(/system calls of all of them: /);
      expect(words).not.toMatch(/undefined|NaN|null|Infinity/);
    }
  });

  it.each(explanationFormats)('as $name lets no name take effect', async (format) => {
    const { record } = everythingRun;
    const shown = await format.render(
      { record, strategy: HOSTILE },
      { colour: false, columns: 200 },
    );
    expect(shown).not.toContain('\u001b');
    expect(shown).not.toContain('\u202e');
    if (format.name === 'html') expect(shown).not.toMatch(/<img|onerror="/);
  });

  it('fits a narrow terminal', () => {
    const blocks = buildExplanation({ record: explainedRun, strategy: undefined });
    const lines = terminalBlocks(blocks, { colour: false, columns: 60 }).split('\n');
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });
});

describe('the section of a report', () => {
  it('has the largest size of each route, and where to find the others', () => {
    const words = renderBlocks(whyBlocks(explainedRun));
    expect(words.match(/^### .+$/gm)).toEqual(['### 1 GB, file to file']);
    expect(words).toContain(
      '`copybench explain DIR` does the same for the other scenario of this run',
    );
    expect(words).not.toContain('memory-copy` is a bound');
  });

  it('is in the report, and absent where nothing was copied', () => {
    expect(headings(goodRun)).toContain('Why');
    expect(headings(emptyRun)).not.toContain('Why');
  });

  it('calls one that moves nothing by its figures alone, without calls to speak of', () => {
    const words = said(
      changed('splice', {
        calls: trace({}, { bytesPerCall: null, largestBytes: 0 }),
        systemCalls: 0,
      }),
      'splice',
    );
    expect(words).toContain('`splice` makes 0 system calls');
  });
});
