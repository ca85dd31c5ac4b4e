/** The Node that copies in JavaScript, and its thread pool. */
import { defineCheck, good, note } from './check.js';

/** libuv's own (docs.libuv.org, threadpool). */
const DEFAULT_THREADS = 4;

export default defineCheck({
  name: 'node-runtime',
  label: 'Node',
  why: 'Streams and promises read and write on the thread pool of libuv; which calls copy-file makes depends on the version.',
  look({ threadPoolSize }) {
    const { node, uv } = process.versions;
    const threads = threadPoolSize ?? String(DEFAULT_THREADS);
    const value = `${node}, libuv ${uv}, thread pool of ${threads}`;
    if (threadPoolSize === undefined || Number(threadPoolSize) === DEFAULT_THREADS)
      return good(value);
    return note(value, 'Unset UV_THREADPOOL_SIZE for the figures that most programs would see.');
  },
});
