/** copy_file_range(2): the call made for copying files, which clones where the filesystem can. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'copy-file-range',
  label: 'copy_file_range',
  summary: 'copy_file_range(2), at most 1 GiB a call; shares extents on filesystems with reflinks.',
  copier: 'copy-file-range',
  copiesPerByte: 1,
});
