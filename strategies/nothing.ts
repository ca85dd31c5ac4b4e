/** A floor: open the source, create the destination, close both. What every copy pays, and the harness. */
import { nativeStrategy } from './shapes/native-copier.js';

export default nativeStrategy({
  name: 'nothing',
  label: 'open, create, close',
  summary:
    'Opens the source, creates an empty destination, closes both: a copy that moves nothing.',
  copier: 'nothing',
  class: 'bound',
  leaves: 'empty',
  copiesPerByte: 0,
});
