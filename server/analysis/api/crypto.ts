import type { ApiFunction } from './api-function.js';
import { plain } from './rows.js';

const hash = 'include/crypto/hash.h (6.12)';
const internalHash = 'include/crypto/internal/hash.h (6.12)';
const skcipher = 'include/crypto/skcipher.h (6.12)';
const internalSkcipher = 'include/crypto/internal/skcipher.h (6.12)';
const aead = 'include/crypto/aead.h (6.12)';
const internalAead = 'include/crypto/internal/aead.h (6.12)';
const algapi = 'include/crypto/algapi.h (6.12)';
const engine = 'include/crypto/engine.h (6.12)';
const walk = 'include/crypto/scatterwalk.h (6.12)';
const context = { returns: 'pointer', pure: true } as const;
const size = { returns: 'value', pure: true } as const;

/** A request and its transform give their contexts; completing a request gives all of it back. */
export const cryptoFunctions: readonly ApiFunction[] = [
  ...plain(hash, ['ignored'], 'ahash_request_ctx crypto_ahash_reqtfm crypto_ahash_tfm', context),
  ...plain(internalHash, ['ignored'], 'ahash_request_ctx_dma crypto_ahash_ctx crypto_ahash_ctx_dma', context),
  ...plain(internalHash, ['ignored'], 'crypto_shash_ctx', context),
  ...plain(skcipher, ['ignored'], 'crypto_skcipher_reqtfm crypto_skcipher_tfm crypto_skcipher_alg', context),
  ...plain(internalSkcipher, ['ignored'], 'skcipher_request_ctx skcipher_request_ctx_dma', context),
  ...plain(internalSkcipher, ['ignored'], 'crypto_skcipher_ctx crypto_skcipher_ctx_dma', context),
  ...plain(aead, ['ignored'], 'crypto_aead_reqtfm crypto_aead_tfm crypto_aead_alg', context),
  ...plain(internalAead, ['ignored'], 'aead_request_ctx aead_request_ctx_dma crypto_aead_ctx', context),
  ...plain(internalAead, ['ignored'], 'crypto_aead_ctx_dma', context),
  ...plain('include/linux/crypto.h (6.12)', ['ignored'], 'crypto_tfm_alg_name', context),
  ...plain(algapi, ['ignored'], 'crypto_tfm_ctx crypto_tfm_ctx_dma', context),
  ...plain('include/crypto/internal/akcipher.h (6.12)', ['ignored'], 'akcipher_request_ctx akcipher_tfm_ctx', context),
  ...plain('include/crypto/akcipher.h (6.12)', ['ignored'], 'crypto_akcipher_reqtfm', context),
  ...plain(hash, ['ignored'], 'ahash_request_cast', context),
  ...plain(hash, ['ignored'], 'crypto_ahash_digestsize crypto_ahash_blocksize crypto_ahash_statesize', size),
  ...plain(skcipher, ['ignored'], 'crypto_skcipher_ivsize crypto_skcipher_blocksize', size),
  ...plain(aead, ['ignored'], 'crypto_aead_authsize crypto_aead_ivsize crypto_aead_blocksize', size),
  ...plain('include/linux/crypto.h (6.12)', ['ignored'], 'crypto_tfm_alg_blocksize', size),
  ...plain(internalHash, ['ignored', 'ignored'], 'crypto_ahash_set_reqsize crypto_ahash_set_reqsize_dma'),
  ...plain(internalSkcipher, ['ignored', 'ignored'], 'crypto_skcipher_set_reqsize crypto_skcipher_set_reqsize_dma'),
  ...plain(internalAead, ['ignored', 'ignored'], 'crypto_aead_set_reqsize crypto_aead_set_reqsize_dma'),
  ...plain(internalHash, ['kept', 'status'], 'ahash_request_complete', { returns: 'nothing' }),
  ...plain(internalSkcipher, ['kept', 'status'], 'skcipher_request_complete', { returns: 'nothing' }),
  ...plain(internalAead, ['kept', 'status'], 'aead_request_complete', { returns: 'nothing' }),
  ...plain(algapi, ['kept', 'status'], 'crypto_request_complete', { returns: 'nothing' }),
  ...plain('include/crypto/internal/akcipher.h (6.12)', ['kept', 'status'], 'akcipher_request_complete', {
    returns: 'nothing',
  }),
  ...plain('include/crypto/internal/kpp.h (6.12)', ['kept', 'status'], 'kpp_request_complete', { returns: 'nothing' }),
  ...plain('include/crypto/internal/kpp.h (6.12)', ['ignored'], 'kpp_request_ctx kpp_tfm_ctx', context),
  ...plain(algapi, ['ignored', 'kept'], 'crypto_enqueue_request', { returns: 'value' }),
  ...plain(algapi, ['cpu-write'], 'crypto_dequeue_request crypto_get_backlog', { returns: 'pointer-or-null' }),
  ...plain(algapi, ['cpu-write', 'ignored'], 'crypto_init_queue crypto_inc'),
  ...plain(skcipher, ['ignored', 'gfp-flags'], 'skcipher_request_alloc', { returns: 'pointer-or-null' }),
  ...plain(hash, ['ignored', 'gfp-flags'], 'ahash_request_alloc', { returns: 'pointer-or-null' }),
  ...plain(skcipher, ['kept'], 'skcipher_request_free', { returns: 'nothing' }),
  ...plain(hash, ['kept'], 'ahash_request_free', { returns: 'nothing' }),
  ...plain(
    engine,
    ['ignored', 'kept', 'status'],
    'crypto_finalize_aead_request crypto_finalize_hash_request crypto_finalize_skcipher_request',
    { returns: 'nothing' },
  ),
  ...plain(engine, ['ignored', 'kept', 'status'], 'crypto_finalize_akcipher_request', { returns: 'nothing' }),
  ...plain(
    engine,
    ['ignored', 'kept'],
    'crypto_transfer_aead_request_to_engine crypto_transfer_hash_request_to_engine ' +
      'crypto_transfer_skcipher_request_to_engine',
    { returns: 'value' },
  ),
  ...plain(engine, ['ignored', 'ignored'], 'crypto_engine_alloc_init', { returns: 'pointer-or-null', sleeps: true }),
  ...plain(engine, ['ignored'], 'crypto_engine_start crypto_engine_stop', { returns: 'zero-or-negative' }),
  ...plain(engine, ['kept'], 'crypto_engine_exit', { returns: 'nothing', sleeps: true }),
  ...plain(engine, ['ignored'], 'crypto_engine_register_skcipher crypto_engine_register_ahash', {
    returns: 'zero-or-negative',
  }),
  ...plain(engine, ['ignored'], 'crypto_engine_unregister_skcipher crypto_engine_unregister_ahash'),
  ...plain(walk, ['changed', 'scatterlist', 'ignored', 'size', 'ignored'], 'scatterwalk_map_and_copy', {
    effect: 'copy',
    returns: 'nothing',
  }),
  ...plain(walk, ['cpu-write', 'scatterlist', 'ignored'], 'scatterwalk_ffwd', { returns: 'pointer' }),
  ...plain(skcipher, ['ignored', 'cpu-read', 'size'], 'crypto_skcipher_setkey', { returns: 'zero-or-negative' }),
  ...plain(aead, ['ignored', 'cpu-read', 'size'], 'crypto_aead_setkey', { returns: 'zero-or-negative' }),
  ...plain(hash, ['ignored', 'cpu-read', 'size'], 'crypto_ahash_setkey', { returns: 'zero-or-negative' }),
  ...plain(hash, ['cpu-write', 'ignored'], 'ahash_request_set_tfm', { returns: 'nothing' }),
  ...plain(hash, ['cpu-write', 'ignored', 'ignored', 'shared'], 'ahash_request_set_callback', { returns: 'nothing' }),
  ...plain(hash, ['cpu-write', 'scatterlist', 'ignored', 'size'], 'ahash_request_set_crypt', { returns: 'nothing' }),
  ...plain(skcipher, ['cpu-write', 'ignored'], 'skcipher_request_set_tfm', { returns: 'nothing' }),
  ...plain(skcipher, ['cpu-write', 'ignored', 'ignored', 'shared'], 'skcipher_request_set_callback', {
    returns: 'nothing',
  }),
  ...plain(skcipher, ['cpu-write', 'scatterlist', 'scatterlist', 'size', 'ignored'], 'skcipher_request_set_crypt', {
    returns: 'nothing',
  }),
  ...plain(hash, ['ignored', 'ignored', 'ignored'], 'crypto_alloc_ahash crypto_alloc_shash', {
    returns: 'error-pointer',
    sleeps: true,
  }),
  ...plain(skcipher, ['ignored', 'ignored', 'ignored'], 'crypto_alloc_skcipher', {
    returns: 'error-pointer',
    sleeps: true,
  }),
  ...plain(aead, ['ignored', 'ignored', 'ignored'], 'crypto_alloc_aead', { returns: 'error-pointer', sleeps: true }),
  ...plain(hash, ['kept'], 'crypto_free_ahash crypto_free_shash', { returns: 'nothing' }),
  ...plain(skcipher, ['kept'], 'crypto_free_skcipher', { returns: 'nothing' }),
  ...plain(aead, ['kept'], 'crypto_free_aead', { returns: 'nothing' }),
];
