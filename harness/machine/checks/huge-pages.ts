/** When the kernel backs memory with huge pages (Documentation/admin-guide/mm/transhuge.rst). */
import { defineCheck, good, note, unknown } from './check.js';

export default defineCheck({
  name: 'huge-pages',
  label: 'transparent huge pages',
  why: 'They decide how many faults a buffer costs, and the memory ballast asks for them.',
  look({ files }) {
    const text = files.read('/sys/kernel/mm/transparent_hugepage/enabled');
    const chosen = /\[([^[\]]+)\]/.exec(text ?? '')?.[1];
    if (chosen === undefined) return unknown('/sys/kernel/mm/transparent_hugepage does not tell');
    if (chosen !== 'never') return good(chosen);
    return note(chosen, 'Choose madvise, so that a ballast can have aligned fragments.');
  },
});
