import { defineSuite } from './suite.js';

export default defineSuite({
  name: 'inspect',
  summary: 'What it costs to look at the data: copies that also digest it, each beside its twin.',
  sizes: ['7MB', '200MB', '1GB'],
  scenarios: [
    {
      route: 'file-to-file',
      strategies: [
        'read-write',
        'read-write-crc32',
        'read-write-sha256',
        'read-write-xxhash',
        'native-read-write',
        'native-read-write-crc32c',
        'splice',
        'splice-then-digest',
        'splice-tee-digest',
      ],
      reference: 'read-write',
      // Each strategy that looks is compared with its twin without being asked. These two look alike.
      comparisons: [
        { name: 'same-look', slower: 'native-read-write-crc32c', faster: 'splice-tee-digest' },
      ],
    },
  ],
});
