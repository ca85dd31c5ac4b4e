import { describe, expect, it } from 'vitest';
import { readCurl, readWrk } from '../../../../harness/routes/http/client-output.js';

const WRK = `Running 1s test @ http://127.0.0.1:4711/token/fixture
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.31ms    2.53ms  32.80ms   91.41%
    Req/Sec    20.51k     2.31k   23.02k    72.73%
  Latency Distribution
     50%  635.91us
     75%    1.00ms
     90%    3.12ms
     99%   12.92ms
  22464 requests in 1.10s, 17.71MB read
Requests/sec:  20475.78
Transfer/sec:     16.13MB
`;

describe('what wrk prints', () => {
  it('has a rate and latencies with their units', () => {
    expect(readWrk(WRK, 1000)).toEqual({
      requestsPerSecond: 20475.78,
      bytesPerSecond: 20475780,
      latencyP50Ns: 635910,
      latencyP99Ns: 12.92e6,
    });
  });

  it.each([
    '  Non-2xx or 3xx responses: 12',
    '  Socket errors: connect 0, read 3, write 0, timeout 0',
  ])('is refused with "%s"', (line) => {
    expect(() => readWrk(WRK.replace('Requests/sec', `${line}\nRequests/sec`), 1000)).toThrow(
      line.trim(),
    );
  });

  it('has no latency where wrk saw none, which a record takes as unknown', () => {
    const silent = WRK.replace('635.91us', '0.00us').replace('12.92ms', '9.9.9ms');
    expect(readWrk(silent, 1000)).toMatchObject({ latencyP50Ns: null, latencyP99Ns: null });
  });

  it('is refused with a rate that is no number', () => {
    const endless = WRK.replace('20475.78', '9'.repeat(400));
    expect(() => readWrk(endless, 1000)).toThrow(/wrk tells no rate/);
  });

  it('may have a million empty lines, each of which begins a line', () => {
    expect(readWrk(`${WRK}${'\n'.repeat(1e6)}`, 1000).latencyP99Ns).toBe(12.92e6);
  });

  it('is refused without a rate', () => {
    expect(() => readWrk('unable to connect', 1000)).toThrow(
      'wrk tells no rate: unable to connect',
    );
  });
});

describe('what curl prints', () => {
  it('has a rate over all transfers but the first', () => {
    const figures = readCurl('200 5000 9.0\n200 5000 0.5\n200 5000 1.5\n', 5000, 3);
    expect(figures).toMatchObject({
      requestsPerSecond: 1,
      bytesPerSecond: 5000,
      latencyP50Ns: null,
    });
  });

  it('is refused without times', () => {
    for (const time of ['0.0', 'x'])
      expect(() => readCurl(`200 5000 1\n200 5000 ${time}\n`, 5000, 2)).toThrow(/tells no times/);
  });

  it.each([
    ['a status', '200 5000 1\n503 5000 1\n'],
    ['a size', '200 5000 1\n200 4999 1\n'],
    ['a number of transfers', '200 5000 1\n'],
  ])('is refused with %s that is wrong', (_, text) => {
    expect(() => readCurl(text, 5000, 2)).toThrow(/curl made \d of 2 transfers/);
  });
});
