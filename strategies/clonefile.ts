/** A clone on macOS: APFS shares the blocks of the source until one of them is written. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'clonefile',
  label: 'clonefile (APFS)',
  summary: 'clonefile(2): the destination shares the blocks of the source on APFS; no data moves.',
  copier: 'clonefile',
  class: 'clone',
  copiesPerByte: 0,
});
