/** Checks what a strategy that looks at its bytes says of them, against the harness's own digest of the source. */
import { createReadStream } from 'node:fs';
import type { Checks } from '../../strategies/strategy.js';
import { startDigest, type Digest, type DigestAlgorithm } from '../core/digests.js';
import { HarnessError } from '../core/errors.js';

/** Bytes read at a time: unlike any strategy's buffer, so that a mistake at a seam is not made twice. */
const CHUNK_BYTES = 4 * 2 ** 20 - 4096;

/** The digests of one source, each computed once. */
export class SourceDigests {
  readonly #source: string;
  readonly #known = new Map<DigestAlgorithm, Promise<string>>();

  constructor(source: string) {
    this.#source = source;
  }

  /**
   * Whether `digest` is the one that `checks` promises of this source.
   *
   * @throws HarnessError `E_WRONG_DIGEST` with both digests, when it is another or there is none
   */
  async check(checks: Checks, digest: Digest | undefined): Promise<void> {
    const { algorithm } = checks;
    const hex = await this.#hexOf(algorithm);
    if (digest?.algorithm === algorithm && digest.hex === hex) return;
    const found = digest ? `${digest.algorithm} ${digest.hex}` : 'no digest';
    throw new HarnessError(
      'E_WRONG_DIGEST',
      `The strategy reports ${found}; its source has ${algorithm} ${hex}. It did not look at every ` +
        'byte that it copied, so none of it is reported.',
    );
  }

  #hexOf(algorithm: DigestAlgorithm): Promise<string> {
    const known = this.#known.get(algorithm) ?? this.#compute(algorithm);
    this.#known.set(algorithm, known);
    return known;
  }

  async #compute(algorithm: DigestAlgorithm): Promise<string> {
    const running = await startDigest(algorithm);
    const chunks: AsyncIterable<Buffer> = createReadStream(this.#source, {
      highWaterMark: CHUNK_BYTES,
    });
    for await (const chunk of chunks) running.update(chunk);
    return running.finish().hex;
  }
}
