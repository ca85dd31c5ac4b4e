/** Which filesystem is under test. */
import { mountOf } from '../mounts.js';
import { defineCheck, good, note, unknown } from './check.js';

/** What copying on a kind of filesystem is like; others are copied on as on ext4. */
const KINDS: Readonly<Record<string, string>> = {
  btrfs: 'clones; checksums, and compression where it is mounted so',
  xfs: 'clones where it was made with reflinks',
  bcachefs: 'clones',
  tmpfs: 'memory alone; no disk',
  ramfs: 'memory alone; no disk',
  overlay: 'another filesystem below; the first write of a lower file copies it up',
  nfs: 'a server does the work',
  nfs4: 'a server does the work',
  cifs: 'a server does the work',
  fuse: 'a program does the work',
};
/** Where the disk is not what a copy would otherwise end on. */
const ELSEWHERE = ['nfs', 'nfs4', 'cifs', 'overlay', '9p', 'virtiofs', 'fuse'];

export default defineCheck({
  name: 'filesystem',
  label: 'filesystem',
  why: 'Whether a copy is a clone, how large its pages are and what close(2) does depend on the filesystem: a ranking on one says nothing about another.',
  look({ directory, files }) {
    const mount = mountOf(directory, files.read('/proc/self/mountinfo'));
    if (!mount) return unknown('/proc/self/mountinfo does not tell');
    const kind = mount.filesystem.split('.')[0] ?? '';
    const words = KINDS[kind];
    const value = `${mount.filesystem}${words === undefined ? '' : ` (${words})`}, ${mount.device} at ${mount.mountPoint}`;
    if (!ELSEWHERE.includes(kind)) return good(value);
    return note(
      value,
      'Name a directory on a local filesystem with --dir if that is what you mean.',
    );
  },
});
